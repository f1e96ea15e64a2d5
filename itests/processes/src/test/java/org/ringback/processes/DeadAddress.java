package org.ringback.processes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * An address at which nothing answers, as behind a firewall that drops: whoever connects waits, datagrams are counted and
 * lost. Used by one thread.
 */
final class DeadAddress implements AutoCloseable {
    private static final int BACKLOG = 1;

    private final ServerSocket listener;
    private final DatagramChannel datagrams;
    private final List<Socket> fillers = new ArrayList<>();
    private int lost;

    DeadAddress() throws IOException {
        listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        // Linux holds one connection more than the backlog, and drops the SYNs of all further ones.
        for (int i = 0; i <= BACKLOG; i++) {
            fillers.add(new Socket(listener.getInetAddress(), listener.getLocalPort()));
        }
        datagrams = DatagramChannel.open();
        datagrams.bind(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        datagrams.configureBlocking(false);
    }

    /** {@return where a party dials, {@code host:port}} */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** {@return how many datagrams were lost here} */
    int lost() throws IOException {
        while (datagrams.receive(ByteBuffer.allocate(0)) != null) {
            lost++;
        }
        return lost;
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        for (Socket filler : fillers) {
            filler.close();
        }
        listener.close();
    }
}
