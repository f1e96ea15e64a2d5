package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.ringback.shell.link.ChannelStreams;
import org.ringback.shell.link.Frame;

/**
 * A running program's local socket: answers {@code status} and what it was told to, and notes each other command with its
 * standard input.
 */
final class PlayedShell implements AutoCloseable {
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Path socket;
    private final ServerSocketChannel listener;
    private final Map<String, LocalShell.Result> replies = new ConcurrentHashMap<>();
    private final Set<String> once = ConcurrentHashMap.newKeySet();
    private final Set<String> hangingUp = ConcurrentHashMap.newKeySet();
    private volatile String status = "{}";

    PlayedShell(Path socket) throws IOException {
        this.socket = socket;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::answerAll, "played-shell");
        thread.setDaemon(true);
        thread.start();
    }

    LocalShell shell() {
        return new LocalShell("played", socket);
    }

    void status(String json) {
        status = json;
    }

    void reply(String line, int exit, String output, String errors) {
        replies.put(line, new LocalShell.Result(exit, output, errors));
    }

    /** Answers so the first time, and then as to any command. */
    void replyOnce(String line, int exit, String output, String errors) {
        reply(line, exit, output, errors);
        once.add(line);
    }

    /** Goes away in the middle of this command, once. */
    void hangUpOnceIn(String line) {
        hangingUp.add(line);
    }

    private void answerAll() {
        try {
            while (listener.isOpen()) {
                try (SocketChannel channel = listener.accept()) {
                    answer(channel);
                }
            }
        } catch (ClosedChannelException e) {
            return; // the end of the test
        } catch (IOException e) {
            asked.add("broken: " + e);
        }
    }

    private void answer(SocketChannel channel) throws IOException {
        DataInputStream in = new DataInputStream(ChannelStreams.in(channel));
        OutputStream out = ChannelStreams.out(channel);
        Optional<Frame> command = Frame.read(in);
        if (command.isEmpty()) {
            return;
        }
        new Frame(Frame.Type.ERROR, new byte[0]).write(out); // taken
        String line = new String(command.get().payload(), StandardCharsets.UTF_8);
        if (hangingUp.remove(line)) {
            return;
        }
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (Frame next = Frame.read(in).orElseThrow();
                next.type() == Frame.Type.INPUT;
                next = Frame.read(in).orElseThrow()) {
            input.writeBytes(next.payload());
        }
        LocalShell.Result reply = once.remove(line) ? replies.remove(line) : replies.get(line);
        if (reply != null) {
            new Frame(Frame.Type.OUTPUT, reply.output().getBytes(StandardCharsets.UTF_8)).write(out);
            new Frame(Frame.Type.ERROR, reply.errors().getBytes(StandardCharsets.UTF_8)).write(out);
        } else if (line.startsWith("status --json --of ")) {
            new Frame(Frame.Type.OUTPUT, status.getBytes(StandardCharsets.UTF_8)).write(out);
        } else {
            asked.add(line + " < " + input.toString(StandardCharsets.UTF_8).strip());
            new Frame(Frame.Type.OUTPUT, "a-string\n".getBytes(StandardCharsets.UTF_8)).write(out);
        }
        int exit = reply == null ? 0 : reply.exit();
        new Frame(
                        Frame.Type.EXIT,
                        ByteBuffer.allocate(Integer.BYTES).putInt(exit).array())
                .write(out);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
