package org.ringback.relay.core;

import java.util.random.RandomGenerator;
import org.ringback.kernel.CoreCrypto;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.Strings;
import org.ringback.wire.MessageCodec;

/** What the parts of one core share. Not thread-safe. */
final class Context {
    private final CoreCrypto crypto;
    private final RandomGenerator random;
    private final Counts counts = new Counts();
    private final Unwritten unwritten;
    private final Outbox out;
    private final MessageCodec codec = new MessageCodec();
    private RelaySettings settings;

    Context(RelaySettings settings, CoreCrypto crypto, RandomGenerator random, Unwritten unwritten) {
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.unwritten = unwritten;
        this.out = new Outbox(counts, unwritten);
    }

    RelaySettings settings() {
        return settings;
    }

    void settings(RelaySettings changed) {
        settings = changed;
    }

    RingCrypto rings() {
        return crypto.rings();
    }

    Strings strings() {
        return crypto.strings();
    }

    RandomGenerator random() {
        return random;
    }

    Counts counts() {
        return counts;
    }

    Outbox out() {
        return out;
    }

    Unwritten unwritten() {
        return unwritten;
    }

    MessageCodec codec() {
        return codec;
    }
}
