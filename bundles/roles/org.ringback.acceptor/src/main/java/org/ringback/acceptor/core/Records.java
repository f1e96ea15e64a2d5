package org.ringback.acceptor.core;

import java.time.Instant;
import java.util.HexFormat;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.StoredRecord;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/** Where each record of the acceptor lies in the store. Stateless. */
final class Records {
    static final String EQUIPMENT = "acceptor.equipment";
    static final String JOINS = "acceptor.joins";
    static final String PASSWORDS = "acceptor.passwords";
    static final String GRANTS = "acceptor.grants";
    static final String REVOKED = "acceptor.revoked";
    static final String WITHDRAWALS = "acceptor.withdrawals";
    static final String TIME = "acceptor.time";

    /** Of versions that kept one time for all servers. */
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

    /** For good: an older password never comes back. */
    static Change password(EquipmentId id, StoredPassword password) {
        return Change.put(PASSWORDS, id.value(), password.toBytes()).lasting();
    }

    /** One that is revoked or bound, for good: it never comes back as it was, nor free for another key. */
    static Change grant(EquipmentId id, StoredGrant grant) {
        Change change = Change.put(GRANTS, key(id, grant.id().hex()), grant.toBytes());
        return grant.revoked() || grant.key().isPresent() ? change.lasting() : change;
    }

    /** For good: what the server revoked stays revoked. */
    static Change revoked(EquipmentId id, KeyFingerprint key, Instant when) {
        return Change.put(
                        REVOKED,
                        key(id, key.hex()),
                        new Tlv.Writer().put(VALUE, when.getEpochSecond()).toBytes())
                .lasting();
    }

    /** {@return the key of a record of which a piece of equipment may have several} */
    static String key(EquipmentId id, String part) {
        return id.value() + SEPARATOR + part;
    }

    /** For good: a server that is told twice does no harm, one that is never told does. */
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

    /** {@return which of its equipment's records a key names; nothing where there is only one} */
    static String part(String key) {
        return key.substring(Math.min(key.length(), separator(key) + 1));
    }

    private static int separator(String key) {
        int at = key.indexOf(SEPARATOR);
        return at < 0 ? key.length() : at;
    }
}
