package org.ringback.processes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.kit.Checked;

/**
 * Passes TCP connections on to the server, each from a port of its own on which it also listens: what is dialled there is
 * counted and passed back to the party, as by a NAT that lets everything in. Thread-safe.
 */
final class TcpPassage implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket listener;
    private final Supplier<@Nullable InetSocketAddress> server;
    private final Executor threads;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger callBacks = new AtomicInteger();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

    TcpPassage(ServerSocket listener, Supplier<@Nullable InetSocketAddress> server, Executor threads) {
        this.listener = listener;
        this.server = server;
        this.threads = threads;
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    int callBacks() {
        return callBacks.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket party = listener.accept();
                open.add(party);
                connections.incrementAndGet();
                threads.execute(() -> passOn(party));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void passOn(Socket party) {
        InetSocketAddress to = server.get();
        if (to == null) {
            return;
        }
        try {
            SocketChannel outside = SocketChannel.open();
            ServerSocketChannel door = ServerSocketChannel.open();
            open.add(outside);
            open.add(door);
            outside.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            door.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            outside.bind(new InetSocketAddress(party.getLocalAddress(), 0));
            door.bind(outside.getLocalAddress());
            InetSocketAddress inside = (InetSocketAddress) party.getRemoteSocketAddress();
            threads.execute(() -> callsBack(door, inside));
            outside.connect(to);
            threads.execute(() -> pump(party, outside));
            pump(outside, party);
            close(door);
        } catch (IOException e) {
            close(party);
        }
    }

    private void callsBack(ServerSocketChannel door, InetSocketAddress inside) {
        while (door.isOpen()) {
            try {
                SocketChannel caller = door.accept();
                open.add(caller);
                callBacks.incrementAndGet();
                Socket party = new Socket(inside.getAddress(), inside.getPort());
                open.add(party);
                threads.execute(() -> pump(party, caller));
                threads.execute(() -> pump(caller, party));
            } catch (IOException e) {
                // The door was closed, or nobody listens at the party.
            }
        }
    }

    private void pump(Socket from, SocketChannel to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int length = from.getInputStream().read(chunk);
                    length >= 0;
                    length = from.getInputStream().read(chunk)) {
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private void pump(SocketChannel from, Socket to) {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        try {
            while (from.read(chunk) >= 0) {
                to.getOutputStream().write(chunk.array(), 0, chunk.position());
                chunk.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    private void close(Closeable one) {
        open.remove(one);
        Checked.run(() -> one.close());
    }

    @Override
    public void close() {
        Checked.run(() -> listener.close());
        Set.copyOf(open).forEach(this::close);
    }
}
