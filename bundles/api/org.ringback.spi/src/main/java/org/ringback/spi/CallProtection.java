package org.ringback.spi;

import java.nio.ByteBuffer;
import org.ringback.api.KeyFingerprint;

/**
 * Protects the call-back between acceptor and issuer: TLS 1.3 with ALPN {@code ringback-call/1}, both certificates
 * pinned, no SNI. Part of a {@link CryptoProvider}; thread-safe; the sessions that it makes are not.
 */
public interface CallProtection {
    /**
     * The acceptor's end, which dials and is the TLS client.
     *
     * @param equipment the identity of the equipment called
     * @param issuer the only key to be accepted at the other end
     * @return the session
     */
    ProtectionSession dial(DeviceIdentity equipment, KeyFingerprint issuer);

    /**
     * The issuer's end, which listens and is the TLS server.
     *
     * @param issuer the issuer's identity
     * @param equipment the only key to be accepted at the other end
     * @return the session
     */
    ProtectionSession answer(DeviceIdentity issuer, KeyFingerprint equipment);

    /**
     * Checks the first bytes of a connection that may be a call-back, as far as possible without a session.
     *
     * @param came the bytes received so far, at least one; not consumed
     * @return how much of a first message they are
     */
    Beginning beginning(ByteBuffer came);
}
