package org.ringback.issuer.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.crypto.Protection;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * What an issuer keeps: its identity, its grants and the password information that belongs to them. Every change comes
 * back as the {@link Change}s to be written. Belongs to the core's thread.
 */
public final class IssuerRecords {
    /** Table with the one identity. */
    public static final String KEYS = "issuer.keys";

    /** Table of the grants, by equipment. */
    public static final String GRANTS = "issuer.grants";

    /** Table of the password information, by equipment. */
    public static final String PASSWORDS = "issuer.passwords";

    /** Most grants that are kept. */
    static final int MAX_GRANTS = 1024;

    private static final String SELF = "self";
    private static final int TAG_FINGERPRINT = 1;
    private static final int TAG_SECRET = 2;

    private @Nullable IssuerKey key;
    private final Map<EquipmentId, GrantRecord> grants = new TreeMap<>();
    private final Map<EquipmentId, KeptPassword> passwords = new HashMap<>();

    private IssuerRecords() {}

    /**
     * Reads what was written before.
     *
     * @param tables gives a table's records by key
     * @return the records
     * @throws IllegalArgumentException if a record is none of this version's
     */
    public static IssuerRecords read(Function<String, Map<String, byte[]>> tables) {
        IssuerRecords records = new IssuerRecords();
        byte[] self = tables.apply(KEYS).get(SELF);
        if (self != null) {
            Tlv in = Tlv.read(self);
            records.key = new IssuerKey(fingerprint(in), secret(in));
        }
        tables.apply(GRANTS).forEach((id, bytes) -> records.grants.put(new EquipmentId(id), GrantRecord.read(bytes)));
        tables.apply(PASSWORDS)
                .forEach((id, bytes) -> records.passwords.put(new EquipmentId(id), KeptPassword.read(bytes)));
        return records;
    }

    Optional<IssuerKey> key() {
        return Optional.ofNullable(key);
    }

    Change keep(IssuerKey made) {
        key = made;
        return Change.put(KEYS, SELF, keyed(made.fingerprint(), made.encoded()));
    }

    Optional<GrantRecord> grant(EquipmentId equipment) {
        return Optional.ofNullable(grants.get(equipment));
    }

    boolean full() {
        return grants.size() >= MAX_GRANTS;
    }

    /** A grant for equipment that is granted already takes the place of the older one. */
    List<Change> keep(GrantRecord grant) {
        List<Change> changes = new ArrayList<>();
        changes.add(Change.put(GRANTS, grant.equipment().value(), grant.toBytes()));
        KeptPassword password = passwords.get(grant.equipment());
        if (password != null && !password.identity().equals(grant.identity())) {
            passwords.remove(grant.equipment());
            changes.add(Change.remove(PASSWORDS, grant.equipment().value()));
        }
        grants.put(grant.equipment(), grant);
        return changes;
    }

    /** The server says anew which protections this issuer is enrolled for: that holds for every grant of it. */
    List<Change> enrolled(ServerPins server, Set<Protection> protections) {
        List<Change> changes = new ArrayList<>();
        for (GrantRecord grant : List.copyOf(grants.values())) {
            if (grant.route().sameServer(server) && !grant.route().protections().equals(protections)) {
                changes.addAll(keep(grant.with(protections)));
            }
        }
        return changes;
    }

    Change keepPassword(EquipmentId equipment, KeptPassword password) {
        passwords.put(equipment, password);
        return Change.put(PASSWORDS, equipment.value(), password.toBytes());
    }

    Optional<KeptPassword> password(EquipmentId equipment) {
        return Optional.ofNullable(passwords.get(equipment));
    }

    List<GrantedEquipment> granted() {
        return grants.values().stream().map(this::shown).toList();
    }

    GrantedEquipment shown(GrantRecord grant) {
        return new GrantedEquipment(
                grant.equipment(),
                grant.self(),
                grant.route().servers(),
                grant.identity(),
                grant.systems(),
                passwords.containsKey(grant.equipment()),
                grant.since());
    }

    private static byte[] keyed(KeyFingerprint fingerprint, Secret secret) {
        return new Tlv.Writer()
                .put(TAG_FINGERPRINT, fingerprint.bytes())
                .put(TAG_SECRET, secret.copyBytes())
                .toBytes();
    }

    private static KeyFingerprint fingerprint(Tlv in) {
        return KeyFingerprint.of(in.bytes(TAG_FINGERPRINT));
    }

    private static Secret secret(Tlv in) {
        return Secret.copyOf(in.bytes(TAG_SECRET));
    }
}
