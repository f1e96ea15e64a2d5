package org.ringback.issuer.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.EquipmentNames;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * What an issuer keeps on disk: its identities, its grants and their password information. Each modification returns
 * the {@link Change}s that the caller must write. Belongs to the core's thread.
 */
public final class IssuerRecords {
    /** Table of the identities: the one for all servers, and those for servers that revoked it. */
    public static final String KEYS = "issuer.keys";

    /** Table of the grants, by the place of the equipment. */
    public static final String GRANTS = "issuer.grants";

    /** Table of the password information, by the place of the equipment. */
    public static final String PASSWORDS = "issuer.passwords";

    /** Table of the stories of the latest rings; used by the driver. */
    public static final String STORIES = "issuer.stories";

    /** Most grants that are kept. */
    static final int MAX_GRANTS = 1024;

    private static final String SELF = "self";
    private static final Set<KeyFingerprint> ALL = Set.of();
    private static final int TAG_FINGERPRINT = 1;
    private static final int TAG_SECRET = 2;

    private static final int TAG_AUTHORITY = 3;

    /**
     * The key for all servers, under the empty set, and the keys for servers that revoked it, each under the set of all
     * authorities of its server. A single common authority is not enough: the owner of a gateway makes the grant
     * string, and could add a true server's CA to his own, then prove himself with his own CA, and so cause the key for
     * the true server to be dropped with its grants. The cost: after a server's CA was replaced, the first string with
     * the new authorities is tried with the key for all servers, and takes one more key; earlier grants go on with
     * their key.
     */
    private final Map<Set<KeyFingerprint>, IssuerKey> keys = new HashMap<>();

    /** By local name. */
    private final NavigableMap<EquipmentId, GrantRecord> grants = new TreeMap<>();
    /** By place; stays where a grant was dropped with its key, as the next grant may be of the same equipment. */
    private final Map<String, KeptPassword> passwords = new HashMap<>();

    private final HighWater kept = new HighWater();

    private IssuerRecords() {}

    /**
     * Reads what was written before.
     *
     * @param tables gives a table's records by key
     * @return the records
     * @throws IllegalArgumentException if a record is not of a version that this program reads
     */
    public static IssuerRecords read(Function<String, Map<String, byte[]>> tables) {
        IssuerRecords records = new IssuerRecords();
        tables.apply(KEYS).values().forEach(record -> {
            Tlv in = StoredRecord.read(KEYS, record);
            records.keys.put(
                    in.all(TAG_AUTHORITY).stream().map(KeyFingerprint::of).collect(Collectors.toUnmodifiableSet()),
                    new IssuerKey(KeyFingerprint.of(in.bytes(TAG_FINGERPRINT)), Secret.copyOf(in.bytes(TAG_SECRET))));
        });
        tables.apply(GRANTS).forEach((place, bytes) -> {
            GrantRecord grant = GrantRecord.read(place, bytes);
            records.grants.put(grant.name(), grant);
        });
        tables.apply(PASSWORDS).forEach((place, bytes) -> records.passwords.put(place, KeptPassword.read(bytes)));
        return records;
    }

    Optional<IssuerKey> key() {
        return Optional.ofNullable(keys.get(ALL));
    }

    /** The key to use with a server. */
    Optional<IssuerKey> key(ServerPins server) {
        return Optional.ofNullable(keys.get(Set.copyOf(server.authorities()))).or(this::key);
    }

    /** Keeps the key for a server, whether new or known. */
    Change keep(ServerPins server, IssuerKey made) {
        if (made.equals(keys.getOrDefault(ALL, made))) {
            keys.put(ALL, made);
            return Change.put(KEYS, SELF, keyed(made, ALL));
        }
        return Change.put(KEYS, made.fingerprint().toString(), keyed(made, server.authorities()));
    }

    /**
     * Replaces the key for a server that revoked it, and drops the grants to the old key, which nobody can use any
     * more.
     */
    List<Change> renew(ServerPins server, IssuerKey made) {
        List<Change> changes = new ArrayList<>();
        Set<KeyFingerprint> authorities = Set.copyOf(server.authorities());
        IssuerKey before = keys.put(authorities, made);
        if (before != null) {
            changes.add(Change.remove(KEYS, before.fingerprint().toString()));
        }
        changes.add(keep(server, made));
        for (GrantRecord grant : List.copyOf(grants.values())) {
            if (Set.copyOf(grant.route().pins().authorities()).equals(authorities)) {
                grants.remove(grant.name());
                changes.add(Change.remove(GRANTS, grant.place()));
            }
        }
        return changes;
    }

    Optional<GrantRecord> grant(EquipmentId name) {
        return Optional.ofNullable(grants.get(name));
    }

    /** {@return the grant of equipment that is known by its ID and key, whatever its local name} */
    Optional<GrantRecord> known(EquipmentId target, KeyFingerprint key) {
        return grants.values().stream().filter(kept -> kept.isFor(target, key)).findAny();
    }

    /** {@return the grant of equipment of an ID at a server, whatever its local name and key} */
    Optional<GrantRecord> enrolledAs(EquipmentId target, ServerPins server) {
        return grants.values().stream()
                .filter(kept ->
                        kept.target().equals(target) && kept.route().pins().sameServer(server))
                .findAny();
    }

    /** The names of equipment that takes the local name of whoever has it. */
    EquipmentNames names(EquipmentId name, EquipmentId target, KeyFingerprint key) {
        return EquipmentNames.fresh(name, target, key, place -> grants.values().stream()
                .anyMatch(kept -> kept.place().equals(place) && !kept.name().equals(name)));
    }

    /** How many grants are kept, of those that may be. */
    LimitUse limit() {
        return kept.use(IssuerLimit.GRANTS, MAX_GRANTS, grants.size());
    }

    boolean full() {
        return grants.size() >= MAX_GRANTS;
    }

    /** Keeps a grant; replaces an older one under the same local name. */
    List<Change> keep(GrantRecord grant) {
        // [ISS-14] A new grant for the same equipment, known by its key, takes the old one's place
        Optional<GrantRecord> before = Optional.ofNullable(grants.put(grant.name(), grant));
        List<Change> changes = new ArrayList<>();
        before.filter(old -> !old.place().equals(grant.place())).ifPresent(old -> {
            changes.add(Change.remove(GRANTS, old.place()));
            changes.addAll(dropPassword(old.place()));
        });
        changes.add(Change.put(GRANTS, grant.place(), grant.toBytes()));
        KeptPassword password = passwords.get(grant.place());
        if (password != null && !password.identity().equals(grant.identity())) {
            changes.addAll(dropPassword(grant.place()));
        }
        kept.reached(grants.size());
        return changes;
    }

    private List<Change> dropPassword(String place) {
        return passwords.remove(place) == null ? List.of() : List.of(Change.remove(PASSWORDS, place));
    }

    /** Gives equipment that is granted another local name, which no other has. */
    Change rename(GrantRecord kept, EquipmentId name) {
        GrantRecord renamed = kept.named(name);
        grants.remove(kept.name());
        grants.put(name, renamed);
        return Change.put(GRANTS, renamed.place(), renamed.toBytes());
    }

    /** Forgets a grant with the password kept for it, for good: neither comes back with an older store. */
    List<Change> forget(GrantRecord grant) {
        grants.remove(grant.name());
        passwords.remove(grant.place());
        return List.of(
                Change.remove(GRANTS, grant.place()).lasting(),
                Change.remove(PASSWORDS, grant.place()).lasting());
    }

    /** {@return the local names of the equipment that may be rung} */
    List<String> names() {
        return grants.keySet().stream().map(EquipmentId::value).toList();
    }

    /** Sets the protections of a new enrolment with a server in all grants of that server. */
    List<Change> enrolled(ServerPins server, Set<ProtectionId> protections) {
        List<Change> changes = new ArrayList<>();
        // [SYS-6] an issuer's new enrolment with a server changes those of all its grants there.
        for (GrantRecord grant : List.copyOf(grants.values())) {
            if (grant.route().pins().sameServer(server)
                    && !grant.route().protections().equals(protections)) {
                changes.addAll(keep(grant.with(protections)));
            }
        }
        return changes;
    }

    Change keepPassword(GrantRecord grant, KeptPassword password) {
        passwords.put(grant.place(), password);
        return Change.put(PASSWORDS, grant.place(), password.toBytes());
    }

    Optional<KeptPassword> password(GrantRecord grant) {
        return Optional.ofNullable(passwords.get(grant.place()));
    }

    /** The change that brings a record on disk to its state in memory ({@link org.ringback.kernel.Unwritten}). */
    Change record(String table, String name) {
        Optional<byte[]> bytes =
                switch (table) {
                    case KEYS ->
                        keys.entrySet().stream()
                                .filter(one -> name.equals(name(one.getKey(), one.getValue())))
                                .map(one -> keyed(one.getValue(), one.getKey()))
                                .findAny();
                    case GRANTS ->
                        grants.values().stream()
                                .filter(kept -> kept.place().equals(name))
                                .map(GrantRecord::toBytes)
                                .findAny();
                    case PASSWORDS -> Optional.ofNullable(passwords.get(name)).map(KeptPassword::toBytes);
                    default -> throw new IllegalStateException("table: " + table + " (expected: one of an issuer's)");
                };
        return bytes.map(value -> Change.put(table, name, value)).orElseGet(() -> Change.remove(table, name));
    }

    private static String name(Set<KeyFingerprint> server, IssuerKey key) {
        return server.equals(ALL) ? SELF : key.fingerprint().toString();
    }

    private static byte[] keyed(IssuerKey made, Collection<KeyFingerprint> authorities) {
        Tlv.Writer record = new Tlv.Writer()
                .put(TAG_FINGERPRINT, made.fingerprint().bytes())
                .put(TAG_SECRET, made.encoded().copyBytes());
        authorities.forEach(authority -> record.put(TAG_AUTHORITY, authority.bytes()));
        return record.toBytes();
    }

    int grants() {
        return grants.size();
    }

    /** The services that a grant names; none of one that is not kept. */
    List<String> services(EquipmentId name) {
        return grant(name).map(grant -> grant.terms().services()).orElse(List.of());
    }

    Page<GrantedEquipment> granted(LatestRefusals refusals, Optional<EquipmentId> after, int limit) {
        return Page.of(grants, after, limit, grant -> shown(grant, refusals));
    }

    Optional<GrantedEquipment> granted(LatestRefusals refusals, EquipmentId name) {
        return grant(name).map(grant -> shown(grant, refusals));
    }

    GrantedEquipment shown(GrantRecord grant, LatestRefusals refusals) {
        return new GrantedEquipment(
                grant.name(),
                grant.target(),
                grant.self(),
                grant.route().servers(),
                grant.identity(),
                grant.systems(),
                passwords.containsKey(grant.place()),
                grant.since(),
                grant.terms(),
                refusals.of(grant.name()));
    }
}
