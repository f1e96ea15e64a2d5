package org.ringback.issuer.core;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.ringback.api.net.Network;

/**
 * The configuration of an issuer. Immutable.
 *
 * @param pendingRings how many rings may be under way at once, 1 to 64
 * @param calls how many call-backs may stand at once, 1 to 1024
 * @param local the local address to dial from; empty leaves it to the system
 * @param protection the name of the protection of connections with servers, unless a ring asks for another one; empty
 *     takes the first that the enrolment allows
 * @param dialable networks in which gateways are dialled although their addresses are not global, or are near; empty is
 *     safe
 * @param silentCalls places at one pending ring's listener for connections without a whole first record; read at the
 *     start only
 */
public record IssuerSettings(
        int pendingRings,
        int calls,
        Optional<InetAddress> local,
        Optional<String> protection,
        List<Network> dialable,
        int silentCalls) {
    /** Default of {@code silentCalls}. */
    public static final int SILENT_CALLS = 128;

    /** Default of {@code silentCalls} with little memory. */
    public static final int FEW_SILENT_CALLS = 32;

    /** The settings without a configuration. */
    public static final IssuerSettings DEFAULT = new IssuerSettings(16, 64, Optional.empty(), Optional.empty());

    /** Copies the list. */
    public IssuerSettings {
        dialable = List.copyOf(dialable);
    }

    /** The same with {@link #SILENT_CALLS}, and nothing dialable. */
    public IssuerSettings(int pendingRings, int calls, Optional<InetAddress> local, Optional<String> protection) {
        this(pendingRings, calls, local, protection, List.of(), SILENT_CALLS);
    }
}
