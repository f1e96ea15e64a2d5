package org.ringback.relay.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.crypto.Secret;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;
import org.ringback.wire.TransactionId;

/**
 * A piece of equipment's registration keys (the newest, and until it was used, the one before), and beside them what
 * the last registration left: its place in the sequence and its answer. The keys are on disk, the rest is soft. Not
 * thread-safe.
 */
final class Lease {
    private static final int FRESH = 1;
    private static final int FRESH_EXPIRES = 2;
    private static final int CONFIRMED = 3;
    private static final int CONFIRMED_EXPIRES = 4;

    private final EquipmentId equipment;
    private LeaseKey fresh;
    private @Nullable LeaseKey confirmed;
    private @Nullable LastRegistration last;
    private boolean signedOff;

    /**
     * The last registration that was accepted.
     *
     * @param nonceExpiry of its nonce
     * @param sequence under that nonce
     * @param transaction its transaction ID, which wake-ups name
     * @param answer what it was answered, for repeats
     * @param key under which key it came
     */
    record LastRegistration(long nonceExpiry, long sequence, TransactionId transaction, byte[] answer, LeaseKey key) {
        boolean isBelow(long expiry, long number) {
            return nonceExpiry < expiry || (nonceExpiry == expiry && sequence < number);
        }

        boolean isRepeatedBy(long expiry, long number, TransactionId id) {
            return nonceExpiry == expiry && sequence == number && transaction.equals(id);
        }
    }

    Lease(EquipmentId equipment, LeaseKey fresh) {
        this.equipment = equipment;
        this.fresh = fresh;
    }

    EquipmentId equipment() {
        return equipment;
    }

    LeaseKey fresh() {
        return fresh;
    }

    @Nullable
    LeaseKey confirmed() {
        return confirmed;
    }

    @Nullable
    LastRegistration last() {
        return last;
    }

    void last(LastRegistration registration) {
        last = registration;
    }

    /** Whether the last registration was a goodbye, and nothing was heard of the equipment since. */
    boolean signedOff() {
        return signedOff;
    }

    void signedOff(boolean off) {
        signedOff = off;
    }

    boolean holds(Moment now) {
        return now.wall().isBefore(fresh.expires())
                || (confirmed != null && now.wall().isBefore(confirmed.expires()));
    }

    /** Takes a new key. The one before stays good until a registration under the new one was accepted. */
    void renew(LeaseKey key) {
        if (confirmed != fresh) {
            // Never used: its answer may have been lost. Whatever was in use before stays so.
            fresh.destroy();
        }
        fresh = key;
        // Who takes a lease is about to register.
        signedOff = false;
    }

    /** A registration under this key was accepted; whether that ended the key before it. */
    boolean confirm(LeaseKey key) {
        if (key != fresh || confirmed == fresh) {
            return false;
        }
        if (confirmed != null) {
            confirmed.destroy();
        }
        confirmed = fresh;
        return true;
    }

    void destroy() {
        fresh.destroy();
        if (confirmed != null) {
            confirmed.destroy();
        }
    }

    Change change() {
        Tlv.Writer record = new Tlv.Writer()
                .put(FRESH, fresh.secret().copyBytes())
                .put(FRESH_EXPIRES, fresh.expires().toEpochMilli());
        LeaseKey used = confirmed;
        if (used != null) {
            record.put(CONFIRMED, used.secret().copyBytes())
                    .put(CONFIRMED_EXPIRES, used.expires().toEpochMilli());
        }
        return Change.put(RelayTables.LEASES, equipment.value(), record.toBytes());
    }

    static Lease read(String id, Tlv record) {
        EquipmentId equipment = new EquipmentId(id);
        Lease lease = new Lease(equipment, key(equipment, record, FRESH, FRESH_EXPIRES));
        if (record.find(CONFIRMED).isPresent()) {
            LeaseKey used = key(equipment, record, CONFIRMED, CONFIRMED_EXPIRES);
            lease.confirmed = used.secret().equals(lease.fresh.secret()) ? lease.fresh : used;
        }
        return lease;
    }

    private static LeaseKey key(EquipmentId equipment, Tlv record, int key, int expires) {
        Secret secret = Secret.copyOf(record.bytes(key));
        return new LeaseKey(equipment, secret, Instant.ofEpochMilli(record.number(expires)));
    }
}
