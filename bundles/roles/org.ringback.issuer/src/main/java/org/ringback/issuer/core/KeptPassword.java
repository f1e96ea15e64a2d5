package org.ringback.issuer.core;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.OpaqueString;
import org.ringback.api.Secret;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.RingCrypto;
import org.ringback.wire.Tlv;

/**
 * The password information of a piece of equipment, as kept on disk. Valid for one identity of the equipment, from
 * which its salt is made. Immutable.
 *
 * @param identity the equipment's key
 * @param information made from the OpaqueString; in records of older versions, from what was typed
 * @param raw made from what was typed, if that differs: for equipment whose password an older version stored
 */
public record KeptPassword(KeyFingerprint identity, Secret information, Optional<Secret> raw) {
    private static final int IDENTITY = 1;
    private static final int INFORMATION = 2;
    private static final int RAW = 3;

    /**
     * Hashes a password once or twice; slow, never on a loop.
     *
     * @param rings does the hashing
     * @param typed the password as typed
     * @param equipment whose: its ID, not its local name, as the salt is made from it
     * @param identity its key
     * @return what to keep
     * @throws IllegalArgumentException in words, if {@link OpaqueString} refuses it
     */
    public static KeptPassword of(RingCrypto rings, Secret typed, EquipmentId equipment, KeyFingerprint identity) {
        Secret form = OpaqueString.of(typed);
        try {
            Secret information = rings.passwordInformation(form, equipment, identity);
            return new KeptPassword(
                    identity,
                    information,
                    form.equals(typed)
                            ? Optional.empty()
                            : Optional.of(rings.passwordInformation(typed, equipment, identity)));
        } finally {
            form.destroy();
        }
    }

    byte[] toBytes() {
        Tlv.Writer out = new Tlv.Writer().put(IDENTITY, identity.bytes()).put(INFORMATION, information.copyBytes());
        raw.ifPresent(typed -> out.put(RAW, typed.copyBytes()));
        return out.toBytes();
    }

    static KeptPassword read(byte[] record) {
        Tlv in = StoredRecord.read(IssuerRecords.PASSWORDS, record);
        return new KeptPassword(
                KeyFingerprint.of(in.bytes(IDENTITY)),
                Secret.copyOf(in.bytes(INFORMATION)),
                in.find(RAW).map(Secret::copyOf));
    }
}
