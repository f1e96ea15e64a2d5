package org.ringback.spi;

import java.time.Instant;
import java.util.List;

/**
 * Validates the certificate chain of a server's X25519 key. Part of a {@link CryptoProvider}; stateless, thread-safe.
 */
public interface ServerChains {
    /**
     * Validates a chain by PKIX (RFC 5280 §6), and checks what PKIX leaves to its caller: the length, the pin, the
     * names, key usage keyAgreement and our own extended key usage.
     *
     * @param chain certificates in DER: the leaf first, the CA last
     * @param pins the authorities that may vouch for the server
     * @param host the configured name or address of the server, which the leaf must carry
     * @param now the time for the dates
     * @return the leaf's SubjectPublicKeyInfo in DER (RFC 8410 §4), whose last 32 bytes are the X25519 key
     * @throws ProtectionException if anything is wrong, in words for a person
     */
    byte[] agreementKey(List<byte[]> chain, ServerPins pins, String host, Instant now) throws ProtectionException;
}
