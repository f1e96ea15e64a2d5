package org.ringback.call.core;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.spi.CallKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;

/** Keys and proofs of calls by plain hashes: right and wrong ones differ, which is all that a core knows of them. */
final class PlayedKeys implements CallKeys {
    private static final KeyFingerprint ANY = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);

    @Override
    public CallKey key(Secret acceptorHalf, Secret issuerHalf) {
        byte[] both = hash(acceptorHalf.copyBytes(), issuerHalf.copyBytes());
        return new CallKey(Arrays.copyOf(both, RingCrypto.CALL_ID_LENGTH), Secret.copyOf(hash(both)), ANY, ANY);
    }

    @Override
    public byte[] proof(CallKey key, CallProofUse use, long epoch) {
        return hash(
                key.secret().copyBytes(),
                key.id(),
                ByteBuffer.allocate(Long.BYTES).putLong(epoch).array(),
                use.name().getBytes(US_ASCII));
    }

    private static byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Arrays.stream(parts).forEach(digest::update);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
