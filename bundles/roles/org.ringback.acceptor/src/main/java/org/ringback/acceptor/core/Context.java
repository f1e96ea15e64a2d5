package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.HighWater;
import org.ringback.kernel.AnsweredServices;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ProtectionNames;
import org.ringback.kernel.Stories;
import org.ringback.spi.RingCrypto;
import org.ringback.store.Change;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.TransactionId;

/** What every class of the core shares: random bits, crypto, codec, counters, connections, time, settings. */
final class Context {
    private static final int INSTANCE_LENGTH = 16;

    private final BiPredicate<String, String> lost;
    private final CoreCrypto primitives;
    private final RandomGenerator random;
    private final LongSupplier commits;
    private final AnsweredServices services;
    private final byte[] instance = new byte[INSTANCE_LENGTH];
    private final MessageCodec codec = new MessageCodec();
    private final Metrics metrics = new Metrics();
    private final Stories stories = new Stories();
    private final Owners owners = new Owners();
    private final HighWater wakeUps = new HighWater();
    private final HighWater grants = new HighWater();
    private final Map<KeyFingerprint, ProvenTime> times = new HashMap<>();
    private Instant olderTime = Instant.EPOCH;
    private AcceptorSettings settings;

    Context(
            BiPredicate<String, String> lost,
            CoreCrypto primitives,
            RandomGenerator random,
            LongSupplier commits,
            AnsweredServices services,
            AcceptorSettings settings) {
        this.lost = lost;
        this.primitives = primitives;
        this.random = random;
        this.commits = commits;
        this.services = services;
        this.settings = settings;
        // [LEASE-6] INSTANCE-ID names the running process and is drawn at random at each start.
        random.nextBytes(instance);
    }

    /** {@return whether the store lost a record's lasting change} */
    boolean lost(String table, String key) {
        return lost.test(table, key);
    }

    CoreCrypto primitives() {
        return primitives;
    }

    RingCrypto crypto() {
        return primitives.rings();
    }

    RandomGenerator random() {
        return random;
    }

    void leave(EstateWriter out) {
        out.row(AcceptorEstate.INSTANCE).bytes(instance);
        times.forEach((key, time) -> time.leave(out, key));
    }

    /** Takes what a predecessor in this process left: the process is the same one. */
    void inherit(EstateReader in) {
        byte[] before = in.only(AcceptorEstate.INSTANCE).bytes();
        System.arraycopy(before, 0, instance, 0, INSTANCE_LENGTH);
        in.each(AcceptorEstate.TIME, row -> {
            KeyFingerprint key = new KeyFingerprint(row.text());
            times.computeIfAbsent(key, known -> new ProvenTime(olderTime)).inherit(row);
        });
    }

    /** {@return the INSTANCE-ID of this process, by which the server notices a copy of the gateway} */
    byte[] instance() {
        return instance.clone();
    }

    /** {@return the number of the store's last commit} */
    long commits() {
        return commits.getAsLong();
    }

    /** {@return what answers the conversations of equipment} */
    AnsweredServices services() {
        return services;
    }

    TransactionId transaction() {
        return TransactionId.random(random);
    }

    MessageCodec codec() {
        return codec;
    }

    Metrics metrics() {
        return metrics;
    }

    Stories stories() {
        return stories;
    }

    /** {@return the owners of connections} */
    Owners owners() {
        return owners;
    }

    /** {@return marks how many wake-ups wait at one piece of equipment} */
    HighWater wakeUps() {
        return wakeUps;
    }

    /** {@return marks how many grants of one piece of equipment stand} */
    HighWater grants() {
        return grants;
    }

    /** {@return the time that a piece of equipment and its server can prove} */
    ProvenTime time(StoredEquipment equipment) {
        return times.computeIfAbsent(equipment.key(), key -> new ProvenTime(later(olderTime, equipment.made())));
    }

    /** Takes a server's time from disk: told to one piece of equipment; in records of older versions, to any. */
    void foundTime(String record, Instant time) {
        if (record.equals(Records.ANY_SERVER)) {
            olderTime = time;
        } else {
            times.put(new KeyFingerprint(record), new ProvenTime(time));
        }
    }

    /** Forgets the time of equipment whose keys are dropped. */
    void forgetTime(StoredEquipment equipment) {
        times.remove(equipment.key());
    }

    /** The change that brings a record on disk to its state in memory. */
    Change timeRecord(String equipment) {
        KeyFingerprint key = new KeyFingerprint(equipment);
        ProvenTime known = times.get(key);
        return known == null ? Change.remove(Records.TIME, equipment) : Records.time(key, known.known());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    AcceptorSettings settings() {
        return settings;
    }

    /**
     * {@return the protection with which equipment dials its server; empty if its enrolment does not allow the
     * configured one}
     */
    Optional<ProtectionId> protection(StoredEquipment equipment) {
        return settings.protectionOf(equipment.name(), equipment.protections(), primitives.protections());
    }

    /** {@return the same for a command, refusing it if there is none} */
    ProtectionId allowed(StoredEquipment equipment) throws RefusedException {
        return protection(equipment).orElseThrow(() -> new RefusedException(notAllowed(equipment)));
    }

    /** {@return why there is no allowed protection, in words} */
    String notAllowed(StoredEquipment equipment) {
        String chosen = settings.protections().getOrDefault(equipment.name(), "none");
        ProtectionNames names = primitives.protections();
        return names.find(chosen).isEmpty()
                ? names.missing(chosen)
                : "protection: " + chosen + " is configured for "
                        + equipment.name().inWords() + " (expected: "
                        + names.names(equipment.protections(), " or ")
                        + ", which its enrolment allows; its server is not dialled until then)";
    }

    void settings(AcceptorSettings changed) {
        settings = changed;
    }
}
