package org.ringback.relay.core;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Metrics.Metric;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Unwritten;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;
import org.ringback.wire.MessageCodec;

/** What the parts of one core share. Not thread-safe. */
final class Context {
    private static final long ALMOST_A_SECOND = 999_999_999;

    final RandomGenerator random;
    final Metrics metrics = new Metrics();
    final Outbox out;
    final MessageCodec codec = new MessageCodec();
    RelaySettings settings;
    private final CoreCrypto crypto;

    Context(RelaySettings settings, CoreCrypto crypto, RandomGenerator random, Unwritten unwritten) {
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.out = new Outbox(metrics, unwritten);
    }

    /** The functions of the suite that runs now. */
    RingCrypto rings() {
        return crypto.rings();
    }

    Strings strings() {
        return crypto.strings();
    }

    ProtectionNames protections() {
        return crypto.protections();
    }

    /** Whether an enrolment allows how a peer's connection is protected. */
    boolean allows(Set<ProtectionId> enrolled, Peer peer) {
        // [SYS-7] The server answers 403 to everything over a protection that is not in the device's record.
        return protections()
                .find(peer.facts.protection())
                .filter(enrolled::contains)
                .isPresent();
    }

    /** The seconds begun of a time in nanoseconds. */
    static int seconds(long nanos) {
        return Math.toIntExact(
                Duration.ofNanos(nanos).plusNanos(ALMOST_A_SECOND).toSeconds());
    }

    void count(Metric metric) {
        metrics.count(metric);
    }

    /** Counts a request that was refused. */
    void refused(int code) {
        metrics.count(RelayMetric.REFUSED, Integer.toString(code));
    }
}
