package org.ringback.kernel;

import java.util.Optional;
import java.util.function.Function;
import org.ringback.spi.CallProtection;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.Identities;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerChains;
import org.ringback.spi.Strings;

/** A provider each of whose parts has the watch before it. Thread-safe. */
record WatchedProvider(
        String name,
        RingCrypto rings,
        Strings strings,
        Identities identities,
        ServerAuthorities authorities,
        ServerChains chains,
        CallProtection calls)
        implements CryptoProvider {
    WatchedProvider(CryptoProvider of, WatchedCrypto watch) {
        this(
                of.name(),
                part(watch, RingCrypto.class, CryptoProvider::rings, of),
                part(watch, Strings.class, CryptoProvider::strings, of),
                part(watch, Identities.class, CryptoProvider::identities, of),
                part(watch, ServerAuthorities.class, CryptoProvider::authorities, of),
                part(watch, ServerChains.class, CryptoProvider::chains, of),
                watch.watched(CallProtection.class, of.calls(), other -> Optional.empty()));
    }

    private static <T> T part(
            WatchedCrypto watch, Class<T> type, Function<CryptoProvider, T> which, CryptoProvider of) {
        return watch.watched(type, which.apply(of), other -> Optional.of(which.apply(other)));
    }
}
