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
import java.util.function.BiPredicate;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.store.Change;

/** One piece of equipment that is enrolled: who may come in, what has come, and its registration. */
final class Equipment {
    /** Beyond any server's pending rings: a ring costs opening its box, and what follows has limits of its own. */
    private static final int DATAGRAM_RINGS = 64;

    private static final Duration DATAGRAM_RING = Duration.ofMillis(50);

    private final StoredEquipment self;
    private final RegistrationClient registrar;
    private final Map<GrantId, StoredGrant> grants = new LinkedHashMap<>();
    private final Set<GrantId> boundOnDisk = new HashSet<>();
    private final Set<KeyFingerprint> revoked = new LinkedHashSet<>();
    private final Seen<Integer> connectionIds = new Seen<>();
    private final Seen<RingNonce> rings = new Seen<>();
    private final WakeUps wakeUps = new WakeUps();
    // [ACC-7] New ones are taken 20/s with a burst of 64 for each piece of equipment
    private final TokenBucket datagramRings = new TokenBucket(DATAGRAM_RINGS, DATAGRAM_RING);
    private final PasswordPatience patience = new PasswordPatience();
    private final WithdrawQueue withdrawals;
    private Optional<StoredPassword> password = Optional.empty();
    private BiPredicate<String, String> lost = (table, key) -> false;

    Equipment(StoredEquipment self, RegistrationClient registrar) {
        this.self = self;
        this.registrar = registrar;
        this.withdrawals = new WithdrawQueue(this);
    }

    EquipmentId id() {
        return self.id();
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

    /**
     * Takes what the store knows of records that were written for good and are not there.
     *
     * @param records tells whether one is, by table and key
     */
    void lost(BiPredicate<String, String> records) {
        lost = records;
    }

    /** {@return whether there was a password that is not there any more: then none is right before it is set anew} */
    boolean passwordLost() {
        return password.isEmpty() && lost.test(Records.PASSWORDS, id().value());
    }

    void password(StoredPassword stored) {
        password = Optional.of(stored);
        patience.forget();
    }

    PasswordPatience patience() {
        return patience;
    }

    /** A record of this equipment as it must be on disk now; empty if there is none any more. */
    Optional<Change> record(String table, String key) {
        String part = Records.part(key);
        return switch (table) {
            case Records.EQUIPMENT -> Optional.of(Records.equipment(self));
            case Records.PASSWORDS -> password.map(kept -> Records.password(id(), kept));
            case Records.GRANTS -> grant(new GrantId(part)).map(kept -> Records.grant(id(), kept));
            case Records.REVOKED ->
                // When is for whoever reads the disk; nobody asks memory for it.
                Optional.of(new KeyFingerprint(part))
                        .filter(revoked::contains)
                        .map(kept -> Records.revoked(id(), kept, Instant.EPOCH));
            case Records.WITHDRAWALS -> withdrawals.record(part);
            default -> throw new IllegalStateException("table: " + table + " (expected: one of a gateway's)");
        };
    }

    Set<RingSystem> systems(AcceptorSettings settings) {
        return settings.systemsOf(id(), password.isPresent() || passwordLost());
    }

    /** {@return a copy, oldest first} */
    List<StoredGrant> grants() {
        return grants.values().stream()
                .sorted(Comparator.comparing(StoredGrant::made).thenComparing(StoredGrant::person))
                .toList();
    }

    Optional<StoredGrant> grant(GrantId id) {
        return Optional.ofNullable(grants.get(id));
    }

    /** {@return whether a grant stands that is bound to this key} */
    boolean needs(KeyFingerprint key) {
        return grants.values().stream()
                .anyMatch(grant ->
                        !grant.revoked() && grant.key().filter(key::equals).isPresent());
    }

    void put(StoredGrant grant) {
        grants.put(grant.id(), grant);
    }

    void remove(GrantId id) {
        grants.remove(id);
        boundOnDisk.remove(id);
    }

    /** {@return whether the grant's key is known to be on disk, not only on its way there} */
    boolean boundOnDisk(GrantId id) {
        return boundOnDisk.contains(id);
    }

    /** The grant's key is on disk. */
    void foundOnDisk(GrantId id) {
        boundOnDisk.add(id);
    }

    /** {@return whether a key may never come in} */
    boolean isRevoked(KeyFingerprint key) {
        return revoked.contains(key) || lost.test(Records.REVOKED, Records.revokedKey(id(), key));
    }

    /** {@return keys that may never come in, oldest first} */
    Set<KeyFingerprint> revoked() {
        return revoked;
    }

    /** {@return what was taken back and the server does not know yet} */
    WithdrawQueue withdrawals() {
        return withdrawals;
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

    /** {@return how often new datagram rings are looked at} */
    TokenBucket datagramRings() {
        return datagramRings;
    }
}
