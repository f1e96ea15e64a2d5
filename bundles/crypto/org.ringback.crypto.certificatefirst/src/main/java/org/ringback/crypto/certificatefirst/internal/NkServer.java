package org.ringback.crypto.certificatefirst.internal;

import java.util.Arrays;
import org.ringback.spi.ProtectionException;

/** The responder of Noise NK: it has the static key that the initiator knows. Not thread-safe. */
final class NkServer extends NoiseNk {
    private final byte[] staticKey;
    private byte[] theirs = {};

    /**
     * Begins a handshake.
     *
     * @param staticKey the server's private key; not to be used by the caller afterwards
     */
    NkServer(byte[] prologue, byte[] staticKey, byte[] ephemeral) {
        super(prologue, Curve.publicOf(staticKey), ephemeral);
        this.staticKey = staticKey;
    }

    /**
     * Reads message 1: e, es.
     *
     * @return the payload
     * @throws ProtectionException if it was not made for this server and this handshake
     */
    byte[] read(byte[] message) throws ProtectionException {
        theirs = readEphemeral(message);
        symmetric.mixKey(Curve.agree(staticKey, theirs));
        return payload(message);
    }

    /** Writes message 2: e, ee. */
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
