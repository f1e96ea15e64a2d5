package org.ringback.issuer.core;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What the owner configures. Immutable.
 *
 * @param pendingRings how many rings may be under way at once, 1 to 64
 * @param calls how many call-backs may stand at once, 1 to 1024
 * @param local the local address to dial from; empty leaves it to the system
 * @param protection the name of how connections with servers are protected, where a ring asks for nothing else; empty takes the
 *     first that the enrolment allows
 * @param silentCalls places at one pending ring's listener for connections that said nothing whole; taken at the start
 */
public record IssuerSettings(
        int pendingRings, int calls, Optional<InetAddress> local, Optional<String> protection, int silentCalls) {
    /** Places for connections that said nothing whole, at one pending ring's listener. */
    public static final int SILENT_CALLS = 128;

    /** The same where memory is short. */
    public static final int FEW_SILENT_CALLS = 32;

    /** What holds without configuration. */
    public static final IssuerSettings DEFAULT = new IssuerSettings(16, 64, Optional.empty(), Optional.empty());

    /** The same with {@link #SILENT_CALLS}. */
    public IssuerSettings(int pendingRings, int calls, Optional<InetAddress> local, Optional<String> protection) {
        this(pendingRings, calls, local, protection, SILENT_CALLS);
    }
}
