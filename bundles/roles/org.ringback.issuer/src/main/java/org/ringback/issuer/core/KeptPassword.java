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
 * The password of a piece of equipment as it is kept. It belongs to one identity of the equipment: its salt comes from
 * it. Immutable.
 *
 * @param identity the equipment's key
 * @param information made of the OpaqueString; by versions that had no rule, of what was typed
 * @param raw made of what was typed, where that is another: for equipment that stored its password by such a version
 */
public record KeptPassword(KeyFingerprint identity, Secret information, Optional<Secret> raw) {
    private static final int IDENTITY = 1;
    private static final int INFORMATION = 2;
    private static final int RAW = 3;

    /**
     * Hashes a password once or twice; slow, never on a loop.
     *
     * @param rings hashes
     * @param typed as typed
     * @param equipment whose
     * @param identity its key
     * @return what is to be kept
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
