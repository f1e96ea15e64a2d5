package org.ringback.wire;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The smallest round trips between the server and both ends of a ring, as the server's system measured them: the value
 * of ROUND-TRIPS. On the wire each is a number of microseconds, 0 where it is not known. Immutable.
 *
 * @param issuer on the first TCP connection; empty if not known
 * @param acceptor on the second TCP connection; empty if not known, or if there is none
 */
public record RoundTrips(Optional<Duration> issuer, Optional<Duration> acceptor) {
    static final int LENGTH = 2 * Integer.BYTES;

    /** What counts where a round trip is not known. */
    private static final Duration UNKNOWN = Duration.ofMillis(100);
    /** No round trip counts as longer. */
    private static final Duration CAP = Duration.ofMillis(400);

    private static final Duration LEAST = Duration.ofMillis(300);
    private static final Duration MORE = Duration.ofMillis(200);

    private static final Duration LEAST_PATIENCE = Duration.ofMillis(700);

    private static final long NANOS_A_MICRO = 1_000;
    private static final double NANOS_A_MILLI = 1_000_000;
    private static final long MAX_MICROS = 0xFFFF_FFFFL;

    /** {@return whether at least one is known} */
    public boolean known() {
        return issuer.isPresent() || acceptor.isPresent();
    }

    /** {@return both for a story, for example {@code issuer 23.00 ms, acceptor unknown}} */
    public String words() {
        return "issuer " + words(issuer) + ", acceptor " + words(acceptor);
    }

    private static String words(Optional<Duration> time) {
        return time.map(known -> String.format(Locale.ROOT, "%.2f ms", known.toNanos() / NANOS_A_MILLI))
                .orElse("unknown");
    }

    /**
     * How long the direct dial of a call-back is tried before the relay is asked, as both ends compute it: about the time
     * in which a direct connection stands, if it ever does (docs/protocol.md, "The relay").
     *
     * @param told what the server told of a ring; empty if nothing
     * @return 300 ms to 1.3 s
     */
    public static Duration headStart(Optional<RoundTrips> told) {
        // [RELAY-7] The head start of the direct dial is 3 S, but at least 300 ms and at most 500 ms + S.
        Duration sum = sum(told);
        Duration far = LEAST.plus(MORE).plus(sum);
        Duration near = sum.multipliedBy(3);
        Duration shorter = near.compareTo(far) < 0 ? near : far;
        return shorter.compareTo(LEAST) < 0 ? LEAST : shorter;
    }

    /**
     * How long one way of a call-back may keep the other one waiting, on which the issuer is proved already.
     *
     * @param told what the server told of a ring; empty if nothing
     * @return 700 ms to 2.4 s
     */
    public static Duration patience(Optional<RoundTrips> told) {
        Duration sum = sum(told).multipliedBy(3);
        return sum.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : sum;
    }

    /**
     * How long a message takes from one end of a ring through the server to the other.
     *
     * @param told what the server told of a ring; empty if nothing
     * @return half the sum of the round trips
     */
    public static Duration oneWay(Optional<RoundTrips> told) {
        return sum(told).dividedBy(2);
    }

    private static Duration sum(Optional<RoundTrips> told) {
        return capped(told.flatMap(RoundTrips::issuer)).plus(capped(told.flatMap(RoundTrips::acceptor)));
    }

    private static Duration capped(Optional<Duration> time) {
        Duration known = time.orElse(UNKNOWN);
        return known.compareTo(CAP) < 0 ? known : CAP;
    }

    static RoundTrips of(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new RoundTrips(one(in.getInt()), one(in.getInt()));
    }

    byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putInt(micros(issuer))
                .putInt(micros(acceptor))
                .array();
    }

    private static Optional<Duration> one(int micros) {
        return micros == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Integer.toUnsignedLong(micros) * NANOS_A_MICRO));
    }

    /** A time as microseconds, rounded up, so that one that is known is never 0; at most what the field takes. */
    private static int micros(Optional<Duration> time) {
        return (int) time.map(RoundTrips::micros).orElse(0L).longValue();
    }

    private static long micros(Duration known) {
        return Math.min(MAX_MICROS, Math.max(1, -Math.floorDiv(-known.toNanos(), NANOS_A_MICRO)));
    }
}
