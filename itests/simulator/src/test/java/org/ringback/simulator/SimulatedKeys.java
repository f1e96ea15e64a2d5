package org.ringback.simulator;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.call.core.CallKeys;
import org.ringback.spi.CallKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;

/** Names calls by both halves and hides nothing: in the simulation nobody lies. */
final class SimulatedKeys implements CallKeys {
    private static final KeyFingerprint ANY = KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);

    @Override
    public CallKey key(Secret acceptorHalf, Secret issuerHalf) {
        byte[] id = Arrays.copyOf(acceptorHalf.copyBytes(), RingCrypto.CALL_ID_LENGTH);
        return new CallKey(id, Secret.copyOf(Arrays.copyOf(issuerHalf.copyBytes(), RingCrypto.PROOF_LENGTH)), ANY, ANY);
    }

    @Override
    public byte[] proof(CallKey key, CallProofUse use, long epoch) {
        byte[] proof = key.secret().copyBytes();
        ByteBuffer.wrap(proof).putLong(epoch).put(0, (byte) use.name().length());
        return proof;
    }
}
