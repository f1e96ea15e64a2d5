package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.HexFormat;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.StoredRecord;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * Names the tables and keys of the acceptor's records, and makes their changes. A key begins with the place of its
 * equipment ({@link org.ringback.kernel.EquipmentNames}). Stateless.
 */
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
        return Change.put(EQUIPMENT, equipment.place(), equipment.toBytes());
    }

    /** An enrolment that is not finished has its record under its local name: it has no place yet. */
    static Change join(StoredEquipment pending) {
        return Change.put(JOINS, pending.name().value(), pending.toBytes());
    }

    /** A lasting change, so that an older password never comes back. */
    static Change password(String place, StoredPassword password) {
        return Change.put(PASSWORDS, place, password.toBytes()).lasting();
    }

    /**
     * A lasting change if the grant is over, suspended or bound, so that it never comes back good, or free for
     * another key.
     */
    static Change grant(String place, StoredGrant grant) {
        Change change = Change.put(GRANTS, key(place, grant.id().hex()), grant.toBytes());
        return grant.over() || grant.suspended() || grant.key().isPresent() ? change.lasting() : change;
    }

    /** A lasting change, so that a key which the server revoked stays revoked. */
    static Change revoked(String place, KeyFingerprint key, Instant when) {
        return Change.put(
                        REVOKED,
                        key(place, key.hex()),
                        new Tlv.Writer().put(VALUE, when.getEpochSecond()).toBytes())
                .lasting();
    }

    /** {@return the key of a record of which equipment may have several} */
    static String key(String place, String part) {
        return place + SEPARATOR + part;
    }

    /** A lasting change: telling a server twice does no harm, never telling it does. */
    static Change withdrawal(String place, Withdrawal waiting) {
        return Change.put(WITHDRAWALS, key(place, number(waiting.number())), waiting.toBytes())
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

    /** {@return the place of the equipment of a record's key} */
    static String owner(String key) {
        return key.substring(0, separator(key));
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
