package org.ringback.relay.core;

import java.util.Optional;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.kernel.Event;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/**
 * Takes every message on a protected connection: checks that its sender may send it, then passes it to the class that
 * answers it. Not thread-safe.
 */
record TcpRequests(
        Context context,
        Devices devices,
        PeerTable peers,
        Enroller enroller,
        CodeMaker codeMaker,
        Leases leases,
        RingTable rings,
        SecondRequests secondRequests,
        WithdrawRequests withdrawals,
        PresenceRequests presences,
        NetworkChecks networkChecks) {
    void received(Peer peer, Message message, Moment now) {
        if (peer.refusal != 0) {
            peers.refuse(peer, message, peer.refusal, now);
            return;
        }
        // [ENROL-1] A key that is not enrolled may only Enrol
        if (message.kind() == MessageKind.ENROL) {
            peers.touch(peer, now);
            enroller.enrol(peer, message, now);
            return;
        }
        Device device = devices.find(peer.facts.key());
        // [ENROL-2] anything else on its connection is 403.
        if (device == null || !mayAsk(peer, device, message)) {
            peers.forbid(peer, message, devices.ended(peer.facts.key()), now);
            return;
        }
        peers.touch(peer, now);
        switch (message.kind()) {
            case CONNECT -> rings.connect(peer, device, message, now);
            case LEASE -> leases.lease(peer, device, message, now);
            case INVITE -> codeMaker.invite(peer, device, message, now);
            case WITHDRAW -> withdrawals.withdraw(peer, device, message, now);
            case PRESENCE -> presences.ask(peer, device, message, now);
            case NETWORK_CHECK -> networkChecks.ask(peer, message, now);
            case CONNECTION_BIND -> secondRequests.bind(peer, device, message, now);
            case REPORT -> secondRequests.report(peer, message, now);
            default -> peers.refuse(peer, message, ErrorCodes.BAD_REQUEST, now);
        }
    }

    /** Whether the key is enrolled for this protection and for the role that asks this, and names itself. */
    private boolean mayAsk(Peer peer, Device device, Message message) {
        Optional<Role> wanted =
                switch (message.kind()) {
                    // [CHECK-1] Any enrolled device may send it, issuer or acceptor, over the protected connection …
                    case NETWORK_CHECK -> Optional.empty();
                    case CONNECT, PRESENCE -> Optional.of(Role.ISSUER);
                    default -> Optional.of(Role.ACCEPTOR);
                };
        boolean names = message.kind().required().contains(Attributes.USERNAME);
        // [LEASE-1] Lease from an enrolled acceptor (USERNAME must be the ID of the connection's key, else 403) → a …
        return device.counts()
                && context.allows(device.protections(), peer)
                && wanted.filter(role -> role != device.role()).isEmpty()
                && (!names || message.get(Attributes.USERNAME).equals(device.id()));
    }

    /** Answers a proved peer's malformed message, and ends the connection. */
    void malformed(Peer peer, Event.Malformed event, Moment now) {
        context.count(RelayMetric.TCP_MALFORMED);
        // [WIRE-9] on a protected TCP connection or a call-back: a request of this table | answers it with 400, or …
        event.refusal().ifPresent(answer -> context.send(peer.number, answer));
        peers.close(peer, event.why(), now);
    }
}
