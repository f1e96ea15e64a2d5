package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/**
 * How a call-back may go through the server's relay. Immutable.
 *
 * @param server where the server relays: where the ring came from
 * @param ticket lets this end through
 * @param headStart how long the direct dial is tried before
 * @param patience how long the direct way may keep this one waiting, or this one that
 */
record RelayWay(InetSocketAddress server, RelayTicket ticket, Duration headStart, Duration patience) {
    /** Reads what a second request says of it; empty if the server gave no ticket. */
    static Optional<RelayWay> of(Message request, ServerAddress server) {
        Optional<RoundTrips> times = request.find(Attributes.ROUND_TRIPS);
        // [ACC-47] Where the second request says relay at once the acceptor goes there with its report, beside its …
        Duration headStart = Paths.relayAtOnce(request) ? Duration.ZERO : RoundTrips.headStart(times);
        return request.find(Attributes.RELAY_TICKET)
                .map(ticket -> new RelayWay(server.address(), ticket, headStart, RoundTrips.patience(times)));
    }
}
