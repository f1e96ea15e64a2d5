package org.ringback.relay.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.api.Moment;
import org.ringback.api.net.AddressText;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;
import org.ringback.wire.TransactionId;

/**
 * Tells both ends of a ring what is known of the paths between them: the acceptor in the second connection request, the
 * issuer once the gateway has judged that this issuer is called back. Only an end that sent PATHS is told anything.
 * Not thread-safe.
 */
record PathFacts(Context context, RoundTripSource measured, RelayedCalls relayed, RowPaths rows) {
    /** How often an issuer is told at most that it is called back. */
    private static final int CALLINGS = 8;

    /** Adds what an acceptor may know to the answer to its bind; returns what the story says of it, empty if nothing. */
    String beside(Message bind, PendingRing ring, Message.Builder secondRequest) {
        // [RING-45] Connect's PATHS, unchanged but for the bit untranslated, and ROUND-TRIPS stand in the Second …
        if (bind.find(Attributes.PATHS).isEmpty()) {
            return "";
        }
        ring.paths = bind.find(Attributes.PATHS);
        ring.connect
                .find(Attributes.PATHS)
                .ifPresent(paths -> secondRequest.with(Attributes.PATHS, untranslated(paths, ring)));
        if (Paths.haveRelay(bind)) {
            relayed.forAcceptor(ring).ifPresent(ticket -> secondRequest.with(Attributes.RELAY_TICKET, ticket));
        }
        return add(roundTrips(ring), secondRequest);
    }

    private static int untranslated(int paths, PendingRing ring) {
        // [RING-46] Untranslated is the server's alone: it sets it where CALLBACK-ADDRESS is the …
        return untranslated(ring) ? paths | Paths.UNTRANSLATED : paths & ~Paths.UNTRANSLATED;
    }

    /** Whether the issuer of a ring is seen where it says that it is. */
    static boolean untranslated(PendingRing ring) {
        return ring.connect.get(Attributes.CALLBACK_ADDRESS).equals(ring.issuer.facts.remote());
    }

    /** Sends Calling, as the acceptor reported that it calls back, or does so again. */
    void calling(PendingRing ring, Moment now) {
        // [RING-42] Once the acceptor reports calling, which it does behind its judge, the issuer is told by Calling, …
        if (ring.toldCalling >= mostCallings(ring)
                || ring.issuer.asked != ring
                || ring.connect.find(Attributes.PATHS).isEmpty()) {
            return;
        }
        ring.toldCalling++;
        // [RING-43] ISSUER-ADDRESS is the address observed on the first TCP connection, ACCEPTOR-ADDRESS that on the …
        Message.Builder calling = Message.of(MessageKind.CALLING, TransactionId.random(context.random))
                .with(Attributes.RING_NONCE, ring.nonce())
                .with(Attributes.ISSUER_ADDRESS, ring.issuer.facts.remote());
        relayed.calling(ring).ifPresent(ticket -> calling.with(Attributes.RELAY_TICKET, ticket));
        Peer acceptor = ring.acceptor;
        String from = "";
        // [RING-47] PATHS is that of the bind, unchanged.
        ring.paths.ifPresent(paths -> calling.with(Attributes.PATHS, paths));
        if (acceptor != null) {
            calling.with(Attributes.ACCEPTOR_ADDRESS, acceptor.facts.remote());
            from = "from " + AddressText.print(acceptor.facts.remote());
        }
        String times = add(roundTrips(ring), calling);
        context.send(ring.issuer.number, calling.build());
        ring.step(
                "issuer told that the gateway calls back",
                from + (from.isEmpty() || times.isEmpty() ? "" : "; ") + times,
                now);
    }

    private static int mostCallings(PendingRing ring) {
        // [RING-48] once a ring, or at each of the first 8 such reports where both ends said punch.
        boolean bothPunch = Paths.havePunch(ring.connect)
                && ring.paths.filter(paths -> (paths & Paths.PUNCH) != 0).isPresent();
        return bothPunch ? CALLINGS : 1;
    }

    private static String add(RoundTrips times, Message.Builder message) {
        // [RING-44] ROUND-TRIPS has the smallest that the server's system measured on these two connections, and is …
        if (!times.known()) {
            return "";
        }
        message.with(Attributes.ROUND_TRIPS, times);
        return "round trips: " + times.words();
    }

    private RoundTrips roundTrips(PendingRing ring) {
        Peer acceptor = ring.acceptor;
        Optional<Duration> second = acceptor == null ? Optional.empty() : measured.smallest(acceptor.number);
        return new RoundTrips(measured.smallest(ring.issuer.number), second);
    }
}
