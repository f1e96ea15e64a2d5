package org.ringback.acceptor.internal;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
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
 * One UDP socket for each address family in use, shared by all equipment: opened when the first datagram wants to
 * leave, off the loop. Belongs to the loop.
 */
final class UdpPorts {
    private static final Logger LOG = LoggerFactory.getLogger(UdpPorts.class);
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int MAX_WAITING = 64;
    private static final long RETRY = Duration.ofSeconds(5).toNanos();

    private final Transport transport;
    private final Loop loop;
    private final Workers workers;
    private final DatagramHandler handler;
    private final Unsent failed;
    private final Family ipv4 = new Family(IPV4_LENGTH);
    private final Family ipv6 = new Family(IPV6_LENGTH);
    private boolean closed;

    /** Hears what could not be sent, on the loop. */
    interface Unsent {
        void hears(InetSocketAddress to, ServerMiss cause, String why);
    }

    /** One family's socket, or what stands for it. */
    private static final class Family {
        private final int length;
        private final Queue<Datagram> waiting = new ArrayDeque<>();
        private @Nullable UdpPort port;
        private InetAddress local;
        private boolean opening;
        private boolean failed;
        private String why = "";
        private long openAgainAt = Long.MIN_VALUE;

        Family(int length) {
            this.length = length;
            this.local = any(length);
        }

        List<Datagram> take() {
            List<Datagram> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        }
    }

    private record Datagram(byte[] bytes, InetSocketAddress to) {}

    /**
     * Opens nothing yet.
     *
     * @param transport opens
     * @param loop to which this belongs
     * @param workers open off the loop
     * @param handler takes what comes
     * @param failed hears what could not be sent, where and why, on the loop
     */
    UdpPorts(Transport transport, Loop loop, Workers workers, DatagramHandler handler, Unsent failed) {
        this.transport = transport;
        this.loop = loop;
        this.workers = workers;
        this.handler = handler;
        this.failed = failed;
    }

    /**
     * Says from which addresses to send; what is open elsewhere closes.
     *
     * @param locals at most one of each family; any address for a family without
     * @return whether one is another than before
     */
    boolean local(List<InetAddress> locals) {
        boolean changed = false;
        for (Family family : List.of(ipv4, ipv6)) {
            InetAddress wanted = locals.stream()
                    .filter(local -> local.getAddress().length == family.length)
                    .findFirst()
                    .orElseGet(() -> any(family.length));
            if (!wanted.equals(family.local)) {
                family.local = wanted;
                family.openAgainAt = Long.MIN_VALUE;
                family.failed = false;
                closePort(family);
                changed = true;
            }
        }
        return changed;
    }

    void send(byte[] bytes, InetSocketAddress to) {
        Family family = to.getAddress() instanceof Inet4Address ? ipv4 : ipv6;
        UdpPort port = family.port;
        if (port != null) {
            port.send(ByteBuffer.wrap(bytes), to, why -> failed.hears(to, ServerMiss.UNREACHED, why));
            return;
        }
        if (!family.opening && loop.now().nanos() < family.openAgainAt) {
            failed.hears(to, ServerMiss.NOT_DIALLED, family.why);
            return;
        }
        if (family.waiting.size() < MAX_WAITING) {
            family.waiting.add(new Datagram(bytes, to));
        }
        if (!family.opening) {
            family.opening = true;
            InetSocketAddress local = new InetSocketAddress(family.local, 0);
            if (!workers.run(() -> open(family, local), fault -> refusedLater(family, Faults.words(fault)))) {
                refused(family, AddressText.print(local) + ": too much is waiting to be set up");
            }
        }
    }

    void close() {
        closed = true;
        closePort(ipv4);
        closePort(ipv6);
    }

    private static void closePort(Family family) {
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
            refusedLater(family, String.valueOf(e.getMessage()));
        }
    }

    private void refusedLater(Family family, String why) {
        loop.execute(() -> refused(family, why));
    }

    private void opened(Family family, InetSocketAddress local, UdpPort port) {
        family.opening = false;
        if (closed || !local.getAddress().equals(family.local)) {
            port.close();
            return;
        }
        family.failed = false;
        family.port = port;
        LOG.info("registers from {}", AddressText.print(port.local()));
        List<Datagram> waited = family.take();
        waited.forEach(one -> port.send(
                ByteBuffer.wrap(one.bytes()), one.to(), why -> failed.hears(one.to(), ServerMiss.UNREACHED, why)));
    }

    private void refused(Family family, String why) {
        family.opening = false;
        family.openAgainAt = loop.now().nanos() + RETRY;
        family.why = "local: " + why + " (expected: an address of this machine)";
        family.take().forEach(datagram -> failed.hears(datagram.to(), ServerMiss.NOT_DIALLED, family.why));
        if (!family.failed) {
            family.failed = true;
            LOG.error("{}: {}; tried again", AcceptorComponent.PID, family.why);
        }
    }

    private static InetAddress any(int length) {
        try {
            return InetAddress.getByAddress(new byte[length]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }
}
