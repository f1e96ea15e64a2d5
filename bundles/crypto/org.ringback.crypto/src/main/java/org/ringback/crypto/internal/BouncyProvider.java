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
 * All that this bundle gives but its protection, on Bouncy Castle. Immutable.
 *
 * @param name of the bundle
 * @param rings primitives of a ring
 * @param strings that people carry
 * @param identities device keys
 * @param authorities of servers
 * @param chains their validation
 * @param calls the protection of call-backs
 */
@Component(service = CryptoProvider.class, property = Epoch.RANKING)
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

    /** Starts with the system's randomness, and runs all of it once ({@link WarmUp}, {@link FirstRun}). */
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
