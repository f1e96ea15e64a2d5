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
