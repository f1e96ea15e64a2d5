package org.ringback.acceptor.core;

import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Tlv;

/**
 * A grant that was revoked or ended, of which its server must still be told. Immutable.
 *
 * @param number its place in the queue of its equipment
 * @param code the CODE-ID of its invitation; {@link #NO_CODE} for a grant of an older version
 * @param key the issuer's key, once it was bound
 */
public record Withdrawal(long number, long code, Optional<KeyFingerprint> key) {
    /** A code ID that no invitation has. */
    static final long NO_CODE = 0;

    private static final int CODE = 1;
    private static final int KEY = 2;

    /** Whether both are of the same grant, or have the same effect. */
    boolean same(Withdrawal other) {
        return code == other.code && key.equals(other.key);
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer().put(CODE, code);
        key.ifPresent(issuer -> out.put(KEY, issuer.bytes()));
        return out.toBytes();
    }

    static Withdrawal of(long number, byte[] record) {
        Tlv in = StoredRecord.read(Records.WITHDRAWALS, record);
        return new Withdrawal(number, in.number(CODE), in.find(KEY).map(KeyFingerprint::of));
    }
}
