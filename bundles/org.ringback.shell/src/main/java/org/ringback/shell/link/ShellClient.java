package org.ringback.shell.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Runs one command in a running gateway over its local socket. Stateless. */
public final class ShellClient {
    private static final byte[] NOTHING = {};
    private static final int CHUNK = 8 * 1024;

    private ShellClient() {}

    /**
     * Runs one command; standard input is passed through as the command reads it.
     *
     * @param socket the gateway's socket
     * @param command one line
     * @param in what the command may read
     * @param out takes its output
     * @param err takes its error output
     * @return its exit code
     * @throws IOException if the gateway cannot be reached or goes away
     */
    public static int run(Path socket, String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        byte[] line = command.getBytes(StandardCharsets.UTF_8);
        if (line.length > Frame.MAX_PAYLOAD) {
            throw new IOException("command: " + line.length + " bytes (expected: at most " + Frame.MAX_PAYLOAD + ")");
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            OutputStream toGateway = ChannelStreams.out(channel);
            Frame first = new Frame(Frame.Type.COMMAND, line);
            Thread pump = new Thread(() -> pump(first, in, toGateway), "ringback-shell-input");
            pump.setDaemon(true);
            pump.start();
            return answer(new DataInputStream(ChannelStreams.in(channel)), out, err);
        }
    }

    private static int answer(DataInputStream fromGateway, OutputStream out, OutputStream err) throws IOException {
        for (Optional<Frame> next = Frame.read(fromGateway); next.isPresent(); next = Frame.read(fromGateway)) {
            Frame frame = next.get();
            switch (frame.type()) {
                case OUTPUT -> copy(frame, out);
                case ERROR -> copy(frame, err);
                case EXIT -> {
                    if (frame.payload().length != Integer.BYTES) {
                        throw new IOException("the gateway sent an exit code of " + frame.payload().length + " bytes");
                    }
                    return ByteBuffer.wrap(frame.payload()).getInt();
                }
                default -> throw new IOException("the gateway sent " + frame.type());
            }
        }
        throw new IOException("the connection was lost before the command ended (expected: an exit code)");
    }

    private static void copy(Frame frame, OutputStream to) throws IOException {
        to.write(frame.payload());
        to.flush();
    }

    private static void pump(Frame first, InputStream in, OutputStream toGateway) {
        byte[] chunk = new byte[CHUNK];
        try {
            first.write(toGateway);
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                new Frame(Frame.Type.INPUT, Arrays.copyOf(chunk, length)).write(toGateway);
            }
            new Frame(Frame.Type.END_OF_INPUT, NOTHING).write(toGateway);
        } catch (IOException e) {
            // The command ended without reading all of its input, or the gateway refused it unread; its answer says
            // why.
            return;
        }
    }
}
