package org.ringback.relay.core;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.StoredProtections;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * The server's record of a one-time code. Immutable.
 *
 * @param id its public name
 * @param key HKDF of the code, which suffices to check a proof; not the code itself
 * @param name the ID to be enrolled, or the name wished for in an invitation
 * @param role the role to be enrolled
 * @param protections the protections that the enrolment will allow
 * @param expires until when it is valid
 * @param equipment the equipment that invited; empty for an operator's code
 * @param use its first use, if it was used
 */
record OneTimeCode(
        long id,
        Secret key,
        EquipmentId name,
        Role role,
        Set<ProtectionId> protections,
        Instant expires,
        Optional<EquipmentId> equipment,
        Optional<Use> use) {
    private static final int KEY = 1;
    private static final int NAME = 2;
    private static final int ROLE = 3;
    private static final int PROTECTION = 4;
    private static final int EXPIRES = 5;
    private static final int EQUIPMENT = 6;
    private static final int USED_BY = 7;
    private static final int USED_AS = 8;
    private static final int USE_ENROLLED = 9;

    /**
     * The first use of a code.
     *
     * @param key the device's key
     * @param id the ID of the device
     * @param enrolled whether this enrolled the device; if not, it only gained a permission
     */
    record Use(KeyFingerprint key, EquipmentId id, boolean enrolled) {}

    OneTimeCode {
        protections = Set.copyOf(protections);
    }

    boolean open() {
        return use.isEmpty();
    }

    /** Whether it is an operator's, and no device has joined by it. */
    boolean waits() {
        return open() && equipment.isEmpty();
    }

    OneTimeCode used(Use by) {
        return new OneTimeCode(id, key, name, role, protections, expires, equipment, Optional.of(by));
    }

    static String keyOf(long id) {
        return HexFormat.of().toHexDigits(id);
    }

    Change change() {
        byte[] secret = key.copyBytes();
        Tlv.Writer record = new Tlv.Writer()
                .put(KEY, secret)
                .put(NAME, name.value())
                .put(ROLE, role.number())
                .put(EXPIRES, expires.toEpochMilli());
        StoredProtections.write(record, PROTECTION, protections);
        equipment.ifPresent(inviter -> record.put(EQUIPMENT, inviter.value()));
        use.ifPresent(by -> record.put(USED_BY, by.key().bytes())
                .put(USED_AS, by.id().value())
                .put(USE_ENROLLED, by.enrolled() ? 1 : 0));
        return Change.put(RelayTables.CODES, keyOf(id), record.toBytes());
    }

    static OneTimeCode read(String id, Tlv record) {
        Optional<Use> use = record.find(USED_BY)
                .map(by -> new Use(
                        KeyFingerprint.of(by),
                        new EquipmentId(record.text(USED_AS)),
                        record.number(USE_ENROLLED) != 0));
        return new OneTimeCode(
                HexFormat.fromHexDigitsToLong(id),
                Secret.copyOf(record.bytes(KEY)),
                new EquipmentId(record.text(NAME)),
                Role.of(Math.toIntExact(record.number(ROLE))),
                StoredProtections.read(record, PROTECTION),
                Instant.ofEpochMilli(record.number(EXPIRES)),
                record.find(EQUIPMENT).map(inviter -> new EquipmentId(record.text(EQUIPMENT))),
                use);
    }
}
