package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.Protection;
import org.ringback.api.configuration.ConfigurationValues;
import org.ringback.api.net.AddressText;
import org.ringback.issuer.core.IssuerSettings;

/** Reads the configuration. Stateless. */
final class ReadConfig {
    private static final String PENDING_RINGS = "pending-rings";
    private static final String CALLS = "calls";
    private static final String LOCAL = "local";
    private static final String PROTECTION = "protection";
    static final Set<String> KEYS = Set.of(PENDING_RINGS, CALLS, LOCAL, PROTECTION);

    private static final long SHORT_MEMORY = 96L << 20;

    private ReadConfig() {}

    /**
     * Reads it.
     *
     * @param config the configuration
     * @return the settings
     * @throws IllegalArgumentException {@code key: value (expected: …)}
     */
    static IssuerSettings settings(Map<String, ?> config) {
        return new IssuerSettings(
                ConfigurationValues.number(
                        config,
                        PENDING_RINGS,
                        IssuerSettings.DEFAULT.pendingRings(),
                        1,
                        IssuerSettings.MAX_PENDING_RINGS),
                ConfigurationValues.number(config, CALLS, IssuerSettings.DEFAULT.calls(), 1, IssuerSettings.MAX_CALLS),
                local(ConfigurationValues.text(config, LOCAL, "")),
                protection(ConfigurationValues.text(config, PROTECTION, "")),
                silentCalls(Runtime.getRuntime().maxMemory()));
    }

    /** A stranger's first record may hold 4 KiB, at each ring's listener. */
    static int silentCalls(long memory) {
        return memory < SHORT_MEMORY ? IssuerSettings.FEW_SILENT_CALLS : IssuerSettings.SILENT_CALLS;
    }

    private static Optional<Protection> protection(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Protection.named(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "protection: '" + text + "' (expected: tls13 or certificate-first, or nothing)", e);
        }
    }

    private static Optional<InetAddress> local(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<InetAddress> address = AddressText.read(text);
        if (address.isEmpty()) {
            throw new IllegalArgumentException(
                    "local: '" + text + "' (expected: an IPv4 or IPv6 address of this machine, or nothing)");
        }
        return address;
    }
}
