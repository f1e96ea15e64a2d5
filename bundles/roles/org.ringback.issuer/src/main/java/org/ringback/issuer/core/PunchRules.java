package org.ringback.issuer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.net.Network;
import org.ringback.kernel.DialRules;

/**
 * Decides which addresses of gateways this issuer dials, as a server names them: by the {@link DialRules}, and only so
 * many in a minute over all rings, so that no server makes a prober of it. Belongs to the core's thread.
 */
final class PunchRules {
    /** Most targets in a minute. */
    static final int TARGETS = 10;

    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Target> targets = new ArrayDeque<>();
    private final HighWater most = new HighWater();
    private List<Network> dialable;

    private record Target(String network, long nanos) {}

    PunchRules(List<Network> dialable) {
        this.dialable = dialable;
    }

    /** Changes the exceptions. */
    void dialable(List<Network> networks) {
        dialable = networks;
    }

    /**
     * Takes a target, if it may be dialled.
     *
     * @param target where the server sees the gateway
     * @param path has where the server sees this machine
     * @param own where this machine is
     * @param servers all addresses of the server
     * @param nanos the time
     * @return why it must not be dialled; empty if it may
     */
    Optional<String> refusal(
            InetSocketAddress target, PathSeen path, OwnNetworks own, Collection<InetAddress> servers, long nanos) {
        // [PUNCH-11] The issuer dials ACCEPTOR-ADDRESS only if it is as step 8 of the acceptor's checks wants it, and …
        DialRules rules = DialRules.ofIssuer(dialable);
        rules.interfaces(own.addresses());
        rules.onLink(own.networks());
        rules.servers(servers);
        return rules.refusal(target, Optional.of(path.seen()))
                .or(() -> target.equals(path.own())
                        ? Optional.of("the gateway's address is this very port")
                        : Optional.empty())
                .or(() -> take(target, nanos));
    }

    private Optional<String> take(InetSocketAddress target, long nanos) {
        forgetUntil(nanos - WINDOW);
        String network = DialRules.network(target.getAddress());
        // One that is dialled again has its minute from now on.
        targets.removeIf(one -> one.network().equals(network));
        // [PUNCH-13] and only 10 targets (an IPv4 address, or an IPv6 /64) in a minute over all rings.
        if (targets.size() >= TARGETS) {
            return Optional.of(TARGETS + " other gateways were dialled in the last minute");
        }
        targets.add(new Target(network, nanos));
        most.reached(targets.size());
        return Optional.empty();
    }

    LimitUse limit(long nanos) {
        forgetUntil(nanos - WINDOW);
        return most.use(IssuerLimit.PUNCH_TARGETS, TARGETS, targets.size());
    }

    private void forgetUntil(long nanos) {
        while (!targets.isEmpty() && targets.element().nanos() - nanos <= 0) {
            targets.remove();
        }
    }
}
