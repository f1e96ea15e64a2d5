package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;
import org.ringback.spi.ProtectionException;

/** The responder of Noise NK: it holds the key that the dialler knows. Not thread-safe. */
final class NkServer extends NoiseNk {
    private final byte[] staticKey;
    private byte[] theirs = {};

    /**
     * Begins.
     *
     * @param staticKey the server's private key; this object's from now on
     */
    NkServer(byte[] prologue, byte[] staticKey, byte[] ephemeral) {
        super(prologue, Curve.publicOf(staticKey), ephemeral);
        this.staticKey = staticKey;
    }

    /**
     * Message 1: e, es.
     *
     * @return the payload
     * @throws ProtectionException if it was not made for this server and this handshake
     */
    byte[] read(byte[] message) throws ProtectionException {
        theirs = readEphemeral(message);
        symmetric.mixKey(Curve.agree(staticKey, theirs));
        return payload(message);
    }

    /** Message 2: e, ee. */
    byte[] write(byte[] payload) throws ProtectionException {
        byte[] own = writeEphemeral();
        mixEphemeralWith(theirs);
        return withPayload(own, payload);
    }

    @Override
    void wipe() {
        Arrays.fill(staticKey, (byte) 0);
        super.wipe();
    }
}
