package org.ringback.itests.container;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Types one command at the local socket, as the launcher does: from inside the container, where its client is not exported.
 *
 * @param path the socket
 */
record LocalSocket(Path path) {
    private static final int HEADER = 5;

    Answer type(String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            write(channel, 'C', line.getBytes(StandardCharsets.UTF_8));
            write(channel, 'E', new byte[0]);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            for (int type = in.read(); ; type = in.read()) {
                byte[] payload = in.readNBytes(in.readInt());
                switch (type) {
                    case 'O' -> out.writeBytes(payload);
                    case 'R' -> err.writeBytes(payload);
                    case 'X' -> {
                        return new Answer(
                                ByteBuffer.wrap(payload).getInt(),
                                out.toString(StandardCharsets.UTF_8),
                                err.toString(StandardCharsets.UTF_8));
                    }
                    default -> throw new IOException("frame: " + type);
                }
            }
        }
    }

    private static void write(SocketChannel channel, char type, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) type)
                .putInt(payload.length)
                .put(payload)
                .flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    record Answer(int exit, String out, String err) {}
}
