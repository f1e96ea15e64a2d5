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
import org.ringback.api.AddressText;
import org.ringback.driver.Faults;
import org.ringback.driver.Workers;
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
    private final Family ipv4 = new Family(IPV4_LENGTH);
    private final Family ipv6 = new Family(IPV6_LENGTH);
    private boolean closed;

    /** One family's socket, or what stands for it. */
    private static final class Family {
        private final int length;
        private final Queue<Datagram> waiting = new ArrayDeque<>();
        private @Nullable UdpPort port;
        private InetAddress local;
        private boolean opening;
        private boolean failed;
        private long openAgainAt = Long.MIN_VALUE;

        Family(int length) {
            this.length = length;
            this.local = any(length);
        }
    }

    private record Datagram(byte[] bytes, InetSocketAddress to) {}

    UdpPorts(Transport transport, Loop loop, Workers workers, DatagramHandler handler) {
        this.transport = transport;
        this.loop = loop;
        this.workers = workers;
        this.handler = handler;
    }

    /**
     * Says from which addresses to send; what is open elsewhere closes.
     *
     * @param locals at most one of each family; any address for a family without
     */
    void local(List<InetAddress> locals) {
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
            }
        }
    }

    void send(byte[] bytes, InetSocketAddress to) {
        Family family = to.getAddress() instanceof Inet4Address ? ipv4 : ipv6;
        UdpPort port = family.port;
        if (port != null) {
            port.send(ByteBuffer.wrap(bytes), to);
            return;
        }
        if (family.waiting.size() < MAX_WAITING) {
            family.waiting.add(new Datagram(bytes, to));
        }
        long now = loop.now().nanos();
        if (!family.opening && now >= family.openAgainAt) {
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
        family.waiting.forEach(datagram -> port.send(ByteBuffer.wrap(datagram.bytes()), datagram.to()));
        family.waiting.clear();
    }

    private void refused(Family family, String why) {
        family.opening = false;
        family.openAgainAt = loop.now().nanos() + RETRY;
        family.waiting.clear();
        if (!family.failed) {
            family.failed = true;
            LOG.error("{}: local: {} (expected: an address of this machine; tried again)", AcceptorComponent.PID, why);
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
