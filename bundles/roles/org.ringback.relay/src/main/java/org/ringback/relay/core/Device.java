package org.ringback.relay.core;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment.State;
import org.ringback.kernel.StoredProtections;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/** One enrolment record. Immutable. */
record Device(
        EquipmentId id, Role role, KeyFingerprint key, Set<ProtectionId> protections, State state, long sinceMillis) {
    private static final int ROLE = 1;
    private static final int KEY = 2;
    private static final int PROTECTION = 3;
    private static final int STATE = 4;
    private static final int SINCE = 5;

    Device {
        protections = Set.copyOf(protections);
    }

    Instant since() {
        return Instant.ofEpochMilli(sinceMillis);
    }

    boolean counts() {
        return state == State.ENROLLED;
    }

    /**
     * What the operator does about a suspended device, in words. Who used its string first may be the thief, and that
     * key comes back by another string for the same ID as long as it is not revoked.
     */
    String cure() {
        return "revoke " + id + " here first, as the key that came first may be a thief's and could come back by a new"
                + " string; then "
                + (role == Role.ISSUER
                        ? "enrol " + id + " --issuer, give its string to join at that issuer, and have new grants made"
                        : "enrol " + id + ", and give its string to join --replace at its gateway, where password and"
                                + " grants are made anew");
    }

    /** Its ID, and whether it is an issuer, in words. */
    String named() {
        return id + (role == Role.ISSUER ? " (issuer)" : "");
    }

    Device with(State changed) {
        return new Device(id, role, key, protections, changed, sinceMillis);
    }

    /** The protections in the order of their numbers, as on the wire. */
    List<ProtectionId> protectionList() {
        return protections.stream().sorted().toList();
    }

    /**
     * The change that writes the record; a lasting one if the device is no longer accepted, so that it never becomes
     * accepted again.
     */
    Change change() {
        Tlv.Writer record = new Tlv.Writer()
                .put(ROLE, role.number())
                .put(KEY, key.bytes())
                .put(STATE, state.name())
                .put(SINCE, sinceMillis);
        StoredProtections.write(record, PROTECTION, protections);
        Change change = Change.put(RelayTables.DEVICES, id.value(), record.toBytes());
        return counts() ? change : change.lasting();
    }

    static Device read(String id, Tlv record) {
        return new Device(
                new EquipmentId(id),
                Role.of(Math.toIntExact(record.number(ROLE))),
                KeyFingerprint.of(record.bytes(KEY)),
                StoredProtections.read(record, PROTECTION),
                State.valueOf(record.text(STATE)),
                record.number(SINCE));
    }
}
