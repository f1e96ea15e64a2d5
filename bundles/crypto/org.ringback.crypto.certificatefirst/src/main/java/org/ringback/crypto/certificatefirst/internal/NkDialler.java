package org.ringback.crypto.certificatefirst.internal;

import org.ringback.spi.ProtectionException;

/** The initiator of Noise NK: it knows the server's static key and has none itself. Not thread-safe. */
final class NkDialler extends NoiseNk {
    private final byte[] serverKey;

    NkDialler(byte[] prologue, byte[] serverKey, byte[] ephemeral) {
        super(prologue, serverKey, ephemeral);
        this.serverKey = serverKey;
    }

    /** Writes message 1: e, es. */
    byte[] write(byte[] payload) throws ProtectionException {
        byte[] own = writeEphemeral();
        mixEphemeralWith(serverKey);
        return withPayload(own, payload);
    }

    /**
     * Reads message 2: e, ee.
     *
     * @return the payload
     * @throws ProtectionException if the holder of the server's key did not make it for this handshake
     */
    byte[] read(byte[] message) throws ProtectionException {
        mixEphemeralWith(readEphemeral(message));
        return payload(message);
    }
}
