package org.ringback.relay.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Secret;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;
import org.ringback.wire.TransactionId;

/**
 * A piece of equipment's registration keys (the newest, and until it was used, the one before), and beside them what
 * the last registration left: its place in the sequence. The keys are on disk, the rest is soft. Not
 * thread-safe.
 */
final class Lease {
    private static final int FRESH = 1;
    private static final int FRESH_EXPIRES = 2;
    private static final int CONFIRMED = 3;
    private static final int CONFIRMED_EXPIRES = 4;

    /** No nonce expires then: nothing was accepted yet. */
    static final long NEVER = Long.MIN_VALUE;

    final EquipmentId equipment;
    private LeaseKey fresh;
    private @Nullable LeaseKey confirmed;
    /** Whether the last registration was a goodbye, and nothing was heard of the equipment since. */
    boolean signedOff;

    /** When the nonce of the last registration that was accepted expires; {@link #NEVER} if none was. */
    long nonceExpiry = NEVER;
    /** Its number under that nonce, and its transaction ID. */
    private long sequence;

    private int transactionHigh;
    private long transactionLow;

    Lease(EquipmentId equipment, LeaseKey fresh) {
        this.equipment = equipment;
        this.fresh = fresh;
    }

    LeaseKey fresh() {
        return fresh;
    }

    @Nullable
    LeaseKey confirmed() {
        return confirmed;
    }

    /** The transaction ID of the last registration, which wake-ups name; it came under the key that is in use. */
    Optional<TransactionId> registration() {
        return nonceExpiry == NEVER
                ? Optional.empty()
                : Optional.of(new TransactionId(transactionHigh, transactionLow));
    }

    /** Whether a registration is the last one again. */
    boolean isRepeated(long expiry, long number, TransactionId transaction) {
        return expiry == nonceExpiry
                && number == sequence
                && transaction.high() == transactionHigh
                && transaction.low() == transactionLow;
    }

    /** Whether a registration was sent after the last one. */
    boolean isNewer(long expiry, long number) {
        return expiry > nonceExpiry || (expiry == nonceExpiry && number > sequence);
    }

    /**
     * A registration was accepted.
     *
     * @param expiry when its nonce ends
     * @param number its number under that nonce
     * @param transaction its transaction ID
     * @param key under which key it came
     * @return whether that ended the key before it
     */
    boolean registered(long expiry, long number, TransactionId transaction, LeaseKey key) {
        nonceExpiry = expiry;
        sequence = number;
        transactionHigh = transaction.high();
        transactionLow = transaction.low();
        return confirm(key);
    }

    boolean holds(Moment now) {
        return fresh.holds(now) || (confirmed != null && confirmed.holds(now));
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
        // [LEASE-3] The server keeps the previous key until a registration under the new one was accepted.
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
        Tlv.Writer record = new Tlv.Writer().put(FRESH, fresh.bytes()).put(FRESH_EXPIRES, fresh.expiresMillis());
        LeaseKey used = confirmed;
        if (used != null) {
            record.put(CONFIRMED, used.bytes()).put(CONFIRMED_EXPIRES, used.expiresMillis());
        }
        return Change.put(RelayTables.LEASES, equipment.value(), record.toBytes());
    }

    static Lease read(EquipmentId equipment, Tlv record) {
        Lease lease = new Lease(equipment, key(equipment, record, FRESH, FRESH_EXPIRES));
        if (record.find(CONFIRMED).isPresent()) {
            LeaseKey used = key(equipment, record, CONFIRMED, CONFIRMED_EXPIRES);
            lease.confirmed = used.isSameAs(lease.fresh) ? lease.fresh : used;
        }
        return lease;
    }

    private static LeaseKey key(EquipmentId equipment, Tlv record, int key, int expires) {
        Secret secret = Secret.copyOf(record.bytes(key));
        return new LeaseKey(equipment, secret, record.number(expires));
    }
}
