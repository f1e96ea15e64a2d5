package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.HexFormat;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.StoredRecord;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/** Names the tables and keys of the acceptor's records, and makes their changes. Stateless. */
final class Records {
    static final String EQUIPMENT = "acceptor.equipment";
    static final String JOINS = "acceptor.joins";
    static final String PASSWORDS = "acceptor.passwords";
    static final String GRANTS = "acceptor.grants";
    static final String REVOKED = "acceptor.revoked";
    static final String WITHDRAWALS = "acceptor.withdrawals";
    static final String TIME = "acceptor.time";

    /** The key in versions that kept one time for all servers. */
    static final String ANY_SERVER = "server";

    private static final int VALUE = 1;
    private static final char SEPARATOR = '/';

    private Records() {}

    static Change equipment(StoredEquipment equipment) {
        return Change.put(EQUIPMENT, equipment.id().value(), equipment.toBytes());
    }

    static Change join(StoredEquipment pending) {
        return Change.put(JOINS, pending.id().value(), pending.toBytes());
    }

    /** A lasting change, so that an older password never comes back. */
    static Change password(EquipmentId id, StoredPassword password) {
        return Change.put(PASSWORDS, id.value(), password.toBytes()).lasting();
    }

    /**
     * A lasting change if the grant is revoked, suspended or bound, so that it never comes back good, or free for
     * another key.
     */
    static Change grant(EquipmentId id, StoredGrant grant) {
        Change change = Change.put(GRANTS, key(id, grant.id().hex()), grant.toBytes());
        return grant.revoked() || grant.suspended() || grant.key().isPresent() ? change.lasting() : change;
    }

    /** A lasting change, so that a key which the server revoked stays revoked. */
    static Change revoked(EquipmentId id, KeyFingerprint key, Instant when) {
        return Change.put(
                        REVOKED,
                        key(id, key.hex()),
                        new Tlv.Writer().put(VALUE, when.getEpochSecond()).toBytes())
                .lasting();
    }

    /** {@return the key of a record of which equipment may have several} */
    static String key(EquipmentId id, String part) {
        return id.value() + SEPARATOR + part;
    }

    /** A lasting change: telling a server twice does no harm, never telling it does. */
    static Change withdrawal(EquipmentId id, Withdrawal waiting) {
        return Change.put(WITHDRAWALS, key(id, number(waiting.number())), waiting.toBytes())
                .lasting();
    }

    static String number(long number) {
        return HexFormat.of().toHexDigits(number);
    }

    static long number(String hex) {
        return HexFormat.fromHexDigitsToLong(hex);
    }

    static Change time(KeyFingerprint equipment, Instant server) {
        return Change.put(
                TIME,
                equipment.toString(),
                new Tlv.Writer().put(VALUE, server.getEpochSecond()).toBytes());
    }

    static Instant time(byte[] record) {
        return Instant.ofEpochSecond(StoredRecord.read(TIME, record).number(VALUE));
    }

    /** {@return the equipment of a record's key} */
    static EquipmentId owner(String key) {
        return new EquipmentId(key.substring(0, separator(key)));
    }

    /** {@return the second part of a record's key; empty if equipment has only one such record} */
    static String part(String key) {
        return key.substring(Math.min(key.length(), separator(key) + 1));
    }

    private static int separator(String key) {
        int at = key.indexOf(SEPARATOR);
        return at < 0 ? key.length() : at;
    }
}
