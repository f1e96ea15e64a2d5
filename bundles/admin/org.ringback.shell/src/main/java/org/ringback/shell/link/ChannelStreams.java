package org.ringback.shell.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Streams over a blocking socket channel that may be read and written at the same time; those of
 * {@code java.nio.channels.Channels} share a lock in Java 17, so a waiting reader would stop the writer (JDK-8279339).
 * Each stream copies the bytes, which may be a password, through a buffer of its own and wipes it after each use; a
 * copy that the channel made would never be wiped.
 */
public final class ChannelStreams {
    private static final int PIECE = Frame.LONGEST;
    private static final byte[] ZEROS = new byte[PIECE];

    private ChannelStreams() {}

    /**
     * Reads from a channel.
     *
     * @param channel a blocking channel
     * @return the stream, for one thread at a time; closing it closes the channel
     */
    public static InputStream in(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
        return new InputStream() {
            @Override
            public int read() throws IOException {
                buffer.clear().limit(1);
                if (channel.read(buffer) < 0) {
                    return -1;
                }
                int one = buffer.get(0) & 0xFF;
                buffer.put(0, (byte) 0);
                return one;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                buffer.clear().limit(Math.min(length, PIECE));
                int count = channel.read(buffer);
                if (count > 0) {
                    buffer.flip().get(bytes, offset, count);
                    wipe(buffer, count);
                }
                return count;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /**
     * Writes to a channel.
     *
     * @param channel a blocking channel
     * @return the stream, for one thread at a time; closing it closes the channel
     */
    public static OutputStream out(SocketChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                for (int done = 0; done < length; done += PIECE) {
                    int count = Math.min(PIECE, length - done);
                    buffer.clear().put(bytes, offset + done, count).flip();
                    try {
                        while (buffer.hasRemaining()) {
                            channel.write(buffer);
                        }
                    } finally {
                        wipe(buffer, count);
                    }
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    private static void wipe(ByteBuffer buffer, int count) {
        buffer.put(0, ZEROS, 0, count);
    }
}
