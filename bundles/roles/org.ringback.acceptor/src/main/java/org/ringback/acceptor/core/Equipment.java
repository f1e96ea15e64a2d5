package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.ServerRoute;
import org.ringback.store.Change;

/**
 * One piece of enrolled equipment: its registration, password, grants and revocations, and the rings that it has seen.
 */
final class Equipment {
    /**
     * Burst of new datagram rings: more than any server has pending. A ring costs the opening of its box; what follows
     * has limits of its own.
     */
    private static final int DATAGRAM_RINGS = 64;

    private static final Duration DATAGRAM_RING = Duration.ofMillis(50);

    private final Context context;
    private StoredEquipment self;
    private final RegistrationClient registrar;
    private final Map<GrantId, StoredGrant> grants = new LinkedHashMap<>();
    private Instant nextEnd = Instant.MAX;
    private final Set<GrantId> boundOnDisk = new HashSet<>();
    private final Set<KeyFingerprint> revoked = new LinkedHashSet<>();
    private final Seen<Integer> connectionIds = new Seen<>();
    private final Seen<RingNonce> rings = new Seen<>();
    private final WakeUps wakeUps = new WakeUps();
    // [ACC-7] New ones are taken 20/s with a burst of 64 for each piece of equipment
    private final TokenBucket datagramRings = new TokenBucket(DATAGRAM_RINGS, DATAGRAM_RING);
    private final PasswordPatience patience = new PasswordPatience();
    private final WithdrawQueue withdrawals;
    private final Withdrawer withdrawer;
    private final UsedTwice usedTwice;
    private Optional<StoredPassword> password = Optional.empty();

    Equipment(Context context, StoredEquipment self, ServerRoute servers) {
        this.context = context;
        this.self = self;
        this.usedTwice = new UsedTwice(this);
        this.registrar = new RegistrationClient(context, this::self, servers, usedTwice::noted);
        this.withdrawals = new WithdrawQueue(this);
        this.withdrawer = new Withdrawer(context, this);
    }

    /** {@return its local name, for persons and their configuration} */
    EquipmentId name() {
        return self.name();
    }

    /** {@return its ID at its server: for the wire, for proofs and keys} */
    EquipmentId id() {
        return self.id();
    }

    /** {@return the key of its records on disk, or the beginning of it} */
    String place() {
        return self.place();
    }

    /** Gives it another local name; {@return the change to write}. */
    Change rename(EquipmentId name) {
        self = self.with(self.names().named(name));
        return Records.equipment(self);
    }

    StoredEquipment self() {
        return self;
    }

    RegistrationClient registrar() {
        return registrar;
    }

    Optional<StoredPassword> password() {
        return password;
    }

    /** {@return whether the store lost the password: then none is right until it is set again} */
    boolean passwordLost() {
        return password.isEmpty() && context.lost(Records.PASSWORDS, place());
    }

    void password(StoredPassword stored) {
        password = Optional.of(stored);
        patience.forget();
    }

    PasswordPatience patience() {
        return patience;
    }

    /** Takes one of its records from disk. */
    void load(String table, String part, byte[] record) {
        switch (table) {
            case Records.PASSWORDS -> password(StoredPassword.of(record));
            case Records.REVOKED -> revoked.add(new KeyFingerprint(part));
            case Records.WITHDRAWALS -> withdrawals.load(Withdrawal.of(Records.number(part), record));
            default -> {
                StoredGrant grant = StoredGrant.of(new GrantId(part), record);
                put(grant);
                if (grant.key().isPresent()) {
                    foundOnDisk(grant.id());
                }
            }
        }
    }

    /**
     * The change that brings a record of this equipment on disk to its state in memory; empty if it has no such record.
     */
    Optional<Change> record(String table, String key) {
        String part = Records.part(key);
        return switch (table) {
            case Records.EQUIPMENT -> Optional.of(Records.equipment(self));
            case Records.PASSWORDS -> password.map(kept -> Records.password(place(), kept));
            case Records.GRANTS -> grant(new GrantId(part)).map(kept -> Records.grant(place(), kept));
            case Records.REVOKED ->
                // Without the time of the revocation, which only readers of the disk need.
                Optional.of(new KeyFingerprint(part))
                        .filter(revoked::contains)
                        .map(kept -> Records.revoked(place(), kept, Instant.EPOCH));
            case Records.WITHDRAWALS -> withdrawals.record(part);
            default -> throw new IllegalStateException("table: " + table + " (expected: one of a gateway's)");
        };
    }

    /**
     * Leaves what its successor must know beside the records on disk. A wake-up that is still waiting is not known to
     * it: the server's next one is taken.
     */
    void leave(EstateWriter out) {
        registrar.leave(out);
        Set<Integer> lost = wakeUps.connectionIds();
        AcceptorEstate.row(out, AcceptorEstate.CONNECTION_IDS, self);
        connectionIds.all().stream().filter(id -> !lost.contains(id)).forEach(out::number);
        AcceptorEstate.row(out, AcceptorEstate.RINGS, self);
        rings.all().forEach(ring -> out.bytes(ring.bytes()));
        patience.leave(out, self);
        AcceptorEstate.row(out, AcceptorEstate.RATES, self);
        datagramRings.leave(out);
        wakeUps.leave(out);
    }

    void inherit(EstateReader in, Moment now) {
        registrar.inherit(in, now);
        AcceptorEstate.each(in, AcceptorEstate.CONNECTION_IDS, self, row -> {
            while (row.more()) {
                connectionIds.add(row.count());
            }
        });
        AcceptorEstate.each(in, AcceptorEstate.RINGS, self, row -> {
            while (row.more()) {
                rings.add(RingNonce.of(row.bytes()));
            }
        });
        AcceptorEstate.each(in, AcceptorEstate.WRONG, self, patience::inherit);
        AcceptorEstate.each(in, AcceptorEstate.RATES, self, row -> {
            datagramRings.inherit(row);
            wakeUps.inherit(row);
        });
    }

    Set<RingSystem> systems() {
        return context.settings().systemsOf(name(), password.isPresent() || passwordLost());
    }

    /** {@return a copy of the grants, oldest first} */
    List<StoredGrant> grants() {
        return grants.values().stream()
                .sorted(Comparator.comparing(StoredGrant::made).thenComparing(StoredGrant::person))
                .toList();
    }

    Optional<StoredGrant> grant(GrantId id) {
        return Optional.ofNullable(grants.get(id));
    }

    /** {@return whether a grant that stands is bound to this key} */
    boolean needs(KeyFingerprint key) {
        return grants.values().stream()
                .anyMatch(grant ->
                        !grant.over() && grant.key().filter(key::equals).isPresent());
    }

    /** {@return how many of the grants stand: are neither revoked nor ended} */
    int standing() {
        return Math.toIntExact(
                grants.values().stream().filter(grant -> !grant.over()).count());
    }

    void put(StoredGrant grant) {
        grants.put(grant.id(), grant);
        context.grants().reached(standing());
        awaitEnd(grant);
    }

    private void awaitEnd(StoredGrant grant) {
        if (!grant.over()) {
            grant.terms().until().filter(end -> end.isBefore(nextEnd)).ifPresent(end -> nextEnd = end);
        }
    }

    /** {@return a time before which no grant ends; the maximum if none has an end} */
    Instant nextEnd() {
        return nextEnd;
    }

    /** Notices which grants ended, and when the next one does; {@return those that ended}. */
    List<StoredGrant> end(Instant now) {
        List<StoredGrant> ended = grants().stream()
                .filter(grant -> !grant.over() && grant.ended(now))
                .map(StoredGrant::atItsEnd)
                .toList();
        ended.forEach(grant -> grants.put(grant.id(), grant));
        nextEnd = Instant.MAX;
        grants.values().forEach(this::awaitEnd);
        return ended;
    }

    void remove(GrantId id) {
        grants.remove(id);
        boundOnDisk.remove(id);
    }

    /** {@return whether the grant's key is certainly on disk} */
    boolean boundOnDisk(GrantId id) {
        return boundOnDisk.contains(id);
    }

    /** Notes that the grant's key is on disk. */
    void foundOnDisk(GrantId id) {
        boundOnDisk.add(id);
    }

    /** {@return whether a key is revoked} */
    boolean isRevoked(KeyFingerprint key) {
        return revoked.contains(key) || context.lost(Records.REVOKED, Records.key(place(), key.hex()));
    }

    /** {@return the revoked keys, oldest first} */
    Set<KeyFingerprint> revoked() {
        return revoked;
    }

    /** {@return the withdrawals of which the server does not know yet} */
    WithdrawQueue withdrawals() {
        return withdrawals;
    }

    /** {@return what sends the withdrawals to the server} */
    Withdrawer withdrawer() {
        return withdrawer;
    }

    /** {@return what the server says of invitations that a second key used} */
    UsedTwice usedTwice() {
        return usedTwice;
    }

    Seen<Integer> connectionIds() {
        return connectionIds;
    }

    Seen<RingNonce> rings() {
        return rings;
    }

    WakeUps wakeUps() {
        return wakeUps;
    }

    /** {@return the rate limit of new datagram rings} */
    TokenBucket datagramRings() {
        return datagramRings;
    }
}
