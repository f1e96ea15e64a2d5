package org.ringback.acceptor.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.acceptor.core.AcceptorAction.ToServer;
import org.ringback.acceptor.core.AcceptorEvent.SendFailed;
import org.ringback.api.ServerMiss;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Workers;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket for each address family in use, shared by all equipment; opened off the loop before the first datagram
 * is sent. One that cannot be opened is tried again every few seconds. Belongs to the loop.
 */
final class UdpPorts {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPorts.class);
    private static final int MAX_WAITING = 64;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Transport transport;
    private final Loop loop;
    private final Workers workers;
    private final DatagramHandler handler;
    private final Consumer<SendFailed> failed;
    private final Family ipv4 = new Family("0.0.0.0");
    private final Family ipv6 = new Family("::");
    private boolean closed;

    /** The state of one family's socket, which may not be open yet. */
    private static final class Family {
        private final InetAddress any;
        private final Queue<ToServer> waiting = new ArrayDeque<>();
        private @Nullable UdpPort port;
        private InetAddress local;
        /** The port of a predecessor's socket, which waits for this one; 0 for any. */
        private int wantedPort;

        private Runnable elsewhere = () -> {};
        private boolean opening;
        private boolean failed;
        private String why = "";
        private Runnable cancelRetry = () -> {};

        Family(String any) {
            this.any = AddressText.read(any).orElseThrow();
            this.local = this.any;
        }

        boolean has(InetAddress address) {
            return address.getAddress().length == any.getAddress().length;
        }

        List<ToServer> take() {
            List<ToServer> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    /**
     * Makes it without opening a socket.
     *
     * @param transport opens the sockets
     * @param loop the loop to which this belongs
     * @param workers run the opening off the loop
     * @param handler takes received datagrams
     * @param failed is told of datagrams that could not be sent, on the loop
     */
    UdpPorts(Transport transport, Loop loop, Workers workers, DatagramHandler handler, Consumer<SendFailed> failed) {
        this.transport = transport;
        this.loop = loop;
        this.workers = workers;
        this.handler = handler;
        this.failed = failed;
    }

    /**
     * Sets the addresses from which to send; closes sockets on others.
     *
     * @param locals at most one of each family; a family without one sends from any address
     * @return whether an address has changed
     */
    boolean local(List<InetAddress> locals) {
        boolean changed = false;
        for (Family family : List.of(ipv4, ipv6)) {
            InetAddress wanted = locals.stream().filter(family::has).findFirst().orElse(family.any);
            if (!wanted.equals(family.local)) {
                family.local = wanted;
                family.failed = false;
                closePort(family);
                changed = true;
            }
        }
        return changed;
    }

    /**
     * Opens the sockets that a predecessor left open.
     *
     * @param sockets their addresses
     * @param elsewhere runs if one cannot be had, and datagrams will leave from another port
     */
    void inherit(List<InetSocketAddress> sockets, Runnable elsewhere) {
        for (InetSocketAddress socket : sockets) {
            Family family = ipv4.has(socket.getAddress()) ? ipv4 : ipv6;
            if (family.local.equals(socket.getAddress())) {
                family.wantedPort = socket.getPort();
                family.elsewhere = elsewhere;
                open(family);
            } else {
                elsewhere.run();
            }
        }
    }

    /** {@return the addresses of the open sockets} */
    List<InetSocketAddress> sockets() {
        return Stream.of(ipv4, ipv6)
                .map(family -> family.port)
                .filter(Objects::nonNull)
                .map(UdpPort::local)
                .toList();
    }

    void send(ToServer datagram) {
        Family family = ipv4.has(datagram.to().getAddress()) ? ipv4 : ipv6;
        UdpPort port = family.port;
        if (port != null) {
            send(datagram, port);
        } else if (family.failed) {
            failed.accept(new SendFailed(datagram.to(), ServerMiss.NOT_DIALLED, family.why));
        } else {
            if (family.waiting.size() < MAX_WAITING) {
                family.waiting.add(datagram);
            }
            open(family);
        }
    }

    private void open(Family family) {
        if (family.opening || closed) {
            return;
        }
        family.opening = true;
        InetSocketAddress local = new InetSocketAddress(family.local, family.wantedPort);
        family.wantedPort = 0;
        if (!workers.run(() -> open(family, local), fault -> refusedLater(family, local, Faults.words(fault)))) {
            refused(family, local, AddressText.print(local) + ": too much is waiting to be set up");
        }
    }

    private void send(ToServer datagram, UdpPort port) {
        InetSocketAddress to = datagram.to();
        port.send(
                ByteBuffer.wrap(datagram.bytes()),
                to,
                why -> failed.accept(new SendFailed(to, ServerMiss.UNREACHED, why)));
    }

    /** {@return which configured address cannot be had at present, in words} */
    List<String> warnings() {
        return Stream.of(ipv4, ipv6)
                .filter(family -> family.failed && !family.local.equals(family.any))
                .map(family -> family.why)
                .toList();
    }

    void close() {
        end(UdpPort::close);
    }

    /** Leaves the sockets open for a successor, with the datagrams that wait in them. */
    void detach() {
        end(UdpPort::detach);
    }

    private void end(Consumer<UdpPort> how) {
        closed = true;
        for (Family family : List.of(ipv4, ipv6)) {
            family.cancelRetry.run();
            UdpPort port = family.port;
            if (port != null) {
                how.accept(port);
                family.port = null;
            }
        }
    }

    private static void closePort(Family family) {
        family.cancelRetry.run();
        if (family.port != null) {
            family.port.close();
            family.port = null;
        }
    }

    private void open(Family family, InetSocketAddress local) {
        try {
            UdpPort port = transport.openUdp(local, loop, handler);
            loop.execute(() -> opened(family, local, port));
        } catch (IOException e) {
            if (local.getPort() == 0) {
                refusedLater(family, local, String.valueOf(e.getMessage()));
            } else {
                loop.execute(() -> elsewhere(family));
            }
        }
    }

    /** The port of the predecessor is taken: another one will do. */
    private void elsewhere(Family family) {
        family.opening = false;
        family.elsewhere.run();
        open(family);
    }

    private void refusedLater(Family family, InetSocketAddress local, String why) {
        loop.execute(() -> refused(family, local, why));
    }

    /** Notes that an attempt is over; if another address is wanted meanwhile, what waits is to leave from that. */
    private boolean stillWanted(Family family, InetSocketAddress local) {
        family.opening = false;
        boolean wanted = local.getAddress().equals(family.local);
        if (!wanted && !family.waiting.isEmpty()) {
            open(family);
        }
        return wanted && !closed;
    }

    private void opened(Family family, InetSocketAddress local, UdpPort port) {
        if (!stillWanted(family, local)) {
            port.close();
            return;
        }
        family.failed = false;
        family.port = port;
        LOG.info("registers from {}", AddressText.print(port.local()));
        family.take().forEach(datagram -> send(datagram, port));
    }

    private void refused(Family family, InetSocketAddress local, String why) {
        if (!stillWanted(family, local)) {
            return;
        }
        family.cancelRetry.run();
        family.cancelRetry = loop.schedule(RETRY, () -> open(family));
        family.why = "local: " + why + " (expected: an address of this machine)";
        family.take()
                .forEach(datagram -> failed.accept(new SendFailed(datagram.to(), ServerMiss.NOT_DIALLED, family.why)));
        if (!family.failed) {
            family.failed = true;
            LOG.error("{}: {}; tried again", AcceptorComponent.PID, family.why);
        }
    }
}
