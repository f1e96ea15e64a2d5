package org.ringback.relay.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.Amount;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.Protection;
import org.ringback.kernel.Admission;
import org.ringback.kernel.FirstRecord;
import org.ringback.kernel.Link;
import org.ringback.kernel.LinkListener;
import org.ringback.kernel.Links;
import org.ringback.kernel.NewWork;
import org.ringback.kernel.ProvedAddresses;
import org.ringback.kernel.Suites;
import org.ringback.kernel.TurnedAway;
import org.ringback.relay.core.RelayEvent;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;

/**
 * The TCP connections: takes them in as far as {@link Admission} has places, and makes events of them. Their first record
 * says which protection they want; after that nothing is looked at again. Belongs to the loop.
 */
final class Entrance implements LinkListener {
    /** Time to a whole first record, once half of the places are taken. */
    static final Duration FIRST_RECORD = Duration.ofSeconds(2);
    /** Time to a proved peer, from the beginning; whoever is proved and not enrolled has as long again. */
    static final Duration PROVED = Duration.ofSeconds(10);

    /** From this part of the places on, strangers are worth a word. */
    private static final int CROWDED = 2;

    private static final Set<Protection> PROTECTIONS = EnumSet.allOf(Protection.class);

    private final Loop loop;
    private final Suites suites;
    private final NewWork newWork;
    private final RelayDriver driver;
    private final ProvedAddresses provedAddresses = new ProvedAddresses();
    private final Admission admission;
    private final Links links;
    /** Those of whom no whole first record came. */
    private final Map<Long, Stranger> silent = new HashMap<>();

    private Admission.Limits limits;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};

    Entrance(
            Transport transport,
            Loop loop,
            Suites suites,
            NewWork newWork,
            RelayDriver driver,
            RelayConfiguration options) {
        this.loop = loop;
        this.suites = suites;
        this.newWork = newWork;
        this.driver = driver;
        this.limits = limitsOf(options);
        this.admission = new Admission(limits, provedAddresses);
        this.links = new Links(transport, loop, this);
    }

    private static Admission.Limits limitsOf(RelayConfiguration options) {
        return new Admission.Limits(options.silent(), options.shaking(), FIRST_RECORD, PROVED.multipliedBy(2));
    }

    Links links() {
        return links;
    }

    void abort(long number) {
        if (!newWork.forget(number)) {
            links.abort(number);
        }
    }

    void limits(RelayConfiguration options) {
        limits = limitsOf(options);
        admission.limits(limits);
    }

    /** Gives an accepted connection its handler. */
    ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        long number = links.nextAccepted();
        Moment now = loop.now();
        if (!letIn(admission.came(number, remote.getAddress(), now))) {
            unproved("silent-refused");
            return TurnedAway.AT_ONCE;
        }
        Stranger stranger = new Stranger(number, now);
        silent.put(number, stranger);
        setTimer(now);
        return stranger.first;
    }

    /** Does what was decided about one who came, but for letting it in itself. */
    private boolean letIn(Admission.Decision decision) {
        if (decision.pushesOut()) {
            end(decision.mustGo(), "pushed-out");
        }
        return decision.admitted();
    }

    private void end(long number, String why) {
        Stranger stranger = silent.get(number);
        if (stranger != null) {
            stranger.end("silent-" + why);
        } else {
            unproved("shaking-" + why);
            abort(number);
        }
    }

    /** A timer that is too early does no harm, so one is enough for all. */
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

    /** One who said nothing whole yet. */
    private final class Stranger implements FirstRecord.Owner {
        private final long number;
        private final Moment came;
        private final FirstRecord first = new FirstRecord(PROTECTIONS, this);
        private boolean counted;

        Stranger(long number, Moment came) {
            this.number = number;
            this.came = came;
        }

        void end(String why) {
            count(why);
            first.abort();
        }

        /** It ends once, for one reason. */
        private void count(String why) {
            if (!counted) {
                counted = true;
                unproved(why);
            }
        }

        @Override
        public Optional<ConnectionHandler> whole(Protection protection) {
            Moment now = loop.now();
            if (!letIn(admission.spoke(number, now))) {
                count("shaking-refused");
                return Optional.empty();
            }
            silent.remove(number);
            setTimer(now);
            return Optional.of(newWork.answer(
                    number,
                    Optional.of(protection),
                    () -> answer(protection),
                    why -> {
                        admission.left(number);
                        count("not-running-" + protection.label());
                    },
                    reason -> {
                        admission.left(number);
                        count("shaking-left");
                    }));
        }

        private ConnectionHandler answer(Protection protection) {
            Duration left = PROVED.minus(loop.now().since(came.nanos()));
            return links.answer(number, Door.SERVER_TCP, left, () -> suites.current()
                    .find(protection)
                    .orElseThrow(() -> new IllegalStateException("the protection went"))
                    .answer(driver.credentials()));
        }

        @Override
        public void malformed() {
            count("no-first-record");
        }

        @Override
        public void over(CloseReason reason) {
            silent.remove(number);
            admission.left(number);
            count("silent-left");
        }
    }

    /** The peer of a connection is enrolled. */
    void known(long number) {
        admission.left(number);
    }

    void proved(KeyFingerprint key, InetAddress at) {
        provedAddresses.add(key, at, loop.now());
    }

    void forget(KeyFingerprint key) {
        provedAddresses.forget(key);
    }

    void expect(InetAddress from) {
        admission.expect(from, loop.now());
    }

    /** {@return how many strangers there are now, beside what is counted} */
    Map<String, Long> now() {
        return Map.of("strangers.silent", (long) admission.silent(), "strangers.shaking", (long) admission.shaking());
    }

    /** {@return what the operator should know, if strangers hold many places} */
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

    /** A connection ended before its peer was proved. */
    private void unproved(String why) {
        driver.counts().add("tcp.unproved." + why);
    }

    @Override
    public void established(Link link, ProtectedConnection proved) {
        driver.submit(new RelayEvent.Established(
                link.number(),
                proved.peer().key(),
                proved.peer().binding(),
                proved.peer().protection(),
                proved.peer().keyAgreement(),
                proved.peer().agreement(),
                proved.peer().local(),
                proved.peer().remote()));
    }

    @Override
    public void received(Link link, Message message, boolean more) {
        driver.submit(new RelayEvent.Received(link.number(), message));
    }

    @Override
    public void malformed(Link link, MalformedMessageException fault) {
        driver.submit(new RelayEvent.Malformed(link.number(), fault.refusal(), String.valueOf(fault.getMessage())));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        admission.left(link.number());
        if (link.established()) {
            driver.submit(new RelayEvent.Closed(link.number(), reason.kind(), reason.detail()));
        } else if (reason.kind() != CloseReason.Kind.CLOSED_HERE) {
            unproved(reason.label());
        }
    }
}
