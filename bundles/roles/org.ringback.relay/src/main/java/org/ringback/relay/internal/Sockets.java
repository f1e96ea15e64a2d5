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

/**
 * The sockets of the server: for each configured address a TCP listener and a UDP port of the same number, if they can
 * be bound. Thread-safe.
 */
final class Sockets {
    /** How many times to pick a TCP port until its number is also free for UDP. */
    private static final int TRIES = 16;

    private final Transport transport;
    private final Loop loop;
    private final DatagramHandler datagrams;
    private final ConnectionAcceptor connections;
    private final List<WantedAddress> addresses;
    private final Map<InetSocketAddress, UdpPort> ports = new ConcurrentHashMap<>();
    private boolean closed;

    /** One configured address, with its sockets, or the reason why it has none. */
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

    /** Opens the sockets that are not open, as far as possible. Not to be called on a loop. */
    synchronized void open() {
        for (WantedAddress address : addresses) {
            if (address.listener == null && !closed) {
                try {
                    address.listener = open(address.wanted);
                    address.failure = null;
                } catch (IOException e) {
                    address.failure = failed(e);
                }
            }
        }
    }

    private static String failed(IOException e) {
        String why = String.valueOf(e.getMessage());
        return "config/" + RelayComponent.PID + ".cfg: listen: " + why
                + " (expected: an address of this machine and a port that is free for UDP and TCP"
                + (why.endsWith(": in use")
                        ? "; another server of this machine may have it, or a STUN server: ss -lnptu tells)"
                        : ")");
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

    /**
     * Takes a datagram. One that waited in a socket of an earlier owner comes before the port is known here, and its
     * answer needs the port.
     */
    private void received(ByteBuffer datagram, InetSocketAddress source, UdpPort port) {
        known(port);
        datagrams.received(datagram, source, port);
    }

    private void known(UdpPort port) {
        ports.putIfAbsent(port.local(), port);
    }

    /** {@return the bound addresses, in the order of the configuration} */
    List<InetSocketAddress> bound() {
        return addresses.stream().flatMap(WantedAddress::bound).toList();
    }

    /** {@return the same, with the configured address for each that is not bound yet} */
    List<InetSocketAddress> named() {
        return addresses.stream()
                .map(address -> address.bound().findFirst().orElse(address.wanted))
                .toList();
    }

    /** {@return {@code config/PID.cfg: listen: address: why (expected: …)} for each address that could not be bound} */
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

    /** Closes the sockets, or leaves them open for the next owner with what waits in them. */
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
