package org.ringback.crypto.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.spi.CallProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerChains;
import org.ringback.spi.Strings;

/**
 * The {@link CryptoProvider} of this bundle, on Bouncy Castle. Immutable.
 *
 * @param name the bundle's symbolic name
 * @param rings the primitives of a ring
 * @param strings prints and reads the strings that people carry
 * @param identities makes and reads device keys
 * @param authorities makes the CA and the leaves of servers
 * @param chains validates chains of servers
 * @param calls protects call-backs
 */
@Component(service = CryptoProvider.class)
public record BouncyProvider(
        String name,
        RingCrypto rings,
        Strings strings,
        Identities identities,
        ServerAuthorities authorities,
        ServerChains chains,
        CallProtection calls)
        implements CryptoProvider {
    private static final String NAME = "org.ringback.crypto";

    /** Uses the system's randomness, and runs all code once ({@link WarmUp}, {@link FirstRun}). */
    @Activate
    public BouncyProvider() {
        this(
                NAME,
                new BouncyRingCrypto(),
                new TextStrings(),
                new StoredIdentities(),
                new CertificateAuthorities(),
                new PinnedChains(),
                new TlsCallProtection());
        FirstRun.of(this);
    }
}
