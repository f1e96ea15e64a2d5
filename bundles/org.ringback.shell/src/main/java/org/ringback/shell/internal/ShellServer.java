package org.ringback.shell.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.apache.felix.service.command.CommandProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the local socket; each connection runs one command on a thread of its own, at most {@link #MAX_SESSIONS}
 * at once. The file's permissions are the access control. Thread-safe.
 */
final class ShellServer implements AutoCloseable {
    static final int MAX_SESSIONS = 16;

    /** Longest path of a Unix-domain socket on Linux, without the terminating zero (unix(7)). */
    private static final int MAX_PATH = 107;

    private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);

    private final CommandProcessor processor;
    private final Path path;
    private final ServerSocketChannel listener;
    private final Semaphore free = new Semaphore(MAX_SESSIONS);
    private final Set<ShellSession> sessions = ConcurrentHashMap.newKeySet();

    private ShellServer(CommandProcessor processor, Path path, ServerSocketChannel listener) {
        this.processor = processor;
        this.path = path;
        this.listener = listener;
    }

    static ShellServer open(CommandProcessor processor, Path path) throws IOException {
        if (path.toString().length() > MAX_PATH) {
            throw new IOException("socket: " + path + " has " + path.toString().length()
                    + " characters (expected: at most " + MAX_PATH + "); choose a shorter home");
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
        ShellServer server = new ShellServer(processor, path, listener);
        Thread thread = new Thread(server::acceptAll, "ringback-shell-accept");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** A socket file that nobody answers was left by a process that was killed. */
    private static void removeStale(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        boolean alive;
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            alive = probe.isConnected();
        } catch (IOException e) {
            alive = false;
        }
        if (alive) {
            throw new IOException(
                    "socket: " + path + " is in use (expected: one gateway for one home); stop the other");
        }
        Files.delete(path);
    }

    private void acceptAll() {
        while (listener.isOpen()) {
            try {
                begin(listener.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.error("The shell's socket {} stops accepting: {}", path, e.toString());
                return;
            }
        }
    }

    private void begin(SocketChannel channel) throws IOException {
        ShellSession session = new ShellSession(processor, channel);
        if (!free.tryAcquire()) {
            session.refuse("too many commands run already (expected: at most " + MAX_SESSIONS + "); try again");
            return;
        }
        sessions.add(session);
        Thread thread = new Thread(
                () -> {
                    try {
                        session.run();
                    } finally {
                        sessions.remove(session);
                        free.release();
                    }
                },
                "ringback-shell-command");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("The shell's socket {} cannot be removed: {}", path, e.toString());
        }
        sessions.forEach(ShellSession::close);
    }
}
