package org.ringback.relay.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.ringback.relay.core.Addresses;
import org.ringback.transport.ConnectionAcceptor;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;

/** For each configured address one TCP listener and one UDP port of the same number. Opened and closed by one thread, asked by the loop. */
final class Sockets {
    /** How often a number picked for TCP is tried for UDP too. */
    private static final int TRIES = 16;

    private final Transport transport;
    private final Loop loop;
    private final DatagramHandler datagrams;
    private final ConnectionAcceptor connections;
    private final List<TcpListener> listeners = new ArrayList<>();
    private final Map<InetSocketAddress, UdpPort> ports = new ConcurrentHashMap<>();

    Sockets(Transport transport, Loop loop, DatagramHandler datagrams, ConnectionAcceptor connections) {
        this.transport = transport;
        this.loop = loop;
        this.datagrams = datagrams;
        this.connections = connections;
    }

    /**
     * Opens everything, or nothing. Not on a loop.
     *
     * @return the addresses bound, in the order of those wanted
     * @throws IOException {@code listen: value (expected: …)}
     */
    List<InetSocketAddress> open(List<InetSocketAddress> wanted) throws IOException {
        List<InetSocketAddress> bound = new ArrayList<>();
        for (InetSocketAddress address : wanted) {
            try {
                bound.add(open(address));
            } catch (IOException e) {
                close(false);
                throw new IOException(
                        "listen: '" + Addresses.print(address)
                                + "' (expected: an address of this machine and a port that is free for UDP and TCP; "
                                + e.getMessage() + ")",
                        e);
            }
        }
        return List.copyOf(bound);
    }

    private InetSocketAddress open(InetSocketAddress wanted) throws IOException {
        for (int tried = 1; ; tried++) {
            TcpListener listener = transport.listen(wanted, ListenOptions.EXCLUSIVE, loop, connections);
            try {
                UdpPort port = transport.openUdp(listener.local(), loop, datagrams);
                listeners.add(listener);
                ports.put(port.local(), port);
                return listener.local();
            } catch (IOException e) {
                listener.close();
                if (wanted.getPort() != 0 || tried >= TRIES) {
                    throw e;
                }
            }
        }
    }

    @Nullable
    UdpPort port(InetSocketAddress local) {
        return ports.get(local);
    }

    /** Closes everything, or leaves the sockets to the next owner with what waits in them. */
    void close(boolean keep) {
        for (TcpListener listener : listeners) {
            if (keep) {
                listener.detach();
            } else {
                listener.close();
            }
        }
        for (UdpPort port : ports.values()) {
            if (keep) {
                port.detach();
            } else {
                port.close();
            }
        }
        listeners.clear();
        ports.clear();
    }
}
