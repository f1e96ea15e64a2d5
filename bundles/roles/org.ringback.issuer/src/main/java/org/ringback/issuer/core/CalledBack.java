package org.ringback.issuer.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.ServerDialler;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/** What a ring does as its gateway calls back: it dials too, and goes to the relay after a while. */
record CalledBack(CallAcceptance calls, ServerDialler server, ServerRoute route, Story story) {
    /**
     * A Calling came.
     *
     * @param calling which
     * @param path how the server sees both ends
     * @param turn takes the actions
     */
    void heard(Message calling, PathSeen path, Turn turn) {
        calls.called(
                path,
                route.addresses().stream()
                        .map(one -> one.address().getAddress())
                        .toList(),
                turn);
        relay(calling, turn);
    }

    /** Goes to the relay too, once the direct way has had its time. */
    private void relay(Message calling, Turn turn) {
        Optional<RoundTrips> times = calling.find(Attributes.ROUND_TRIPS);
        Duration wait = RoundTrips.headStart(times).minus(RoundTrips.oneWay(times));
        Optional<RelayTicket> ticket = calling.find(Attributes.RELAY_TICKET);
        if (ticket.isEmpty()) {
            story.step(turn, "no relay", "the server offers none: it is off there, or the gateway's program is older");
        }
        server.used().ifPresent(at -> ticket.ifPresent(by -> calls.relay(by, at.address(), turn.in(wait))));
    }
}
