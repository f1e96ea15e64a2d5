package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.ringback.api.Amount;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.kernel.Admission;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.FirstRecord;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.ProvedAddresses;
import org.ringback.kernel.Suite;
import org.ringback.kernel.Suites;
import org.ringback.kernel.TurnedAway;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayLimit;
import org.ringback.relay.core.RelayMetric;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.wire.Door;

/**
 * The connections whose peer is not proved: accepts as many as {@link Admission} has places for, finds out their
 * protection by the first record, and counts how they end. Belongs to the loop.
 */
final class AcceptedConnections {
    /** Longest time until the first record is whole, once half of the places are taken. */
    static final Duration FIRST_RECORD = Duration.ofSeconds(2);
    /**
     * Longest time from the beginning until the peer is proved; a proved peer that is not enrolled has as long again.
     */
    static final Duration PROVED = Duration.ofSeconds(10);

    /** The operator is warned once strangers have all places divided by this. */
    private static final int CROWDED = 2;

    private final CoreRunner<?> runner;
    private final Loop loop;
    private final Metrics metrics;
    private final Suites suites;
    private final BiFunction<Suite, ProtectionId, ProtectionSession> sessions;
    private final ProvedAddresses provedAddresses = new ProvedAddresses();
    private final Admission admission;
    /** The connections whose peer is not proved and whose end is not counted yet. */
    private final Map<Long, Stranger> strangers = new HashMap<>();

    private final RelayedConnections relayed;

    private Admission.Limits limits;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};

    /**
     * Begins without connections.
     *
     * @param runner has the connections
     * @param metrics counts why connections end before their peer is proved
     * @param suites know which protection a connection uses
     * @param sessions makes our end of a protected connection
     * @param options how many places there are
     */
    AcceptedConnections(
            CoreRunner<?> runner,
            Metrics metrics,
            Suites suites,
            BiFunction<Suite, ProtectionId, ProtectionSession> sessions,
            RelayConfiguration options) {
        this.runner = runner;
        this.loop = runner.loop();
        this.metrics = metrics;
        this.suites = suites;
        this.sessions = sessions;
        this.relayed = new RelayedConnections(runner, options.relaying(), this::relayOver);
        this.limits = limitsOf(options);
        this.admission = new Admission(limits, provedAddresses);
    }

    private static Admission.Limits limitsOf(RelayConfiguration options) {
        return new Admission.Limits(options.silent(), options.shaking(), FIRST_RECORD, PROVED.multipliedBy(2));
    }

    void limits(RelayConfiguration options) {
        limits = limitsOf(options);
        admission.limits(limits);
        relayed.limits(options.relaying());
    }

    /** Gives an accepted connection its handler. */
    ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        long number = runner.connections().nextAccepted();
        Moment now = loop.now();
        if (!letIn(admission.came(number, remote.getAddress(), now))) {
            unproved("silent-refused");
            return TurnedAway.AT_ONCE;
        }
        setTimer(now);
        Stranger stranger = new Stranger(number, now);
        strangers.put(number, stranger);
        return runner.connections()
                .await(number, came -> RelayBinds.look(came).orElseGet(() -> suites.look(came)), stranger);
    }

    /** Carries out a decision about a new connection, except for admitting it; returns whether it is admitted. */
    private boolean letIn(Admission.Decision decision) {
        if (decision.pushesOut()) {
            end(decision.mustGo(), "pushed-out");
        }
        return decision.admitted();
    }

    /** Ends a connection whose time is over or whose place is taken; its peer may be proved but not enrolled. */
    private void end(long number, String why) {
        Stranger stranger = strangers.remove(number);
        boolean silent = stranger != null && stranger.protection.isEmpty();
        unproved((silent ? "silent-" : "shaking-") + why);
        runner.connections().abort(number);
        relayed.abort(number);
    }

    /** Sets the timer, one for all connections, as one that fires too early does no harm. */
    private void setTimer(Moment now) {
        long next = admission.nextDeadline();
        if (next < timerAt) {
            cancelTimer.run();
            timerAt = next;
            cancelTimer = loop.schedule(Duration.ofNanos(Math.max(0, next - now.nanos())), this::expire);
        }
    }

    private void expire() {
        timerAt = Long.MAX_VALUE;
        Moment now = loop.now();
        admission.expire(now).forEach(number -> end(number, "too-late"));
        setTimer(now);
    }

    /** A connection whose peer is not proved. Its end is counted once, for one reason. */
    private final class Stranger implements FirstRecord.Owner {
        private final long number;
        private final Moment came;
        /** The protection that its first record chose; empty until that is whole. */
        private String protection = "";

        private boolean begun;

        Stranger(long number, Moment came) {
            this.number = number;
            this.came = came;
        }

        @Override
        public Optional<ConnectionHandler> whole(Optional<ProtectionId> claiming) {
            Moment now = loop.now();
            if (!letIn(admission.spoke(number, now))) {
                over("shaking-refused");
                return Optional.empty();
            }
            setTimer(now);
            return Optional.of(claiming.map(this::protect).orElseGet(() -> relayed.expect(number)));
        }

        private ConnectionHandler protect(ProtectionId wanted) {
            protection = suites.protections().name(wanted);
            return runner.connections()
                    .answer(
                            number,
                            Optional.of(wanted),
                            Door.SERVER_TCP,
                            this::begins,
                            suite -> sessions.apply(suite, wanted));
        }

        /** Notes that the handshake begins; returns the time that is left. */
        private Duration begins() {
            begun = true;
            return PROVED.minus(loop.now().since(came.nanos()));
        }

        @Override
        public void malformed() {
            over("no-first-record");
        }

        @Override
        public void over(CloseReason reason) {
            over("silent-left");
        }

        /** Notes the end of a connection whose first record was whole. */
        void closed(CloseReason reason) {
            if (!begun) {
                unproved(reason.kind() == CloseReason.Kind.NOT_DIALLED ? "not-running-" + protection : "shaking-left");
            } else if (reason.kind() != CloseReason.Kind.CLOSED_HERE) {
                unproved(reason.label());
            }
        }

        private void over(String why) {
            admission.left(number);
            if (strangers.remove(number) != null) {
                unproved(why);
            }
        }
    }

    /** Is told events of connections before the core is. */
    void heard(Event event) {
        if (event instanceof Event.Established established) {
            strangers.remove(established.connection());
        } else if (event instanceof Event.Closed closed) {
            admission.left(closed.connection());
            Stranger stranger = strangers.remove(closed.connection());
            if (stranger != null) {
                stranger.closed(closed.reason());
            }
        }
    }

    /** A connection that came with a ticket is over, and was not relayed. */
    private void relayOver(Event.Closed closed) {
        heard(closed);
        runner.submit(closed);
    }

    /** A connection is no stranger's any more, or its end is counted already. */
    private void noStranger(long number) {
        admission.left(number);
        strangers.remove(number);
    }

    /** Carries out the core's actions about strangers and proved addresses. */
    void perform(Action action) {
        if (action instanceof RelayAction.Known known) {
            noStranger(known.connection());
        } else if (action instanceof RelayAction.TurnAway turnedAway) {
            noStranger(turnedAway.connection());
            relayed.perform(action);
        } else if (action instanceof RelayAction.Proved proved) {
            provedAddresses.add(proved.key(), proved.at(), loop.now());
        } else if (action instanceof RelayAction.Forget forget) {
            provedAddresses.forget(forget.key());
        } else if (action instanceof RelayAction.Expect expect) {
            admission.expect(expect.from(), loop.now());
        } else {
            relayed.perform(action);
        }
    }

    /** {@return how many strangers there are now, as further counters} */
    Map<String, Long> now() {
        return Map.of("strangers.silent", (long) admission.silent(), "strangers.shaking", (long) admission.shaking());
    }

    /** {@return how much of the places is taken, and how many addresses have places of their own} */
    List<LimitUse> uses() {
        List<LimitUse> uses = new ArrayList<>(admission.strangers(RelayLimit.SILENT, RelayLimit.SHAKING));
        uses.addAll(admission.proved(RelayLimit.PROVED_SILENT, RelayLimit.PROVED_SHAKING));
        uses.add(provedAddresses.use(RelayLimit.PROVED, loop.now()));
        return uses;
    }

    /** {@return a warning for the operator, if strangers have many places} */
    Optional<String> crowd() {
        boolean crowded =
                admission.silent() * CROWDED >= limits.silent() || admission.shaking() * CROWDED >= limits.shaking();
        return crowded
                ? Optional.of("strangers hold "
                        + Amount.of(admission.silent(), "connection that says", "connections that say")
                        + " nothing and "
                        + admission.shaking() + " in their handshake (expected: less than half of "
                        + limits.silent() + " and " + limits.shaking()
                        + "); who proved itself lately has places of its own")
                : Optional.empty();
    }

    /** Counts a connection that ended before its peer was proved. */
    private void unproved(String why) {
        metrics.count(RelayMetric.TCP_UNPROVED, why);
    }
}
