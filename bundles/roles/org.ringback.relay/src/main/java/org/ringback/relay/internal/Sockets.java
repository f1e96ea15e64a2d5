package org.ringback.relay.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;

/** For each configured address one TCP listener and one UDP port of the same number, as far as they can be had. Thread-safe. */
final class Sockets {
    /** How often a number picked for TCP is tried for UDP too. */
    private static final int TRIES = 16;

    private final Transport transport;
    private final Loop loop;
    private final DatagramHandler datagrams;
    private final ConnectionAcceptor connections;
    private final List<WantedAddress> addresses;
    private final Map<InetSocketAddress, UdpPort> ports = new ConcurrentHashMap<>();
    private boolean closed;

    /** One configured address: open, or why it is not. */
    private static final class WantedAddress {
        private final InetSocketAddress wanted;
        private volatile @Nullable TcpListener listener;
        private volatile @Nullable String failure;

        WantedAddress(InetSocketAddress wanted) {
            this.wanted = wanted;
        }

        Stream<InetSocketAddress> bound() {
            TcpListener open = listener;
            return open == null ? Stream.empty() : Stream.of(open.local());
        }
    }

    Sockets(
            Transport transport,
            Loop loop,
            DatagramHandler datagrams,
            ConnectionAcceptor connections,
            List<InetSocketAddress> wanted) {
        this.transport = transport;
        this.loop = loop;
        this.datagrams = datagrams;
        this.connections = connections;
        this.addresses = wanted.stream().map(WantedAddress::new).toList();
    }

    /** Opens what is not open, as far as it can. Not on a loop. */
    synchronized void open() {
        for (WantedAddress address : addresses) {
            if (address.listener == null && !closed) {
                try {
                    address.listener = open(address.wanted);
                    address.failure = null;
                } catch (IOException e) {
                    address.failure = "listen: " + e.getMessage()
                            + " (expected: an address of this machine and a port that is free for UDP and TCP)";
                }
            }
        }
    }

    private TcpListener open(InetSocketAddress wanted) throws IOException {
        for (int tried = 1; ; tried++) {
            TcpListener listener = transport.listen(wanted, ListenOptions.EXCLUSIVE, loop, connections);
            try {
                known(transport.openUdp(listener.local(), loop, this::received));
                return listener;
            } catch (IOException e) {
                listener.close();
                if (wanted.getPort() != 0 || tried >= TRIES) {
                    throw e;
                }
            }
        }
    }

    /** What waited in a socket that an earlier owner left comes before whoever opens it knows its port: the answer needs it. */
    private void received(ByteBuffer datagram, InetSocketAddress source, UdpPort port) {
        known(port);
        datagrams.received(datagram, source, port);
    }

    private void known(UdpPort port) {
        ports.putIfAbsent(port.local(), port);
    }

    /** {@return where it listens, in the order of the configuration} */
    List<InetSocketAddress> bound() {
        return addresses.stream().flatMap(WantedAddress::bound).toList();
    }

    /** {@return the same, and the wanted address where none is had yet} */
    List<InetSocketAddress> named() {
        return addresses.stream()
                .map(address -> address.bound().findFirst().orElse(address.wanted))
                .toList();
    }

    /** {@return {@code listen: address: why (expected: …)} for each address that could not be had} */
    List<String> failures() {
        return addresses.stream()
                .map(address -> address.failure)
                .filter(Objects::nonNull)
                .toList();
    }

    @Nullable
    UdpPort port(InetSocketAddress local) {
        return ports.get(local);
    }

    /** Closes everything, or leaves the sockets to the next owner with what waits in them. */
    synchronized void close(boolean keep) {
        closed = true;
        for (WantedAddress address : addresses) {
            TcpListener listener = address.listener;
            if (listener != null && keep) {
                listener.detach();
            } else if (listener != null) {
                listener.close();
            }
            address.listener = null;
        }
        for (UdpPort port : ports.values()) {
            if (keep) {
                port.detach();
            } else {
                port.close();
            }
        }
        ports.clear();
    }
}
