package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Secret;
import org.ringback.spi.CallKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;

/** The ID and the secret of a call, and the proofs that a next session carries it. Stateless. */
final class CallSecrets {
    private CallSecrets() {}

    static CallKey key(
            Secret acceptorHalf, Secret issuerHalf, KeyFingerprint acceptor, KeyFingerprint issuer, RingNonce nonce) {
        Secret both = both(acceptorHalf, issuerHalf);
        try {
            // [KEY-13] Call: secret = HKDF(the acceptor's half ‖ the issuer's, no salt, F(call, acceptor's key hash, …
            Secret secret = Kdf.deriveSecret(both, Kdf.NO_SALT, info(Labels.CALL, acceptor, issuer, nonce));
            byte[] id = Kdf.derive(both, Kdf.NO_SALT, info(Labels.CALL_ID, acceptor, issuer, nonce));
            return new CallKey(Arrays.copyOf(id, RingCrypto.CALL_ID_LENGTH), secret, acceptor, issuer);
        } finally {
            both.destroy();
        }
    }

    static byte[] proof(CallKey key, CallProofUse use, long epoch) {
        // [KEY-14] Proof of ATTACH, of ATTACHED: HMAC(the call's secret, F(attach or attached, call ID, epoch (64 …
        return Kdf.hmac(
                key.secret(),
                Fields.join(
                        Labels.of(use),
                        key.id(),
                        ByteBuffer.allocate(Long.BYTES).putLong(epoch).array(),
                        key.acceptor().bytes(),
                        key.issuer().bytes()));
    }

    private static byte[] info(byte[] label, KeyFingerprint acceptor, KeyFingerprint issuer, RingNonce nonce) {
        return Fields.join(label, acceptor.bytes(), issuer.bytes(), nonce.bytes());
    }

    private static Secret both(Secret acceptorHalf, Secret issuerHalf) {
        byte[] first = half(acceptorHalf);
        byte[] second = half(issuerHalf);
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        Arrays.fill(first, (byte) 0);
        Arrays.fill(second, (byte) 0);
        return Kdf.take(all);
    }

    private static byte[] half(Secret half) {
        return Fields.ofLength("half of a call", half.copyBytes(), RingCrypto.CALL_HALF_LENGTH);
    }
}
