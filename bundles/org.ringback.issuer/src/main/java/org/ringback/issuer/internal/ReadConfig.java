package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.crypto.Protection;
import org.ringback.issuer.core.IssuerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the configuration, and says in the log what is wrong with it. Stateless. */
final class ReadConfig {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerComponent.class);

    /** What the resolver takes as an address without asking anybody. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private static final long SHORT_MEMORY = 96L << 20;

    private ReadConfig() {}

    /**
     * Reads it.
     *
     * @param config the configuration
     * @return the settings
     * @throws IllegalArgumentException if a value is refused; the log said so
     */
    static IssuerSettings settings(IssuerComponent.Config config) {
        try {
            return new IssuerSettings(
                    config.pending$_$rings(),
                    config.calls(),
                    local(config.local().strip()),
                    protection(config.protection().strip()),
                    silentCalls(Runtime.getRuntime().maxMemory()));
        } catch (IllegalArgumentException refused) {
            LOG.error("{}: {}", IssuerComponent.PID, refused.getMessage());
            throw refused;
        }
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
        try {
            if (ADDRESS.matcher(text).matches()) {
                return Optional.of(InetAddress.getByName(text));
            }
        } catch (UnknownHostException e) {
            // refused below, like everything that is no address
        }
        throw new IllegalArgumentException(
                "local: '" + text + "' (expected: an IPv4 or IPv6 address of this machine, or nothing)");
    }
}
