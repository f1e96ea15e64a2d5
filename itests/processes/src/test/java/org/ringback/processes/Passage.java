package org.ringback.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.ringback.wire.MessageKind;

/**
 * A way to the server on which everything is seen: UDP and TCP of one port number, passed on like a NAT would, to wherever
 * the server is now. Its own address stays when a server restarts on another port. Thread-safe.
 */
final class Passage implements AutoCloseable {
    private static final int ATTEMPTS = 50;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "passage");
        thread.setDaemon(true);
        return thread;
    });
    private final UdpPassage udp;
    private final TcpPassage tcp;

    private volatile @Nullable InetSocketAddress server;

    Passage(InetSocketAddress server) {
        this.server = server;
        try {
            ServerSocket listener = null;
            DatagramSocket socket = null;
            for (int i = 0; socket == null; i++) {
                listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
                socket = sameNumber(listener, i);
            }
            udp = new UdpPassage(socket, this::server, threads);
            tcp = new TcpPassage(listener, this::server, threads);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DatagramSocket sameNumber(ServerSocket listener, int attempt) throws IOException {
        try {
            return new DatagramSocket(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        } catch (BindException e) {
            listener.close();
            if (attempt == ATTEMPTS) {
                throw e;
            }
            return null;
        }
    }

    private @Nullable InetSocketAddress server() {
        return server;
    }

    /** {@return where a party dials, {@code host:port}} */
    String address() {
        return "127.0.0.1:" + tcp.port();
    }

    /** From now on the server is there. */
    void leadsTo(InetSocketAddress address) {
        server = address;
    }

    /** From now on nothing passes, and nobody is told: what is sent is lost, who connects hears nothing. */
    void leadsNowhere() {
        server = null;
    }

    /** {@return how many datagrams of this kind were sent, also those that were lost} */
    long seen(MessageKind kind) {
        return udp.passed().stream()
                .filter(datagram -> datagram.type() == kind.type())
                .count();
    }

    /** {@return every datagram that passed, in order} */
    List<UdpPassage.Passed> datagrams() {
        return udp.passed();
    }

    /** {@return how many TCP connections came from the party} */
    int connections() {
        return tcp.connections();
    }

    /** {@return how many TCP connections were tried to the addresses under which the server saw the party} */
    int callBacks() {
        return tcp.callBacks();
    }

    /** Sends to the party's UDP socket, as if the server did. */
    void inject(byte[] datagram) {
        udp.inject(datagram);
    }

    @Override
    public void close() {
        udp.close();
        tcp.close();
        threads.shutdownNow();
    }
}
