package org.ringback.acceptor.core;

import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.RingCrypto;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.TransactionId;

/** What every part of the core needs: randomness, primitives, codec, counters, time, settings. */
final class Kit {
    private static final int INSTANCE_LENGTH = 16;

    private final Primitives primitives;
    private final RandomGenerator random;
    private final LongSupplier commits;
    private final byte[] instance = new byte[INSTANCE_LENGTH];
    private final MessageCodec codec = new MessageCodec();
    private final Tally tally = new Tally();
    private final Stories stories = new Stories();
    private final ProvenTime time = new ProvenTime();
    private AcceptorSettings settings;

    Kit(Primitives primitives, RandomGenerator random, LongSupplier commits, AcceptorSettings settings) {
        this.primitives = primitives;
        this.random = random;
        this.commits = commits;
        this.settings = settings;
        random.nextBytes(instance);
    }

    Primitives primitives() {
        return primitives;
    }

    RingCrypto crypto() {
        return primitives.ring();
    }

    RandomGenerator random() {
        return random;
    }

    /** {@return what this start of the gateway is called, so that a copy of it is noticed} */
    byte[] instance() {
        return instance.clone();
    }

    /** {@return how often the store was written} */
    long commits() {
        return commits.getAsLong();
    }

    TransactionId transaction() {
        return TransactionId.random(random);
    }

    MessageCodec codec() {
        return codec;
    }

    Tally tally() {
        return tally;
    }

    Stories stories() {
        return stories;
    }

    ProvenTime time() {
        return time;
    }

    AcceptorSettings settings() {
        return settings;
    }

    /** {@return how equipment dials its server; empty if its owner chose what its enrolment does not allow} */
    Optional<Protection> protection(StoredEquipment equipment) {
        return settings.protectionOf(equipment.id(), equipment.protections());
    }

    void settings(AcceptorSettings changed) {
        settings = changed;
    }
}
