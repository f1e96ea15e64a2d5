package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.Moment;

/**
 * Floods against the real admission in virtual time, and genuine connections in between: with handshakes of 100, 300 and
 * 600 ms, whose first record comes 20 ms after the connection or a round trip later, from addresses that proved themselves
 * lately and from others. The table is printed; the two simpler rules fail it.
 */
public class AdmissionFloodTest {
    /** As at a server by default. */
    private static final Admission.Limits SERVER =
            new Admission.Limits(4_096, 256, Duration.ofSeconds(2), Duration.ofSeconds(10));
    /** As at an issuer's listener. */
    private static final Admission.Limits ISSUER =
            new Admission.Limits(128, 4, Duration.ofSeconds(2), Duration.ofSeconds(5));

    private static final int NETWORKS = 640;
    private static final Duration BEFORE = Duration.ofSeconds(11);
    private static final Duration AFTER = Duration.ofSeconds(2);
    private static final int GENUINE_OF_EACH_KIND = 12;
    /** From one to the next of all kinds, so that at an issuer's port one comes at a time. */
    private static final Duration BETWEEN = Duration.ofMillis(1_400);

    private static final List<Kind> KINDS = new ArrayList<>();

    static {
        for (boolean proved : List.of(true, false)) {
            for (int handshake : List.of(100, 300, 600)) {
                KINDS.add(new Kind(proved, handshake, 20));
                KINDS.add(new Kind(proved, handshake, handshake / 2));
            }
        }
    }

    /** A genuine connection: the first record after so many milliseconds, proved after so many. */
    private record Kind(boolean proved, int handshake, int record) {
        /** Those whose first segment is not lost: the record comes right behind the connection. */
        boolean prompt() {
            return record == 20;
        }
    }

    private enum Says {
        NOTHING,
        HALF,
        WHOLE
    }

    /** What came through each flood, against the real admission. */
    private static final Map<Flood, Run> RUNS = new LinkedHashMap<>();

    private record Flood(String name, int perSecond, int networks, Says says) {
        boolean atIssuer() {
            return name.startsWith("issuer");
        }
    }

    private static final Flood IDLE_1000 = new Flood("1,000/s idle, 640 networks", 1_000, NETWORKS, Says.NOTHING);
    private static final Flood IDLE_5000 = new Flood("5,000/s idle, 640 networks", 5_000, NETWORKS, Says.NOTHING);
    private static final Flood HALF = new Flood("400/s half ClientHellos", 400, NETWORKS, Says.HALF);
    private static final Flood WHOLE = new Flood("500/s whole ClientHellos", 500, NETWORKS, Says.WHOLE);
    /** Each kind of genuine connection has a network of its own. */
    private static final Flood NEIGHBOUR = new Flood("10/s idle of the own /24", 10 * KINDS.size(), 0, Says.NOTHING);

    private static final Flood PORT_50 = new Flood("issuer's port: 50/s idle", 50, NETWORKS, Says.NOTHING);
    private static final Flood PORT_500 = new Flood("issuer's port: 500/s idle", 500, NETWORKS, Says.NOTHING);
    private static final Flood PORT_WHOLE = new Flood("issuer's port: 50/s whole", 50, NETWORKS, Says.WHOLE);

    @Test
    public void whoProvedItselfLatelyComesThroughEveryFlood() {
        for (Flood flood : List.of(IDLE_1000, IDLE_5000, HALF, WHOLE, NEIGHBOUR, PORT_50, PORT_500, PORT_WHOLE)) {
            assertAllOf(flood, real(flood), Kind::proved);
        }
    }

    @Test
    public void whoComesForTheFirstTimeComesThroughEveryFloodButThatOfWholeClientHellos() {
        for (Flood flood : List.of(IDLE_1000, IDLE_5000, HALF, NEIGHBOUR)) {
            assertAllOf(flood, real(flood), kind -> true);
        }
        for (Flood flood : List.of(PORT_50, PORT_500)) {
            assertAllOf(flood, real(flood), Kind::prompt);
        }
    }

    @Test
    public void ofWholeClientHellosAFirstTimerGetsItsPartOfThePlacesThatAreFree() {
        Run run = real(WHOLE);
        int through = KINDS.stream()
                .filter(kind -> !kind.proved())
                .mapToInt(run::through)
                .sum();
        int all = 6 * GENUINE_OF_EACH_KIND;
        // 256 places of at least 3 s each are 85 newcomers a second, out of 500.
        assertTrue(WHOLE.name() + ": " + through + " of " + all, through >= all / 20 && through <= all / 2);
    }

    /** What stood here before: at its limit it refuses whoever comes. */
    @Test
    public void refusingTheNewcomerShutsEverybodyOut() {
        for (Flood flood : List.of(IDLE_1000, IDLE_5000, HALF, WHOLE, NEIGHBOUR)) {
            Run run = new Run(
                    new AdmissionPolicy.NewcomerRefused(512, 16, Duration.ofSeconds(5), Duration.ofSeconds(10)), flood);
            assertTrue(flood.name() + ": " + run, run.all() < KINDS.size() * GENUINE_OF_EACH_KIND / 2);
        }
        Run port = new Run(
                new AdmissionPolicy.NewcomerRefused(4, 4, Duration.ofSeconds(5), Duration.ofSeconds(5)), PORT_50);
        assertTrue(PORT_50.name() + ": " + port, port.all() < KINDS.size() * GENUINE_OF_EACH_KIND / 2);
    }

    /** The obvious mend: a handshake that takes longer than places divided by rate never ends. */
    @Test
    public void pushingOutTheOldestEndsEveryLongHandshake() {
        Run thousand = new Run(new AdmissionPolicy.OldestGoes(512, Duration.ofSeconds(10)), IDLE_1000);
        assertEquals(thousand.toString(), GENUINE_OF_EACH_KIND, thousand.through(new Kind(false, 300, 20)));
        assertEquals(thousand.toString(), 0, thousand.through(new Kind(false, 600, 20)));
        Run more = new Run(new AdmissionPolicy.OldestGoes(512, Duration.ofSeconds(10)), IDLE_5000);
        assertEquals(more.toString(), 0, more.through(new Kind(true, 300, 20)));
        Run port = new Run(new AdmissionPolicy.OldestGoes(4, Duration.ofSeconds(5)), PORT_50);
        for (Kind kind : KINDS) {
            assertEquals(port.toString(), kind.handshake() == 100, port.through(kind) > 0);
        }
    }

    private static Run real(Flood flood) {
        return RUNS.computeIfAbsent(
                flood, fresh -> new Run(new AdmissionPolicy.TwoStages(fresh.atIssuer() ? ISSUER : SERVER), fresh));
    }

    private static void assertAllOf(Flood flood, Run run, Predicate<Kind> wanted) {
        for (Kind kind : KINDS) {
            if (wanted.test(kind)) {
                assertEquals(flood.name() + ", " + kind + ": " + run, GENUINE_OF_EACH_KIND, run.through(kind));
            }
        }
    }

    /** One flood against one policy, with all kinds of genuine connections in between. */
    private static final class Run {
        private static final double SECOND = 1e9;
        private final AdmissionPolicy policy;
        private final Flood flood;
        private final PriorityQueue<Due> due = new PriorityQueue<>();
        private final Set<Long> in = new HashSet<>();
        private final int[] through = new int[KINDS.size()];
        private final Random random = new Random(1);
        private final long end;
        private long nanos;
        private long numbers;
        private int strangers;

        private record Due(long at, long order, Runnable what) implements Comparable<Due> {
            @Override
            public int compareTo(Due other) {
                return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
            }
        }

        Run(AdmissionPolicy policy, Flood flood) {
            this.policy = policy;
            this.flood = flood;
            int genuine = KINDS.size() * GENUINE_OF_EACH_KIND;
            this.end = BEFORE.plus(between(flood).multipliedBy(genuine))
                    .plus(AFTER)
                    .toNanos();
            for (int kind = 0; kind < KINDS.size(); kind++) {
                if (KINDS.get(kind).proved()) {
                    policy.proved(genuine(kind, 0), moment());
                }
            }
            for (int i = 0; i < genuine; i++) {
                int turn = i;
                // Not in step with what goes on in the pools.
                Duration jitter =
                        between(flood).multipliedBy(random.nextInt(50)).dividedBy(100);
                at(BEFORE.plus(between(flood).multipliedBy(i)).plus(jitter), () -> comes(turn % KINDS.size(), turn));
            }
            at(Duration.ZERO, this::stranger);
            for (Due next = due.poll(); next != null; next = due.poll()) {
                nanos = next.at();
                policy.expire(moment());
                policy.gone().forEach(in::remove);
                next.what().run();
                policy.gone().forEach(in::remove);
            }
        }

        /** To an issuer's port one comes after the other; to a server many at once. */
        private static Duration between(Flood flood) {
            return flood.atIssuer() ? BETWEEN : BETWEEN.dividedBy(KINDS.size());
        }

        int through(Kind kind) {
            return through[KINDS.indexOf(kind)];
        }

        int all() {
            int all = 0;
            for (int of : through) {
                all += of;
            }
            return all;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-16s %-28s %s",
                    policy.getClass().getSimpleName(),
                    flood.name(),
                    KINDS.stream()
                            .map(kind -> (kind.proved() ? "proved " : "first ") + kind.handshake() + "/" + kind.record()
                                    + " " + through(kind))
                            .collect(Collectors.joining(", ")));
        }

        private Moment moment() {
            return new Moment(nanos, Instant.EPOCH);
        }

        private void at(Duration when, Runnable what) {
            due.add(new Due(when.toNanos(), due.size(), what));
        }

        private void in(Duration wait, Runnable what) {
            due.add(new Due(nanos + wait.toNanos(), ++numbers + 1_000_000, what));
        }

        private void stranger() {
            int which = strangers++;
            InetAddress from = flood.networks() == 0
                    ? genuine(which % KINDS.size(), 1 + which % 200)
                    : address(10, which % flood.networks(), which / flood.networks() % 250);
            long number = ++numbers;
            if (policy.came(number, from, moment())) {
                in.add(number);
                if (flood.says() == Says.WHOLE) {
                    in(Duration.ZERO, () -> {
                        if (in.contains(number) && !policy.spoke(number, moment())) {
                            in.remove(number);
                        }
                    });
                }
            }
            if (nanos < end) {
                in(Duration.ofNanos((long) (random.nextExponential() * SECOND / flood.perSecond())), this::stranger);
            }
        }

        private void comes(int kind, int turn) {
            Kind genuine = KINDS.get(kind);
            InetAddress from = genuine(kind, genuine.proved() ? 0 : turn);
            long number = ++numbers;
            if (!policy.came(number, from, moment())) {
                return;
            }
            in.add(number);
            in(Duration.ofMillis(genuine.record()), () -> {
                if (in.contains(number) && !policy.spoke(number, moment())) {
                    in.remove(number);
                }
            });
            in(Duration.ofMillis(genuine.handshake()), () -> {
                if (in.remove(number)) {
                    through[kind]++;
                    policy.left(number);
                }
            });
        }

        /** Each kind has a network of its own. */
        private static InetAddress genuine(int kind, int host) {
            return address(172, kind, host);
        }

        private static InetAddress address(int first, int network, int host) {
            try {
                return InetAddress.getByAddress(
                        new byte[] {(byte) first, (byte) (network >> Byte.SIZE), (byte) network, (byte) host});
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
