package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.kernel.Event;
import org.ringback.kernel.Workers;
import org.ringback.transport.Loop;

/**
 * Looks at this machine's interfaces every few seconds, off the loop, and on another thread than the resolver's, which
 * hangs just when the network is gone. Reports only changes. Belongs to the loop.
 */
final class Interfaces implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Loop loop;
    private final Consumer<Event> events;
    private final Workers workers = Workers.queueing("ringback-interfaces", 1);
    private Set<InetAddress> own = Set.of();
    private Set<InetAddress> lines = Set.of();
    private boolean looked;

    Interfaces(Loop loop, Consumer<Event> events) {
        this.loop = loop;
        this.events = events;
    }

    void look() {
        workers.run(this::ask, fault -> {});
        loop.schedule(EVERY, this::look);
    }

    private void ask() {
        Set<InetAddress> all = new HashSet<>();
        Set<InetAddress> further = new HashSet<>();
        try {
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                boolean up = one.isUp();
                one.inetAddresses().forEach(address -> {
                    all.add(address);
                    if (up && !address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        further.add(address);
                    }
                });
            }
        } catch (SocketException e) {
            return;
        }
        loop.execute(() -> seen(all, further));
    }

    /**
     * Reports what has changed; the first call reports no change.
     *
     * @param ownNow every address
     * @param linesNow the addresses of interfaces that are up from which more than neighbours can be reached
     */
    void seen(Set<InetAddress> ownNow, Set<InetAddress> linesNow) {
        if (!looked || !ownNow.equals(own)) {
            events.accept(new AcceptorEvent.OwnAddresses(ownNow));
        }
        if (looked && !linesNow.equals(lines)) {
            events.accept(new AcceptorEvent.NetworkChanged());
        }
        looked = true;
        own = ownNow;
        lines = linesNow;
    }

    @Override
    public void close() {
        workers.close();
    }
}
