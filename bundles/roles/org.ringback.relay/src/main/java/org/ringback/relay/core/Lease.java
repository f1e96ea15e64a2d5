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
 * The registration keys of one piece of equipment (the newest and, until that was used, the one before), and the
 * sequence of its last registration. Only the keys are on disk. Not thread-safe.
 */
final class Lease {
    private static final int FRESH = 1;
    private static final int FRESH_EXPIRES = 2;
    private static final int CONFIRMED = 3;
    private static final int CONFIRMED_EXPIRES = 4;

    /** A time before all nonces' expiry: no registration was accepted yet. */
    static final long NEVER = Long.MIN_VALUE;

    final EquipmentId equipment;
    private LeaseKey fresh;
    private @Nullable LeaseKey confirmed;
    /** Whether the equipment deregistered and was not heard of since. */
    boolean signedOff;

    /** When the nonce of the last accepted registration expires; {@link #NEVER} if none was accepted. */
    long nonceExpiry = NEVER;
    /** Its SEQUENCE under that nonce; next, its transaction ID. */
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

    /** The transaction ID of the last registration, which wake-ups name; it was made with the key in use. */
    Optional<TransactionId> registration() {
        return nonceExpiry == NEVER
                ? Optional.empty()
                : Optional.of(new TransactionId(transactionHigh, transactionLow));
    }

    /** Whether a registration repeats the last one. */
    boolean isRepeated(long expiry, long number, TransactionId transaction) {
        return expiry == nonceExpiry
                && number == sequence
                && transaction.high() == transactionHigh
                && transaction.low() == transactionLow;
    }

    /** Whether a registration is newer than the last one. */
    boolean isNewer(long expiry, long number) {
        return expiry > nonceExpiry || (expiry == nonceExpiry && number > sequence);
    }

    /**
     * Notes an accepted registration.
     *
     * @param expiry when its nonce expires
     * @param number its SEQUENCE under that nonce
     * @param transaction its transaction ID
     * @param key the key of its MAC
     * @return whether that ended an older key
     */
    boolean registered(long expiry, long number, TransactionId transaction, LeaseKey key) {
        nonceExpiry = expiry;
        sequence = number;
        transactionHigh = transaction.high();
        transactionLow = transaction.low();
        return confirm(key);
    }

    /** What a successor must know of the last registration; empty if there was none. */
    Optional<RelayEstate.Registered> left() {
        return registration()
                .map(transaction -> new RelayEstate.Registered(
                        equipment, nonceExpiry, sequence, transaction, signedOff, confirmed == fresh));
    }

    /**
     * Takes the last registration that a predecessor accepted.
     *
     * @return whether that ended an older key, as its change had not reached the disk
     */
    boolean inherit(RelayEstate.Registered before) {
        signedOff = before.signedOff();
        LeaseKey used = before.underNewest() || confirmed == null ? fresh : confirmed;
        return registered(before.nonceExpiry(), before.sequence(), before.transaction(), used);
    }

    boolean holds(Moment now) {
        return fresh.holds(now) || (confirmed != null && confirmed.holds(now));
    }

    /** Takes a new key. The one before stays valid until a registration with the new one was accepted. */
    void renew(LeaseKey key) {
        if (confirmed != fresh) {
            // The newest key was never used, as its answer may have been lost; the key in use stays.
            fresh.destroy();
        }
        fresh = key;
        // Equipment that takes a lease is about to register.
        signedOff = false;
    }

    /** Notes that a registration with this key was accepted; returns whether that ended an older key. */
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
