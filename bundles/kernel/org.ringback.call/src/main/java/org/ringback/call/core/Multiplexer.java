package org.ringback.call.core;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.Secret;
import org.ringback.kernel.CutReason;

/**
 * All conversations of one end of a call, without I/O, over a path (connection) that another one may replace. Tell it a
 * new path by {@link #attached}, the peer's plaintext by {@link #received}, the application's calls by {@link #open},
 * {@link #write}, {@link #read}, {@link #finish}, {@link #discard} and {@link #reset}, and the time by {@link #tick}.
 * After each call, {@link #poll} returns events, {@link #transmit} writes frames to send, and {@link #deadline} says
 * when to call {@link #tick} at the latest. The rules are in docs/protocol.md, section "Conversations". Calls for a
 * conversation that is over do nothing. Not thread-safe.
 */
public final class Multiplexer {
    private static final String NOT_MOVED = "the call could not move to another session: ";

    private final RandomGenerator random;
    private final ConversationLimits limits;
    private final ConversationTable table;
    private final ControlQueue outbox = new ControlQueue();
    private final Lifecycle lifecycle;
    private final Inbound inbound;
    private final Transmitter transmitter;
    private final SessionSwitch sessions;
    private final Pings pings;
    private @Nullable PathState path;
    private @Nullable String end;
    private boolean abrupt;
    private @Nullable String closing;

    /**
     * Makes the end of a call without a path.
     *
     * @param issuer whether this is the issuer's end, which opens odd numbers
     * @param random for IDs and resume secrets
     * @param limits the limits of this end
     * @param share the share of buffers of all calls with this peer
     * @param keys make the call's key; empty if it cannot move to another session, as with earlier versions
     */
    public Multiplexer(
            boolean issuer,
            RandomGenerator random,
            ConversationLimits limits,
            Budget.Share share,
            Optional<CallKeys> keys) {
        this.random = random;
        this.limits = limits;
        this.table = new ConversationTable(issuer, limits.conversations());
        this.lifecycle = new Lifecycle(table, outbox, share, limits.window());
        this.pings = new Pings(outbox, random);
        this.inbound = new Inbound(issuer, limits, table, lifecycle, outbox, pings);
        this.transmitter = new Transmitter(outbox, table, limits.frameData());
        this.sessions = new SessionSwitch(issuer, random, keys);
    }

    /**
     * Attaches a path to the same peer on which nothing was sent yet.
     *
     * @param now the present
     */
    public void attached(Moment now) {
        path = new PathState(inbound, sessions, limits.ping(), now.nanos());
    }

    /** {@return the PINGs, by which the way to the peer is measured; none may be begun once the call is over} */
    public Pings pings() {
        return pings;
    }

    /** {@return how it moves from one session to the next} */
    public SessionSwitch sessions() {
        return sessions;
    }

    /**
     * Notes that another session of the path has proved the peer's key, after {@link Notice#RENEW}.
     *
     * @param now the present
     */
    public void renewed(Moment now) {
        if (end == null) {
            sessions.renewed();
            attached(now);
        }
    }

    /** {@return how many conversations are open} */
    public int conversations() {
        return table.size();
    }

    /** {@return the most conversations that were open at once} */
    public int highestConversations() {
        return table.highest();
    }

    /** {@return whether the most conversations are open, so that one must end before another can be opened} */
    public boolean full() {
        return table.full();
    }

    /** {@return how many bytes of conversations left here, without what carries them} */
    public long bytesSent() {
        return transmitter.sent();
    }

    /** {@return how many bytes of conversations came, without what carries them} */
    public long bytesReceived() {
        return inbound.received();
    }

    /** {@return why the call is over, in words; null while it is not} */
    public @Nullable String end() {
        return end;
    }

    /**
     * {@return whether it is over and its path is reset at once, as nothing is sent any more: it was cut without a reason
     *     to tell or in the midst of a move, or nothing would reach the peer}
     */
    public boolean abrupt() {
        return abrupt;
    }

    /**
     * Takes plaintext of the peer, in any pieces.
     *
     * @param plaintext consumed
     * @param now the present
     */
    public void received(ByteBuffer plaintext, Moment now) {
        PathState from = path;
        if (end == null && from != null) {
            from.keepalive.heard(now.nanos());
            inbound.at(now.nanos());
            sessions.hears(now.nanos());
            try {
                from.reader.read(plaintext, now.nanos());
            } catch (CallBackFault fault) {
                over(fault.words(), true);
                if (fault.telling()) {
                    outbox.farewell(fault.code());
                }
            }
        }
        plaintext.position(plaintext.limit());
    }

    /**
     * Opens a conversation.
     *
     * @return its state
     * @throws NoPlaceException if no more conversations may be open until others end
     * @throws IOException if the call is over
     */
    public ConversationState open() throws IOException {
        if (end != null) {
            throw new IOException("call: over, " + end + " (expected: one that lives)");
        }
        int number = table.peekNumber();
        if (number == 0) {
            throw new IOException("conversation: all numbers were used (expected: a new call)");
        }
        Lifecycle.Reservation place = lifecycle.reserve();
        if (place.refusal() != null) {
            throw new NoPlaceException(
                    "conversation: " + place.refusal().words() + " (expected: that others end first)");
        }
        byte[] id = new byte[FrameLayout.ID_LENGTH];
        random.nextBytes(id);
        ConversationState state = new ConversationState(
                number,
                id,
                Secret.random(random, FrameLayout.SECRET_LENGTH),
                new SendSide(lifecycle.allot(place), FrameLayout.FIRST_LIMIT),
                new ReceiveSide(lifecycle.allot(place), limits.ackDelay().toNanos(), true),
                false);
        lifecycle.begun(state);
        return state;
    }

    /**
     * Takes bytes to send, as many as there is room for.
     *
     * @param state which conversation
     * @param source its position moves
     * @return how many bytes were taken; 0 also if the direction has ended
     */
    public int write(ConversationState state, ByteBuffer source) {
        return state.over() || state.finished() ? 0 : state.send().write(source);
    }

    /**
     * Ends the direction to the peer, after what was written.
     *
     * @param state which conversation
     */
    public void finish(ConversationState state) {
        if (!state.over()) {
            state.send().finish();
        }
    }

    /**
     * Delivers bytes of the peer to the application, which acknowledges them.
     *
     * @param state which conversation
     * @param target where to
     * @param now the present
     * @return how many bytes; 0 if there are none yet, or after a failure; -1 once the peer's end is reached
     */
    public int read(ConversationState state, ByteBuffer target, Moment now) {
        return state.receive().read(target, now.nanos());
    }

    /**
     * Discards what has come and what will come, as if it were delivered.
     *
     * @param state which conversation
     * @param now the present
     */
    public void discard(ConversationState state, Moment now) {
        if (!state.over()) {
            state.receive().discard(now.nanos());
            state.considerLinger(now.nanos());
        }
    }

    /**
     * Ends both directions at once.
     *
     * @param state which conversation
     * @param code what the peer is told
     */
    public void reset(ConversationState state, ResetCode code) {
        if (!state.over()) {
            lifecycle.resetHere(state, code);
        }
    }

    /**
     * Ends both directions once the peer has delivered what was written here; discards what the peer still sends.
     *
     * @param state which conversation
     * @param code what the peer is told
     * @param now the present
     */
    public void resetBehind(ConversationState state, ResetCode code, Moment now) {
        if (!state.over()) {
            state.receive().discard(now.nanos());
            state.resetBehind(code, now.nanos());
            lifecycle.settle(state);
        }
    }

    /**
     * Notes the time: gives up a silent peer, and ends conversations that waited too long for their end.
     *
     * @param now the present
     */
    public void tick(Moment now) {
        if (end != null) {
            return;
        }
        Keepalive keepalive = path == null ? null : path.keepalive;
        if (keepalive != null && keepalive.tick(now.nanos())) {
            giveUp("connection lost: the peer gave no sign of life when asked");
            return;
        }
        if (sessions.late(now.nanos())) {
            giveUp(NOT_MOVED + "it took too long");
            return;
        }
        pings.tick(now.nanos());
        if (keepalive != null && keepalive.takeDue()) {
            pings.again();
        }
        for (ConversationState state :
                table.lingered(now.nanos(), limits.linger().toNanos())) {
            // [CONV-22] 60 s after our own direction ended without the peer's FIN | RESET 0x0009
            reset(state, state.abandoned());
        }
    }

    /** {@return when to call {@link #tick} and {@link #transmit} at the latest, in monotonic nanoseconds} */
    public long deadline() {
        long first = path == null ? Long.MAX_VALUE : path.keepalive.deadline();
        if (sessions.timed()) {
            first = ConversationTable.earlier(first, sessions.until());
        }
        if (pings.timed()) {
            first = ConversationTable.earlier(first, pings.deadline());
        }
        return ConversationTable.earlier(
                first, table.deadline(!sessions.underWay(), limits.linger().toNanos()));
    }

    /**
     * Writes frames that must be sent now.
     *
     * @param out a buffer with room for {@link FrameLayout#LONGEST} bytes, whose content the caller sends
     * @param now the present
     * @return whether anything was written; false if nothing is left for now
     */
    public boolean transmit(ByteBuffer out, Moment now) {
        int before = out.position();
        boolean free = end == null ? sessions.write(out, now.nanos()) : !sessions.underWay();
        if (free && closing != null) {
            close(closing);
        }
        if (free) {
            transmitter.write(out, now.nanos());
        }
        for (ConversationState state : table.snapshot()) {
            lifecycle.settle(state);
        }
        return out.position() > before;
    }

    /** {@return the next event, or null} */
    public @Nullable StreamEvent poll() {
        return lifecycle.poll();
    }

    /**
     * Notes that the path is lost. The call is over, as none waits for another path (it may stay without one for 0 s);
     * what has arrived may still be read.
     *
     * @param reason in words
     */
    public void detached(String reason) {
        path = null;
        // [CONV-2] TCP and TLS closes mean "connection lost", never "end": conversations that have not ended then …
        over((sessions.underWay() ? NOT_MOVED : "connection lost: ") + reason, true);
    }

    /**
     * Ends every conversation at once, as the call may not go on; what has arrived may still be read. The peer is told a
     * reason by WHY and a RESET of number 0, behind what was given to the path before. Without one it is told nothing, and
     * neither is it in the midst of a move to another session, which would have to be over first: then the path is reset.
     *
     * @param why in words
     * @param told what the peer is told, from the acceptor's end; empty for nothing
     */
    public void cut(String why, Optional<CutReason> told) {
        if (end != null) {
            return;
        }
        if (sessions.underWay() || told.isEmpty()) {
            giveUp(why);
            return;
        }
        over(why, true);
        // [CONV-33] An acceptor that cuts a call tells the issuer why by WHY, in the record of its RESET of 0 with …
        outbox.why(told.get().number());
        outbox.farewell(ResetCode.CLOSED.code());
    }

    /** Ends everything without a farewell. */
    private void giveUp(String why) {
        abrupt = true;
        over(why, true);
    }

    /**
     * Ends every conversation, and the call-back by a RESET of number 0: at once, or in the next session if the call
     * is about to move to it.
     *
     * @param why in words
     */
    public void close(String why) {
        if (end == null && sessions.underWay()) {
            closing = why;
        } else if (end == null) {
            over(lifecycle.ending(why), false);
            outbox.farewell(ResetCode.CLOSED.code());
        }
    }

    private void over(String words, boolean keepArrived) {
        if (end == null) {
            end = words;
            sessions.destroy();
            // [CONV-13] RESET of 0 ends the call-back; the sender closes the connection behind it, sends nothing …
            outbox.clear();
            lifecycle.endAll(words, keepArrived);
        }
    }
}
