package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/**
 * How a call-back is punched: both ends dial at the same moment, each from the port at which the server sees it, so that
 * each one's SYN opens its own router or firewall to the other's (docs/protocol.md, "Punching"). Immutable.
 *
 * @param from the local address and port of the connection that the ring was bound on
 * @param oneWay how long a report takes to the issuer
 * @param untranslated whether no router translates the issuer's address
 */
record Punching(InetSocketAddress from, Duration oneWay, boolean untranslated) {
    /** What the delays of further tries are in turn, in {@link #oneWay}. */
    private static final int[] DELAYS = {1, 0, 2};

    /**
     * Reads what a second request says of it.
     *
     * @param request the request
     * @param local where this end has its connection with the server; empty if there is none
     * @return empty if one of the two does not punch, or the issuer is seen by the other address family
     */
    static Optional<Punching> of(Message request, Optional<InetSocketAddress> local) {
        // [PUNCH-1] Both ends said punch in PATHS, and the ring was bound on a second TCP connection of the address …
        InetSocketAddress issuer = request.get(Attributes.XOR_PEER_ADDRESS);
        return local.filter(from -> Paths.havePunch(request) && AddressFamily.of(from) == AddressFamily.of(issuer))
                .map(from -> new Punching(
                        from, RoundTrips.oneWay(request.find(Attributes.ROUND_TRIPS)), Paths.untranslated(request)));
    }

    /** How long after its report the first dial begins. */
    Duration first() {
        // [PUNCH-5] but at once where the issuer is untranslated, as then nothing but a firewall can be in the way
        return untranslated ? Duration.ZERO : oneWay;
    }

    /** How long after the report of a further try its dial begins; the first further try is 0. */
    Duration again(int number) {
        return oneWay.multipliedBy(DELAYS[number % DELAYS.length]);
    }
}
