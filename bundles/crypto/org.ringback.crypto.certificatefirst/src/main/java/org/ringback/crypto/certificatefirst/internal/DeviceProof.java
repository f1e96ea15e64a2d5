package org.ringback.crypto.certificatefirst.internal;

import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * Makes and checks the message with the device's signature over the handshake, which is valid for that handshake only.
 * Stateless.
 */
final class DeviceProof {
    private static final byte[] LABEL = Hashes.ascii("ringback 1 device proof");
    private static final byte[] BINDING_LABEL = Hashes.ascii("ringback 1 binding");
    private static final byte[] PROTECTION = Hashes.ascii(CertificateFirstProtection.CALLED);

    private DeviceProof() {}

    static Message of(DeviceIdentity device, byte[] handshakeHash, byte[] serverInfo, TransactionId transaction) {
        return Message.of(MessageKind.DEVICE_PROOF, transaction)
                .with(Attributes.DEVICE_KEY, device.publicKey())
                .with(Attributes.SIGNATURE, device.sign(signed(handshakeHash, serverInfo)))
                .build();
    }

    /**
     * Checks a proof.
     *
     * @return the device's key as SubjectPublicKeyInfo
     * @throws ProtectionException if the key is no Ed25519 key, or the signature was not made with it
     */
    static byte[] check(Message proof, byte[] handshakeHash, byte[] serverInfo) throws ProtectionException {
        byte[] info = proof.get(Attributes.DEVICE_KEY);
        if (!KeyInfo.isEd25519(info) || !verifies(info, proof, signed(handshakeHash, serverInfo))) {
            throw new ProtectionException(
                    Reason.WRONG_KEY, "device proof: wrong (expected: an Ed25519 key's over this handshake)");
        }
        return info;
    }

    /** Computes {@link org.ringback.spi.ProtectionSession#binding()}. */
    static byte[] binding(byte[] handshakeHash, byte[] serverInfo, byte[] deviceInfo) {
        return Hashes.sha256(Hashes.join(BINDING_LABEL, PROTECTION, serverInfo, deviceInfo, handshakeHash));
    }

    private static byte[] signed(byte[] handshakeHash, byte[] serverInfo) {
        return Hashes.join(LABEL, PROTECTION, handshakeHash, serverInfo);
    }

    private static boolean verifies(byte[] info, Message proof, byte[] signed) {
        try {
            Ed25519Signer verifier = new Ed25519Signer();
            verifier.init(false, new Ed25519PublicKeyParameters(KeyInfo.key(info)));
            verifier.update(signed, 0, signed.length);
            return verifier.verifySignature(proof.get(Attributes.SIGNATURE));
        } catch (IllegalArgumentException noPoint) {
            return false;
        }
    }
}
