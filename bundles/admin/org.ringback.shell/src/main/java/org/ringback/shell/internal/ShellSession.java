package org.ringback.shell.internal;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Job;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ChannelStreams;
import org.ringback.shell.link.Frame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of the local socket: one command. The session's thread waits for the command; a second thread passes
 * standard input in and, when the other side goes away, interrupts the command. Used once.
 */
final class ShellSession {
    private static final Logger LOG = LoggerFactory.getLogger(ShellSession.class);

    private final Sessions gogo;
    private final SocketChannel channel;
    private final DataInputStream fromPerson;
    private final FrameWriter toPerson;
    private final SessionInput input = new SessionInput();
    private final Delivery delivery;
    private @Nullable Thread command;
    private volatile int columns;
    private volatile boolean ascii;
    private volatile @Nullable CommandSession session;

    ShellSession(Sessions gogo, SocketChannel channel) {
        this.gogo = gogo;
        this.channel = channel;
        this.fromPerson = new DataInputStream(ChannelStreams.in(channel));
        this.toPerson = new FrameWriter(ChannelStreams.out(channel));
        this.delivery = new Delivery(toPerson, input, Delivery.LIMIT);
    }

    void run() {
        try (channel;
                input) {
            Optional<Frame> first = Frame.read(fromPerson);
            PrintStream err = toPerson.stream(Frame.Type.ERROR);
            boolean here = first.isPresent() && isFromHere(first.get());
            if (here) {
                first = Frame.read(fromPerson);
            }
            if (first.isPresent() && first.get().type() == Frame.Type.ASCII) {
                ascii = true;
                first = Frame.read(fromPerson);
            }
            if (first.isPresent() && isColumns(first.get())) {
                columns = ByteBuffer.wrap(first.get().payload()).getInt();
                err = TerminalOutput.ofErrors(err, columns);
                first = Frame.read(fromPerson);
            }
            if (first.isEmpty()) {
                return;
            }
            if (first.get().type() != Frame.Type.COMMAND) {
                err.println("frame: " + first.get().type() + " (expected: COMMAND, first)");
                toPerson.exit(CommandFailure.USAGE);
                return;
            }
            String line = new String(first.get().payload(), StandardCharsets.UTF_8);
            Optional<String> starting = gogo.starting(line);
            if (starting.isPresent()) {
                toPerson.write(Frame.Type.STARTING, starting.get().getBytes(StandardCharsets.UTF_8));
                return;
            }
            // Tells the client that the command is taken, before it prints anything.
            toPerson.write(Frame.Type.ERROR, new byte[0]);
            if (here) {
                OwnStreams own = gogo.own();
                toPerson.exit(own.exit(runInterruptibly(line, own.in(), own.out(), err), err));
            } else {
                toPerson.exit(runInterruptibly(line, input, toPerson.stream(Frame.Type.OUTPUT), err));
            }
        } catch (IOException e) {
            // Only the owner can use this socket, and a client that broke the connection off cannot be told.
            LOG.debug("A command's connection broke off", e);
        }
    }

    /** Whether this process itself gives the command, so that it may use the process's own streams. */
    private static boolean isFromHere(Frame first) {
        return first.type() == Frame.Type.OWN_STREAMS
                && first.payload().length == Long.BYTES
                && ByteBuffer.wrap(first.payload()).getLong()
                        == ProcessHandle.current().pid();
    }

    private static boolean isColumns(Frame frame) {
        return frame.type() == Frame.Type.COLUMNS && frame.payload().length == Integer.BYTES;
    }

    void refuse(String message) {
        try (channel;
                input) {
            toPerson.stream(Frame.Type.ERROR).println(message);
            toPerson.exit(CommandFailure.REFUSED);
        } catch (IOException e) {
            LOG.debug("A refused connection broke off", e);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A command's connection cannot be closed", e);
        }
    }

    /** Runs the command; when this method has returned, a client that leaves no longer interrupts this thread. */
    private int runInterruptibly(String line, InputStream in, PrintStream out, PrintStream err) {
        synchronized (this) {
            command = Thread.currentThread();
        }
        ShellThreads.start("ringback-shell-input", this::passInput);
        try {
            return execute(line, in, out, err);
        } finally {
            synchronized (this) {
                command = null;
            }
            // Clears the flag of an interrupt that the command did not notice any more.
            Thread.interrupted();
            out.flush();
            err.flush();
        }
    }

    private int execute(String line, InputStream in, PrintStream out, PrintStream err) {
        try (CommandSession begun = gogo.create(in, out, err)) {
            session = begun;
            return execute(begun, line, out, err);
        }
    }

    /** Whether this session's command is what runs on the current thread; Gogo runs it on a thread of its own. */
    boolean isCurrent() {
        Job job = Job.Utils.current();
        return job != null && job.session() == session;
    }

    private int execute(CommandSession session, String line, PrintStream out, PrintStream err) {
        try {
            session.put(CommandSession.OPTION_NO_GLOB, true);
            session.put(Delivery.VARIABLE, delivery);
            session.put(TerminalOutput.COLUMNS, columns);
            session.put(Symbols.VARIABLE, ascii);
            @Nullable Object result = session.execute(line);
            if (result != null) {
                out.println(String.valueOf(session.format(result, Converter.INSPECT))
                        .stripTrailing());
            }
            return 0;
        } catch (Exception | Error e) {
            return Failures.tell(line, e, err, ContainerSessions.names(session).keySet());
        }
    }

    /**
     * Passes standard input on until the connection ends, even after the end of standard input, because only the end of
     * the connection shows that the person went away. While the command leaves input unread, that is noticed later.
     */
    private void passInput() {
        try {
            for (Optional<Frame> next = Frame.read(fromPerson); next.isPresent(); next = Frame.read(fromPerson)) {
                switch (next.get().type()) {
                    case INPUT -> input.put(next.get().payload());
                    case END_OF_INPUT -> input.end();
                    case UNREADABLE_INPUT ->
                        input.unreadable(new String(next.get().payload(), StandardCharsets.UTF_8));
                    case DELIVERED -> delivery.answered();
                    case LOST -> delivery.lost();
                    default -> throw new IOException("frame: " + next.get().type() + " (expected: I, E, U, D or L)");
                }
            }
        } catch (IOException e) {
            LOG.debug("A command's connection broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        input.lost();
        delivery.lost();
        synchronized (this) {
            if (command != null) {
                command.interrupt();
            }
        }
    }
}
