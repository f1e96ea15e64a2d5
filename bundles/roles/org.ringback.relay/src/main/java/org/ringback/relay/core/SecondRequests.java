package org.ringback.relay.core;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.StunView;

/**
 * Gives the acceptor the second connection request, and takes its reports: over the second TCP connection, or
 * acknowledged by UDP. Not thread-safe.
 */
record SecondRequests(Context context, Leases leases, PeerTable peers, RingTable rings, Policies policies) {
    /**
     * Answers ConnectionBind: once for each ring that calls this equipment; any other is refused with 400. Other rings
     * on the same connection go on.
     */
    void bind(Peer peer, Device equipment, Message bind, Moment now) {
        int connectionId = bind.get(Attributes.CONNECTION_ID);
        PendingRing ring = rings.pending.find(connectionId);
        boolean further = peer.furtherBinds || peer.busy();
        if (bind.find(Attributes.FURTHER_BINDS).isPresent()) {
            peer.furtherBinds = true;
        }
        if (ring != null && mayBind(ring, equipment.id())) {
            opened(ring, peer, further, now);
            // [RING-18] ConnectionBind with its CONNECTION-ID from the equipment's key | Connect Answer to the …
            rings.answers.announce(ring, now);
            peer.bind(ring);
            ring.acceptor = peer;
            rings.calls.bound(ring, now);
            Message.Builder request = Caller.secondRequest(ring, bind.transaction());
            String facts = rings.paths.beside(bind, ring, request);
            rings.paths.rows().bound(ring, bind, peer);
            context.send(peer.number, furtherBinds(peer, request));
            String over = "over the second connection" + (facts.isEmpty() ? "" : "; " + facts);
            ring.step("second connection request sent", over, now);
            context.count(RelayMetric.RING_BOUND);
        } else if (!policies.bind(peer, equipment.id(), connectionId, bind, now)) {
            refuse(peer, bind, now);
        }
    }

    private void opened(PendingRing ring, Peer peer, boolean further, Moment now) {
        String from = "from " + AddressText.print(peer.facts.remote());
        if (further) {
            ring.step("second connection stands", from + ", as another ring needed it", now);
            context.count(RelayMetric.RING_BOUND_FURTHER);
        } else {
            ring.story.agreed(peer.facts);
            ring.step("second connection opened", from, now);
        }
    }

    /** Completes an answer to a bind: adds whether the connection takes further binds, and for how long. */
    static Message furtherBinds(Peer peer, Message.Builder answer) {
        // [RING-31] If the acceptor's bind carried FURTHER-BINDS, whatever its value, every answer to a bind …
        if (peer.furtherBinds) {
            answer.with(Attributes.FURTHER_BINDS, Math.toIntExact(PeerTable.REST.toSeconds()));
        }
        return answer.build();
    }

    private void refuse(Peer peer, Message bind, Moment now) {
        // [RING-29] unknown, foreign and used CONNECTION-IDs are 400 alike.
        Message.Builder refused = Message.of(MessageKind.BIND_REFUSED, bind.transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST);
        context.send(peer.number, furtherBinds(peer, refused));
        context.refused(ErrorCodes.BAD_REQUEST);
        peers.rest(peer, "refused with " + ErrorCodes.BAD_REQUEST, now);
    }

    private static boolean mayBind(PendingRing ring, EquipmentId equipment) {
        // [RING-28] A ConnectionBind is taken once
        return ring.state == PendingRing.State.CALLING
                && ring.target().equals(equipment)
                && ring.system() != RingSystem.DATAGRAM;
    }

    /** Takes a Report on the second TCP connection. */
    void report(Peer peer, Message report, Moment now) {
        int connectionId = report.get(Attributes.CONNECTION_ID);
        PendingRing ring = peer.bound(connectionId);
        Outcome outcome = report.get(Attributes.OUTCOME);
        if (ring != null) {
            rings.report(ring, report, now);
        } else if (!policies.stored(peer, connectionId, outcome, now)) {
            context.count(RelayMetric.REPORT_UNKNOWN);
        }
    }

    /** Takes Ring Acknowledged: the datagram ring arrived. */
    void acknowledged(Message message, StunView view, Moment now) {
        EquipmentId equipment = message.get(Attributes.USERNAME);
        if (leases.prove(leases.find(equipment, now), view, MacUse.RING_ACKNOWLEDGED, now) == null) {
            context.count(RelayMetric.UDP_BAD_MAC);
            return;
        }
        PendingRing ring = datagramRing(message.get(Attributes.CONNECTION_ID), equipment);
        if (ring == null || ring.state == PendingRing.State.GIVEN_UP || !ring.wasSent(message.transaction())) {
            context.count(RelayMetric.UDP_LATE);
            return;
        }
        arrived(ring, now);
    }

    /**
     * Takes a report by UDP; acknowledges it even if its ring is over, as the first acknowledgement may have been lost.
     */
    void datagramReport(
            Message message, StunView view, InetSocketAddress source, InetSocketAddress socket, Moment now) {
        EquipmentId equipment = message.get(Attributes.USERNAME);
        LeaseKey key = leases.prove(leases.find(equipment, now), view, MacUse.REPORT, now);
        if (key == null) {
            context.count(RelayMetric.UDP_BAD_MAC);
            return;
        }
        int connectionId = message.get(Attributes.CONNECTION_ID);
        Message acknowledged = Message.of(MessageKind.REPORT_ACKNOWLEDGED, message.transaction())
                .with(Attributes.CONNECTION_ID, connectionId)
                .build();
        byte[] answer = key.with(
                MacUse.REPORT_ACKNOWLEDGED, context.crypto.rings(), mac -> context.codec.encode(acknowledged, mac));
        // The MAC proves the equipment, but not its address, as a report has no nonce.
        // [RING-37] A Datagram Report is acknowledged even when its ring is over
        context.toUnproved(view.length(), answer, source, socket);
        PendingRing ring = datagramRing(connectionId, equipment);
        if (ring != null) {
            // [RING-38] one that overtakes Ring Acknowledged counts as it.
            arrived(ring, now);
            rings.report(ring, message, now);
        }
    }

    /** The datagram ring that was sent to this equipment, even if its issuer has hung up since. */
    private @Nullable PendingRing datagramRing(int connectionId, EquipmentId equipment) {
        PendingRing ring = rings.pending.find(connectionId);
        boolean fits = ring != null
                && ring.byDatagram()
                && ring.target().equals(equipment)
                && ring.state != PendingRing.State.WAITING;
        return fits ? ring : null;
    }

    private void arrived(PendingRing ring, Moment now) {
        if (ring.state == PendingRing.State.CALLING) {
            ring.step("second connection request acknowledged", "", now);
            context.count(RelayMetric.RING_BOUND);
            rings.calls.bound(ring, now);
        }
    }
}
