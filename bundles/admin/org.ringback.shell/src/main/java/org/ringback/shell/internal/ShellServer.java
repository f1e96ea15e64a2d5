package org.ringback.shell.internal;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.shell.link.SocketPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the local socket; each connection runs one command on a thread of its own, at most {@link #MAX_SESSIONS}
 * at once. The file's permissions are the access control. Thread-safe.
 */
final class ShellServer implements AutoCloseable {
    static final int MAX_SESSIONS = 16;

    private static final long PAUSE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);

    private final Sessions gogo;
    private final UnderWay underWay;
    private final Path path;
    private final ServerSocketChannel listener;
    private final Semaphore free = new Semaphore(MAX_SESSIONS);
    private final HighWater running = new HighWater();
    private final Set<ShellSession> sessions = ConcurrentHashMap.newKeySet();

    private ShellServer(Sessions gogo, UnderWay underWay, Path path, ServerSocketChannel listener) {
        this.gogo = gogo;
        this.underWay = underWay;
        this.path = path;
        this.listener = listener;
    }

    static ShellServer open(Sessions gogo, UnderWay underWay, Path path) throws IOException {
        try {
            check(path);
        } catch (IllegalArgumentException e) {
            throw new IOException("socket: " + e.getMessage(), e);
        }
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        removeStale(path);
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(path), MAX_SESSIONS);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            listener.close();
            throw new IOException("socket: " + path + " cannot be opened: " + e.getMessage(), e);
        }
        ShellServer server = new ShellServer(gogo, underWay, path, listener);
        ShellThreads.start("ringback-shell-accept", server::acceptAll);
        return server;
    }

    /** Refuses a path that can never be a socket's. */
    static void check(Path path) {
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > SocketPath.longest()) {
            throw new IllegalArgumentException(path + " has " + length + " bytes (expected: at most "
                    + SocketPath.longest() + "); choose a shorter home");
        }
        if (Files.isDirectory(path) || Files.isRegularFile(path)) {
            throw new IllegalArgumentException(path + " is a "
                    + (Files.isDirectory(path) ? "folder" : "file")
                    + " (expected: nothing there); choose another path");
        }
    }

    /** Deletes a socket file on which nobody answers: a killed process left it. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("socket: " + path + " is a file (expected: nothing there); choose another path");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new IOException("socket: " + probe.getRemoteAddress()
                    + " is in use (expected: one process for one home); stop the other");
        } catch (ConnectException e) {
            LOG.debug("Nobody answers at {}: left by a process that was killed", path, e);
        }
        Files.delete(path);
    }

    private void acceptAll() {
        try {
            while (listener.isOpen()) {
                acceptOne();
            }
        } catch (InterruptedException e) {
            LOG.warn("The shell's socket {} stops accepting", path, e);
        }
    }

    private void acceptOne() throws InterruptedException {
        try {
            begin(listener.accept());
        } catch (ClosedChannelException e) {
            LOG.debug("The shell's socket {} is closed", path);
        } catch (IOException e) {
            // For example, no file descriptor is free; the next command may get one.
            LOG.warn("The shell's socket {} cannot accept: {}", path, e.toString());
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private void begin(SocketChannel channel) {
        ShellSession session = new ShellSession(gogo, channel);
        if (!free.tryAcquire()) {
            session.refuse("too many commands run already (expected: at most " + MAX_SESSIONS + "); try again");
            return;
        }
        running.reached(taken());
        if (!underWay.begins()) {
            session.close(); // Closed without an answer, so that the client knows that the command was not begun.
            free.release();
            return;
        }
        sessions.add(session);
        ShellThreads.start("ringback-shell-command", () -> {
            try {
                session.run();
            } finally {
                sessions.remove(session);
                underWay.ends();
                free.release();
            }
        });
    }

    private int taken() {
        return MAX_SESSIONS - free.availablePermits();
    }

    /** How many commands run at once. */
    LimitUse limit() {
        return running.use(ShellLimit.COMMANDS, MAX_SESSIONS, taken());
    }

    /** Takes no command any more; those under way go on to their end. */
    void takeNoMore() {
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The shell's socket {} cannot be removed: {}", path, e.toString());
        }
    }

    /**
     * Closes the socket and interrupts its commands, except the one that closes it, if one does: an update of this
     * bundle that is interrupted would leave the program without a shell.
     */
    @Override
    public void close() {
        takeNoMore();
        sessions.stream().filter(session -> !session.isCurrent()).forEach(ShellSession::close);
    }
}
