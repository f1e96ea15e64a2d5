package org.ringback.issuer.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.kernel.SynLimit;
import org.ringback.kernel.Turn;
import org.ringback.spi.CloseReason;
import org.ringback.wire.RoundTrips;

/**
 * When an issuer dials the gateway that calls it back, for one attempt: as it hears that the gateway is about to dial, so
 * that each one's SYN opens its own router or firewall to the other's (docs/protocol.md, "Punching"). Has no connection
 * of its own. Belongs to the core's thread.
 */
final class Punch {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final PunchRules rules;
    private final RandomGenerator random;
    private final SynLimit syns;
    private Optional<InetSocketAddress> target = Optional.empty();
    private Duration roundTrip = Duration.ZERO;
    private long dialAt = Long.MAX_VALUE;
    private boolean refused;
    /** Whether the gateway was about to dial once more while the latest dial was pending. */
    private boolean calledMeanwhile;

    /** Makes the dials of one attempt; the SYNs are those of the whole ring. */
    Punch(PunchRules rules, SynLimit syns, RandomGenerator random) {
        this.rules = rules;
        this.syns = syns;
        this.random = random;
    }

    /**
     * The gateway is about to dial.
     *
     * @param path how the server sees both ends
     * @param own where this machine is
     * @param servers all addresses of the server
     * @param turn has the clock
     * @return why the gateway is not dialled; empty if it is, or does not punch
     */
    Optional<String> called(PathSeen path, OwnNetworks own, Collection<InetAddress> servers, Turn turn) {
        Optional<InetSocketAddress> gateway = path.punchedFrom();
        if (gateway.isEmpty() || refused) {
            return Optional.empty();
        }
        Optional<String> refusal =
                target.isPresent() ? Optional.empty() : rules.refusal(gateway.get(), path, own, servers, turn.nanos());
        refused = refusal.isPresent();
        if (!refused) {
            // [PUNCH-6] The issuer dials as Calling comes, unless a connection that it dialled is pending or open.
            target = target.or(() -> gateway);
            roundTrip = RoundTrips.oneWay(path.roundTrips()).multipliedBy(2);
            dialAt = turn.nanos();
        }
        return refusal;
    }

    /** {@return where to dial now; empty if nothing is due} */
    Optional<InetSocketAddress> due(Turn turn) {
        if (dialAt > turn.nanos()) {
            return Optional.empty();
        }
        dialAt = Long.MAX_VALUE;
        calledMeanwhile = !syns.allows(turn.nanos());
        if (calledMeanwhile) {
            return Optional.empty();
        }
        syns.dialled(turn.nanos());
        return target;
    }

    /** The dial ended, or what came of it, before anybody was proved on it. */
    void ended(CloseReason reason, Turn turn) {
        syns.over(turn.nanos());
        Duration wait = roundTrip.plus(PAUSE);
        if (reason.kind() == CloseReason.Kind.NOT_DIALLED) {
            // [PUNCH-9] A local address that is not to be had says that the acceptor's SYN is with the …
            dialAt = turn.in(wait);
        } else {
            // The network's RST is back when the next Calling comes: both took the way to the gateway's end and back.
            // [PUNCH-8] The issuer dials again at the next Calling, at once if that came before the try failed, or, …
            dialAt = calledMeanwhile ? turn.nanos() : turn.in(wait.plusNanos(random.nextLong(PAUSE.toNanos())));
        }
        calledMeanwhile = false;
    }

    /** Dials no more. */
    void stop() {
        dialAt = Long.MAX_VALUE;
    }

    /** {@return when a dial is due, in monotonic nanoseconds} */
    long deadline() {
        return dialAt;
    }
}
