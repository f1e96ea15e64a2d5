package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.ringback.api.net.AddressScope;

/**
 * Where a server can be reached, as far as it knows itself: what a router or a firewall before it does is not known to
 * it. Immutable.
 *
 * @param listening each address at which it takes connections
 * @param notHad for each configured address where it does not listen, why, in words
 * @param advertised what its strings tell devices to dial, {@code host:port}
 * @param clock its clock
 * @param clockPlausible whether the clock is after the build of the program
 * @param relayedCalls how many calls it relays at once at most; 0 if it relays none
 */
public record ServerNetwork(
        List<Listening> listening,
        List<String> notHad,
        List<String> advertised,
        Instant clock,
        boolean clockPlausible,
        int relayedCalls) {
    /** Copies the lists. */
    public ServerNetwork {
        listening = List.copyOf(listening);
        notHad = List.copyOf(notHad);
        advertised = List.copyOf(advertised);
    }

    /** {@return whether it relays calls whose ends do not meet directly} */
    public boolean relays() {
        return relayedCalls > 0;
    }

    /**
     * One address, by UDP and TCP.
     *
     * @param address where
     * @param scope from where that can be reached
     * @param probe whether plain STUN probes are answered there
     */
    public record Listening(InetSocketAddress address, AddressScope scope, boolean probe) {}
}
