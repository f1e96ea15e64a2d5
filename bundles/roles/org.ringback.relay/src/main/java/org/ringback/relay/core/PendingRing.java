package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Story;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.TransactionId;

/**
 * The state of one pending ring (docs/protocol.md, "A ring at the server"); {@link RingTable} decides on it. Not
 * thread-safe.
 */
final class PendingRing {
    /** The states of a ring. */
    enum State {
        /** The ring waits for the equipment's next registration. */
        WAITING,
        /**
         * The wake-up or the datagram ring was sent: the server calls the acceptor. Report calling, and the message
         * Calling that comes of it, say instead that the acceptor calls the issuer back: the ring is BOUND then.
         */
        CALLING,
        /** The acceptor has the second request. */
        BOUND,
        /** Its issuer left while the equipment was called: the ring only keeps its place. */
        GIVEN_UP
    }

    /** A datagram ring as it was sent; repeats are byte-identical. */
    record Sealed(TransactionId transaction, byte[] datagram) {}

    /** How many sent datagram rings are remembered, whose acknowledgement may still come. */
    private static final int MAX_SENT = 8;

    final Peer issuer;
    final EquipmentId issuerId;
    final Message connect;
    final int connectionId;
    final Story story;
    /** When it came, in monotonic nanoseconds. */
    final long began;

    State state = State.WAITING;
    /** When this state ends unless something happens, in monotonic nanoseconds. */
    long until;
    /** Whether the issuer was told that the ring waits for the equipment's next registration. */
    boolean toldWaiting;
    /** Whether the Connect Answer was sent. */
    boolean announced;
    /** How often the issuer was told that the acceptor calls back. */
    int toldCalling;
    /** The ways that the acceptor said it has, as it bound the ring; empty if it said nothing. */
    Optional<Integer> paths = Optional.empty();
    /** Whether the acceptor's final report came. */
    boolean judged;
    /** The second TCP connection; null before the bind. */
    @Nullable
    Peer acceptor;
    /** Both ends' tickets for the relay; null if they have none. */
    @Nullable
    RelayLegs relay;
    /** The number of what is relayed of it; 0 before. */
    long relayed;
    /** The acceptor's sealed reason for the issuer, passed on unread. */
    Optional<byte[]> sealedReason = Optional.empty();

    /** When the call for the present registration was first sent, in monotonic nanoseconds; next, how often since. */
    long calledAt;

    int calls;
    /** When the first call of this ring was sent, in monotonic nanoseconds. */
    long firstCalledAt;

    TransactionId transaction;

    @Nullable
    Sealed sealed;

    private final List<TransactionId> sent = new ArrayList<>();
    private long sequence;

    PendingRing(Peer issuer, EquipmentId issuerId, Message connect, int connectionId, Story story, long began) {
        this.issuer = issuer;
        this.issuerId = issuerId;
        this.connect = connect;
        this.connectionId = connectionId;
        this.story = story;
        this.began = began;
        this.transaction = connect.transaction();
    }

    EquipmentId target() {
        return connect.get(Attributes.TARGET_ID);
    }

    RingNonce nonce() {
        return connect.get(Attributes.RING_NONCE);
    }

    RingSystem system() {
        return connect.get(Attributes.SYSTEM_REQUESTED);
    }

    /** By which address family its issuer is seen. */
    AddressFamily family() {
        return AddressFamily.of(issuer.facts.remote());
    }

    boolean byDatagram() {
        return system() == RingSystem.DATAGRAM;
    }

    void step(String name, String detail, Moment now) {
        story.step(now.nanos(), name, detail);
    }

    /** Ends the story; only the first call counts. */
    void end(RingEnd end, Moment now) {
        if (story.end(new RingStory.End(end.reached(), end.reason()))) {
            step("ended", end.reached() ? "answered" : end.reason(), now);
        }
    }

    void state(State changed, long ends) {
        state = changed;
        until = ends;
    }

    /** Whether its issuer is connected and was told that the equipment is silent, which it still is. */
    boolean waitsForRegistration() {
        return toldWaiting && (state == State.WAITING || state == State.CALLING);
    }

    /** Begins to call again, as an answer to a new registration. */
    void callAnew(TransactionId fresh, @Nullable Sealed datagram, long now) {
        transaction = fresh;
        sealed = datagram;
        if (sent.isEmpty()) {
            firstCalledAt = now;
        }
        if (sent.size() >= MAX_SENT) {
            sent.remove(0);
        }
        sent.add(fresh);
        calledAt = now;
        calls = 0;
    }

    long nextSequence() {
        return ++sequence;
    }

    boolean wasSent(TransactionId id) {
        return sent.contains(id);
    }
}
