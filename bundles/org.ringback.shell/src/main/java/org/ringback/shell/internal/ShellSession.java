package org.ringback.shell.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ChannelStreams;
import org.ringback.shell.link.Frame;

/**
 * One connection of the local socket: one command. The command runs on the session's thread; a second thread passes
 * standard input in and, when the other side goes away, interrupts the command. Used once.
 */
final class ShellSession {
    private static final int INPUT_BUFFER = 64 * 1024;

    private final CommandProcessor processor;
    private final SocketChannel channel;
    private final DataInputStream fromPerson;
    private final OutputStream toPerson;

    ShellSession(CommandProcessor processor, SocketChannel channel) {
        this.processor = processor;
        this.channel = channel;
        this.fromPerson = new DataInputStream(ChannelStreams.in(channel));
        this.toPerson = ChannelStreams.out(channel);
    }

    void run() {
        try (channel) {
            Optional<Frame> first = Frame.read(fromPerson);
            if (first.isPresent() && first.get().type() == Frame.Type.COMMAND) {
                execute(new String(first.get().payload(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The other side is gone: nobody is left to be told.
            close();
        }
    }

    void refuse(String message) throws IOException {
        try (channel) {
            new FrameStream(Frame.Type.ERROR).write((message + "\n").getBytes(StandardCharsets.UTF_8));
            exit(CommandFailure.REFUSED);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(String line) throws IOException {
        PrintStream out = new PrintStream(new FrameStream(Frame.Type.OUTPUT), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FrameStream(Frame.Type.ERROR), false, StandardCharsets.UTF_8);
        try (PipedOutputStream pipe = new PipedOutputStream();
                InputStream in = new PipedInputStream(pipe, INPUT_BUFFER)) {
            Thread command = Thread.currentThread();
            Thread pump = new Thread(() -> passInput(pipe, command), "ringback-shell-input");
            pump.setDaemon(true);
            pump.start();
            int exit = execute(line, in, out, err);
            out.flush();
            err.flush();
            exit(exit);
        }
    }

    private int execute(String line, InputStream in, PrintStream out, PrintStream err) {
        try (CommandSession session = processor.createSession(in, out, err)) {
            session.put("SCOPE", "ringback:gogo:felix:*");
            @Nullable Object result = session.execute(line);
            if (result != null) {
                out.println(session.format(result, Converter.INSPECT));
            }
            return 0;
        } catch (CommandFailure e) {
            err.println(e.getMessage());
            return e.exit();
        } catch (Exception e) {
            return Failures.tell(line, e, err);
        }
    }

    private void passInput(OutputStream pipe, Thread command) {
        try (pipe) {
            for (Optional<Frame> next = Frame.read(fromPerson); next.isPresent(); next = Frame.read(fromPerson)) {
                if (next.get().type() == Frame.Type.END_OF_INPUT) {
                    pipe.close();
                } else if (next.get().type() == Frame.Type.INPUT) {
                    pipe.write(next.get().payload());
                }
            }
        } catch (IOException e) {
            // Either the command ended without reading on, or the person is gone.
            command.interrupt();
            return;
        }
        command.interrupt();
    }

    private void exit(int code) throws IOException {
        new Frame(
                        Frame.Type.EXIT,
                        ByteBuffer.allocate(Integer.BYTES).putInt(code).array())
                .write(toPerson);
    }

    /** Output as frames. Standard output and standard error share the connection. */
    private final class FrameStream extends OutputStream {
        private final Frame.Type type;

        FrameStream(Frame.Type type) {
            this.type = type;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int at = offset; at < offset + length; at += Frame.MAX_PAYLOAD) {
                int end = Math.min(offset + length, at + Frame.MAX_PAYLOAD);
                synchronized (toPerson) {
                    new Frame(type, Arrays.copyOfRange(bytes, at, end)).write(toPerson);
                }
            }
        }
    }
}
