package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * What both ends of Noise_NK_25519_ChaChaPoly_SHA256 have in common (Noise rev 34 §5.3 and §7.5):
 *
 * <pre>
 *   &lt;- s
 *   ...
 *   -&gt; e, es
 *   &lt;- e, ee
 * </pre>
 *
 * Each end is used once, in order. Not thread-safe.
 */
abstract class NoiseNk {
    /** 32 bytes. */
    private static final byte[] NAME = Hashes.ascii("Noise_NK_25519_ChaChaPoly_SHA256");

    final SymmetricState symmetric = new SymmetricState(NAME);
    private final byte[] ephemeral;

    /**
     * Begins a handshake.
     *
     * @param prologue bytes that both ends must have seen
     * @param serverKey the server's static public key, which the dialler knows already
     * @param ephemeral a fresh private key; not to be used by the caller afterwards
     */
    NoiseNk(byte[] prologue, byte[] serverKey, byte[] ephemeral) {
        this.ephemeral = ephemeral;
        symmetric.mixHash(prologue);
        symmetric.mixHash(serverKey);
    }

    /** {@return the keys, after the second message} */
    final CommonKey split() {
        CommonKey keys = symmetric.split();
        wipe();
        return keys;
    }

    /** Wipes every secret; a second call does nothing. */
    void wipe() {
        Arrays.fill(ephemeral, (byte) 0);
        symmetric.wipe();
    }

    /** Writes the token "e". */
    final byte[] writeEphemeral() {
        byte[] own = Curve.publicOf(ephemeral);
        symmetric.mixHash(own);
        return own;
    }

    /** Reads the token "e". */
    final byte[] readEphemeral(byte[] message) throws ProtectionException {
        if (message.length < Curve.LENGTH + CipherState.TAG) {
            throw new ProtectionException(
                    Reason.BROKEN,
                    "key generation information: " + message.length + " bytes (expected: a key and a tag)");
        }
        byte[] theirs = Arrays.copyOf(message, Curve.LENGTH);
        symmetric.mixHash(theirs);
        return theirs;
    }

    final void mixEphemeralWith(byte[] theirs) throws ProtectionException {
        symmetric.mixKey(Curve.agree(ephemeral, theirs));
    }

    final byte[] withPayload(byte[] own, byte[] payload) throws ProtectionException {
        byte[] sealed = symmetric.encryptAndHash(payload);
        byte[] message = Arrays.copyOf(own, own.length + sealed.length);
        System.arraycopy(sealed, 0, message, own.length, sealed.length);
        return message;
    }

    final byte[] payload(byte[] message) throws ProtectionException {
        return symmetric.decryptAndHash(Arrays.copyOfRange(message, Curve.LENGTH, message.length));
    }
}
