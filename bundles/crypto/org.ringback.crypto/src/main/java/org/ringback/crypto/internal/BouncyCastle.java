package org.ringback.crypto.internal;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Our own instance of the Bouncy Castle provider. It is passed to each factory as an object and never registered with
 * the virtual machine, so that nobody else's cryptography changes. Immutable in use, thread-safe.
 */
final class BouncyCastle {
    /** Signatures, keys, certificates and path validation. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}
