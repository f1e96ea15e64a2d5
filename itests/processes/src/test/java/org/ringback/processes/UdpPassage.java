package org.ringback.processes;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.kit.Checked;

/** Passes datagrams between parties and the server, and keeps a copy of each. Thread-safe. */
final class UdpPassage implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_536;

    private final DatagramSocket front;
    private final Supplier<@Nullable InetSocketAddress> server;
    private final Executor threads;
    private final Map<InetSocketAddress, DatagramSocket> parties = new ConcurrentHashMap<>();
    private final List<Passed> passed = new CopyOnWriteArrayList<>();
    private volatile @Nullable InetSocketAddress latest;

    /**
     * What passed. Immutable.
     *
     * @param toServer which way
     * @param bytes the datagram
     */
    record Passed(boolean toServer, byte[] bytes) {
        /** {@return the STUN message type, or -1} */
        int type() {
            return bytes.length < Short.BYTES
                    ? -1
                    : Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort());
        }
    }

    UdpPassage(DatagramSocket front, Supplier<@Nullable InetSocketAddress> server, Executor threads) {
        this.front = front;
        this.server = server;
        this.threads = threads;
        threads.execute(this::outwards);
    }

    List<Passed> passed() {
        return List.copyOf(passed);
    }

    void inject(byte[] datagram) {
        InetSocketAddress party = latest;
        if (party == null) {
            throw new IllegalStateException("no party has sent anything yet");
        }
        Checked.run(() -> front.send(new DatagramPacket(datagram, datagram.length, party)));
    }

    private void outwards() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (!front.isClosed()) {
            try {
                packet.setLength(MAX_DATAGRAM);
                front.receive(packet);
                InetSocketAddress party = (InetSocketAddress) packet.getSocketAddress();
                latest = party;
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                passed.add(new Passed(true, bytes));
                InetSocketAddress to = server.get();
                if (to != null) {
                    outside(party).send(new DatagramPacket(bytes, bytes.length, to));
                }
            } catch (IOException e) {
                // Closed, or the server is away: as on any net, the datagram is lost.
            }
        }
    }

    private DatagramSocket outside(InetSocketAddress party) throws SocketException {
        DatagramSocket known = parties.get(party);
        if (known != null) {
            return known;
        }
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        parties.put(party, socket);
        threads.execute(() -> inwards(socket, party));
        return socket;
    }

    private void inwards(DatagramSocket socket, InetSocketAddress party) {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        while (!socket.isClosed()) {
            try {
                packet.setLength(MAX_DATAGRAM);
                socket.receive(packet);
                byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
                if (server.get() != null) {
                    passed.add(new Passed(false, bytes));
                    front.send(new DatagramPacket(bytes, bytes.length, party));
                }
            } catch (IOException e) {
                // Closed, or lost.
            }
        }
    }

    @Override
    public void close() {
        front.close();
        parties.values().forEach(DatagramSocket::close);
    }
}
