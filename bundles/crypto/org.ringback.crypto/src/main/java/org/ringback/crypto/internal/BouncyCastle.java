package org.ringback.crypto.internal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Our own instance of the Bouncy Castle provider: handed to each factory by name of object, never registered with the
 * virtual machine, so that nobody else's cryptography changes. Immutable in use, thread-safe.
 */
final class BouncyCastle {
    /** Signatures, keys, certificates and path validation. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
