package org.ringback.crypto.certificatefirst.internal;

import java.util.List;
import org.ringback.spi.ProtectionException;

/** Validates a server's certificate chain. */
interface ChainCheck {
    /**
     * Validates a chain.
     *
     * @param chain certificates in DER: the leaf first, the CA last
     * @return the leaf's SubjectPublicKeyInfo, of an X25519 key
     * @throws ProtectionException if anything is wrong
     */
    byte[] leafInfo(List<byte[]> chain) throws ProtectionException;
}
