package org.ringback.issuer.core;

import java.net.InetAddress;
import java.util.Optional;
import org.ringback.api.Protection;
import org.ringback.api.net.AddressText;

/**
 * What the owner configures. Immutable.
 *
 * @param pendingRings how many rings may be under way at once, 1 to 64
 * @param calls how many call-backs may stand at once, 1 to 1024
 * @param local the local address to dial from; empty leaves it to the system
 * @param protection how connections with servers are protected, where a ring asks for nothing else; empty takes the
 *     first that the enrolment allows
 * @param silentCalls places at one pending ring's listener for connections that said nothing whole; taken at the start
 */
public record IssuerSettings(
        int pendingRings, int calls, Optional<InetAddress> local, Optional<Protection> protection, int silentCalls) {
    /** Places for connections that said nothing whole, at one pending ring's listener. */
    public static final int SILENT_CALLS = 128;

    /** The same where memory is short. */
    public static final int FEW_SILENT_CALLS = 32;

    /** What holds without configuration. */
    public static final IssuerSettings DEFAULT = new IssuerSettings(16, 64, Optional.empty(), Optional.empty());

    /** Most rings that may be under way, whatever is configured. */
    public static final int MAX_PENDING_RINGS = 64;

    /** Most call-backs that may stand, whatever is configured. */
    public static final int MAX_CALLS = 1024;

    /** Checks the limits. */
    public IssuerSettings {
        check("pending-rings", pendingRings, MAX_PENDING_RINGS);
        check("calls", calls, MAX_CALLS);
        local.ifPresent(IssuerSettings::checkLocal);
    }

    /** The same with {@link #SILENT_CALLS}. */
    public IssuerSettings(int pendingRings, int calls, Optional<InetAddress> local, Optional<Protection> protection) {
        this(pendingRings, calls, local, protection, SILENT_CALLS);
    }

    private static void check(String key, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: 1 to " + max + ")");
        }
    }

    private static void checkLocal(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException(
                    "local: " + AddressText.print(address) + " (expected: one address of this machine, or nothing)");
        }
    }
}
