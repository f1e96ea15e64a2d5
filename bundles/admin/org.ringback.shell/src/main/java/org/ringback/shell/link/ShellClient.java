package org.ringback.shell.link;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one command in a running gateway over its local socket. If output cannot be written the command fails: the
 * client tells the gateway at once, and the person at the end. Used once, by one thread.
 */
public final class ShellClient {
    private static final byte[] NOTHING = {};
    private static final InputStream NO_INPUT = InputStream.nullInputStream();
    private static final int CHUNK = 64 * 1024;

    /**
     * How long to wait until the gateway says that it took the command; one of an earlier version never does, and then
     * its input is read all the same.
     */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(1);

    /** How long to wait for any answer before the person is told what is waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final byte[] WAITING =
            "waiting: the program has not taken the command yet; it is busy, or was stopped (SIGSTOP, Ctrl-Z)\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final OutputStream toGateway;
    private final OutputStream out;
    private final OutputStream err;
    private final Object waiting = new Object();
    private @Nullable IOException lost;
    private boolean taken;
    private boolean refused;
    private boolean inputRead;

    private ShellClient(OutputStream toGateway, OutputStream out, OutputStream err) {
        this.toGateway = toGateway;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs one command, passing standard input on as the command reads it.
     *
     * @param socket the gateway's socket
     * @param command one line
     * @param in what the command may read; our copies of it are wiped
     * @param out takes its output; must throw if it fails, which a {@link java.io.PrintStream} does not
     * @param err takes its error output
     * @return its exit code; if its output is lost, then in place of 0, 1 or that of {@link ReaderGone}
     * @throws IOException if the gateway cannot be reached or goes away; {@link NotTakenException} if the command was
     *     not begun, {@link StartingException} if that is as the program is starting
     */
    public static int run(Path socket, String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        return run(socket, 0, command, in, out, err);
    }

    /**
     * Runs one command whose output goes to a terminal, as
     * {@link #run(Path, String, InputStream, OutputStream, OutputStream)} does.
     *
     * @param socket the gateway's socket
     * @param columns how many the terminal has; 0 if standard output is none
     * @param command one line
     * @param in what the command may read; our copies of it are wiped
     * @param out takes its output
     * @param err takes its error output
     * @return its exit code
     * @throws IOException as that method does; a thread that is interrupted leaves so, and the command is interrupted
     */
    public static int run(Path socket, int columns, String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        Frame line = command(command);
        byte[] width = ByteBuffer.allocate(Integer.BYTES).putInt(columns).array();
        if (columns > 0) {
            List<Frame> first = new ArrayList<>();
            if (!TerminalEncoding.showsMoreThanAscii()) {
                first.add(new Frame(Frame.Type.ASCII, NOTHING));
            }
            first.add(new Frame(Frame.Type.COLUMNS, width));
            first.add(line);
            try {
                return run(socket, first, in, out, err);
            } catch (NotTakenException e) {
                if (Thread.currentThread().isInterrupted() || e instanceof StartingException) {
                    throw e;
                }
                // One of an earlier version knows no such frames, and took neither command nor input: once more,
                // without.
            }
        }
        return run(socket, List.of(line), in, out, err);
    }

    /**
     * Tells the one sentence that the client itself writes to standard error from what the command writes there.
     *
     * @param bytes what one write has
     * @param offset where it begins
     * @param length how long it is
     * @return whether it is that sentence
     */
    public static boolean isOwnSentence(byte[] bytes, int offset, int length) {
        return Arrays.equals(bytes, offset, offset + length, WAITING, 0, WAITING.length);
    }

    /**
     * Runs one command in this process, which uses the process's own standard input and output: their bytes do not go
     * through the socket.
     *
     * @param socket the socket of this process
     * @param command one line
     * @param err takes its error output
     * @return its exit code, as {@link #run(Path, String, InputStream, OutputStream, OutputStream)} does
     * @throws IOException as that method does
     */
    public static int runHere(Path socket, String command, OutputStream err) throws IOException {
        byte[] here = ByteBuffer.allocate(Long.BYTES)
                .putLong(ProcessHandle.current().pid())
                .array();
        List<Frame> first = List.of(new Frame(Frame.Type.OWN_STREAMS, here), command(command));
        return run(socket, first, NO_INPUT, OutputStream.nullOutputStream(), err);
    }

    private static Frame command(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Frame.MAX_PAYLOAD) {
            throw new IOException("command: " + bytes.length + " bytes (expected: at most " + Frame.MAX_PAYLOAD + ")");
        }
        return new Frame(Frame.Type.COMMAND, bytes);
    }

    private static int run(Path socket, List<Frame> first, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        try (SocketChannel channel = connected(socket)) {
            ShellClient client = new ShellClient(ChannelStreams.out(channel), out, err);
            start(() -> client.pump(first, in));
            start(client::watch);
            int exit = client.answer(new DataInputStream(ChannelStreams.in(channel)));
            IOException lost = client.lost;
            return lost == null ? exit : LostOutput.exit(exit, lost, err);
        }
    }

    private static SocketChannel connected(Path socket) throws IOException {
        try {
            return SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new NotTakenException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "ringback-shell-client");
        thread.setDaemon(true);
        thread.start();
    }

    private int answer(DataInputStream fromGateway) throws IOException {
        Optional<Frame> first;
        try {
            first = next(fromGateway);
        } catch (IOException e) {
            throw notTaken(e);
        }
        if (first.isEmpty()) {
            throw notTaken(null);
        }
        return first.get().type() == Frame.Type.STARTING
                ? starting(new String(first.get().payload(), StandardCharsets.UTF_8))
                : answer(first.get(), fromGateway);
    }

    /** The program took nothing; whoever gives the command again must have all of its input yet. */
    private int starting(String why) throws IOException {
        synchronized (waiting) {
            refused = true;
            waiting.notifyAll();
            if (!inputRead) {
                throw new StartingException(why);
            }
        }
        err.write(("ringback: the program is starting: " + why + "; next: give the command again\n")
                .getBytes(StandardCharsets.UTF_8));
        err.flush();
        return StartingException.EXIT;
    }

    private IOException notTaken(@Nullable IOException cause) {
        IOException lost = lost(cause);
        synchronized (waiting) {
            refused = true;
            waiting.notifyAll();
            return inputRead ? lost : new NotTakenException(String.valueOf(lost.getMessage()), cause);
        }
    }

    private int answer(Frame first, DataInputStream fromGateway) throws IOException {
        synchronized (waiting) {
            taken = true;
            waiting.notifyAll();
        }
        for (Optional<Frame> next = Optional.of(first); next.isPresent(); next = next(fromGateway)) {
            Frame frame = next.get();
            switch (frame.type()) {
                case OUTPUT -> output(frame);
                case ERROR -> copy(frame, err);
                case DELIVERY -> tell(lost == null ? Frame.Type.DELIVERED : Frame.Type.LOST);
                case EXIT -> {
                    if (frame.payload().length != Integer.BYTES) {
                        throw new IOException("the gateway sent an exit code of " + frame.payload().length + " bytes");
                    }
                    return ByteBuffer.wrap(frame.payload()).getInt();
                }
                default -> throw new IOException("the gateway sent " + frame.type());
            }
        }
        throw lost(null);
    }

    private static Optional<Frame> next(DataInputStream fromGateway) throws IOException {
        try {
            return Frame.read(fromGateway);
        } catch (EOFException | SocketException e) {
            // The connection ended within a frame, or the gateway closed it with something unread.
            throw lost(e);
        }
    }

    private static IOException lost(@Nullable IOException cause) {
        return new IOException("the connection was lost before the command ended (expected: an exit code)", cause);
    }

    /** Writes output until a write fails; discards what comes later, which is of no use then. */
    private void output(Frame frame) throws IOException {
        if (lost == null) {
            try {
                copy(frame, out);
            } catch (IOException e) {
                lost = e;
                tell(Frame.Type.LOST);
            }
        }
    }

    private static void copy(Frame frame, OutputStream to) throws IOException {
        to.write(frame.payload());
        to.flush();
    }

    private void tell(Frame.Type type) {
        try {
            write(type, NOTHING, 0);
        } catch (IOException e) {
            // The command has ended: nobody waits for this frame, and its last frames can still be read.
            return;
        }
    }

    /** Writes a frame. All writes pass here, so that frames of two threads never mix. */
    private synchronized void write(Frame.Type type, byte[] bytes, int length) throws IOException {
        Frame.write(toGateway, type, bytes, 0, length);
    }

    /**
     * Waits until the command is taken before standard input is read, so that otherwise another program can still read
     * it.
     */
    private void awaitAnswer(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (waiting) {
            for (long left = limit.toNanos(); !taken && !refused && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(waiting, left);
            }
        }
    }

    /**
     * Tells the person what is waited for if nothing comes: a suspended program accepts a connection and sends nothing.
     */
    private void watch() {
        try {
            awaitAnswer(PATIENCE);
            synchronized (waiting) {
                if (!taken && !refused) {
                    err.write(WAITING);
                    err.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            return; // nobody to tell
        }
    }

    /**
     * Passes standard input on. If it cannot be read, sends that instead of its end: the command then fails if it wants
     * more input.
     */
    private void pass(InputStream in, byte[] chunk) throws IOException {
        while (true) {
            int length;
            try {
                length = in.read(chunk);
            } catch (IOException e) {
                byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
                write(Frame.Type.UNREADABLE_INPUT, why, why.length);
                return;
            }
            if (length < 0) {
                write(Frame.Type.END_OF_INPUT, NOTHING, 0);
                return;
            }
            write(Frame.Type.INPUT, chunk, length);
        }
    }

    private void pump(List<Frame> first, InputStream in) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (Frame frame : first) {
                write(frame.type(), frame.payload(), frame.payload().length);
            }
            if (in != NO_INPUT) {
                awaitAnswer(LONGEST_SILENCE);
            }
            synchronized (waiting) {
                if (refused) {
                    return; // another program may still read the input
                }
                inputRead = in != NO_INPUT;
            }
            pass(in, chunk);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The command ended without reading all its input, or the gateway refused it; the answer says why.
            return;
        } finally {
            Arrays.fill(chunk, (byte) 0);
        }
    }
}
