package org.ringback.call.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.control.CallStatus;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.Notice;
import org.ringback.call.core.ResetCode;
import org.ringback.kernel.Call;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CutReason;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a call: handles the events of its path, gives each conversation its {@link End}, and tells the listener of
 * the peer's conversations. The methods of {@link Call} are thread-safe; all else belongs to the loop.
 */
public final class CallEnd implements Call, ProtectedHandler, Engine.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(CallEnd.class);
    private static final Duration LOCAL_DIAL = Duration.ofSeconds(10);

    private volatile CallFacts facts;
    private static final String RELAYED =
            "; it was relayed, and the server may have ended it (a day's bytes, its place, 2"
                    + " minutes without a byte, a revocation there)";

    private final Loop loop;
    private final Transport transport;
    private final CallListener listener;
    private final Engine engine;
    private final Optional<CallMove> move;
    private @Nullable Owner owner;
    private volatile boolean wanted;
    private volatile @Nullable InetSocketAddress local;
    private volatile @Nullable String end;

    /**
     * Makes an end without a path.
     *
     * @param facts what its conversations have in common
     * @param multiplexer a new one
     * @param loop the loop of its path
     * @param transport dials local addresses
     * @param listener is told of the peer's conversations, and when the call is over
     * @param move moves it to other crypto; empty if it cannot
     */
    CallEnd(
            CallFacts facts,
            Multiplexer multiplexer,
            Loop loop,
            Transport transport,
            CallListener listener,
            Optional<CallMove> move) {
        this.facts = facts;
        this.loop = loop;
        this.transport = transport;
        this.listener = listener;
        this.move = move;
        this.engine = new Engine(multiplexer, loop, this);
    }

    // The path's side.

    @Override
    public void established(ProtectedConnection connection) {
        engine.attach(connection);
    }

    @Override
    public void renewed(ProtectedConnection connection) {
        engine.renewed();
    }

    @Override
    public void received(ProtectedConnection connection, ByteBuffer plaintext) {
        engine.received(plaintext);
    }

    @Override
    public void writable(ProtectedConnection connection) {
        engine.pump();
    }

    @Override
    public void closed(CloseReason reason) {
        // The relay cannot speak inside a call: whatever ends it there is a reset here.
        boolean perhapsThere = facts.relayed() && reason.kind() == CloseReason.Kind.BROKEN;
        engine.detached(reason.detail() + (perhapsThere ? RELAYED : ""));
    }

    // The side of roles and persons.

    @Override
    public CallFacts facts() {
        return facts;
    }

    @Override
    public void named(EquipmentId equipment) {
        facts = facts.renamed(equipment);
    }

    @Override
    public Optional<PeerFacts> path() {
        return engine.peer();
    }

    @Override
    public Conversation open() throws IOException {
        return stream(engine.open());
    }

    /** Measures the way to the peer; from any thread. */
    CompletionStage<Duration> ping() {
        return engine.ping();
    }

    /** Serves the connections of a local port, beside its other ports; to be called on the loop. */
    void serve(ForwardedPort port, InetSocketAddress at) {
        local = at;
        if (end == null) {
            port.serve(engine);
        } else {
            port.lost(end);
        }
    }

    @Override
    public int conversations() {
        return engine.conversations();
    }

    @Override
    public void owner(Owner next) {
        if (end == null) {
            owner = next;
        } else {
            next.ended(end);
        }
    }

    @Override
    public void disown() {
        owner = null;
    }

    @Override
    public void end(String why) {
        wanted = true;
        loop.execute(() -> engine.close(why));
    }

    /** The most conversations that were open at once. */
    int highestConversations() {
        return engine.highestConversations();
    }

    /** As it is now, for whoever looks at calls. */
    CallStatus status() {
        CallFacts now = facts;
        Optional<CallStatus.Path> path = path().map(peer ->
                new CallStatus.Path(peer.remote(), now.relayed(), peer.protection(), peer.keyAgreement()));
        return new CallStatus(
                now.role(),
                now.equipment(),
                now.service(),
                now.peer(),
                now.ring(),
                now.since(),
                Optional.ofNullable(local),
                conversations(),
                engine.sent(),
                engine.received(),
                path,
                Optional.empty());
    }

    /** Whether somebody here hung up. */
    boolean wanted() {
        return wanted;
    }

    @Override
    public void cut(String why, Optional<CutReason> told) {
        loop.execute(() -> engine.cut(why, told));
    }

    // The side of crypto that changes.

    /** The crypto changed; from any thread. */
    void cryptoChanged() {
        move.ifPresent(moves -> loop.execute(() -> moves.consider(this)));
    }

    /** Ends the call if it is still on crypto of these bundles then; from any thread. */
    void cutUnmoved(Set<Long> bundles, Duration after) {
        move.ifPresent(moves -> loop.execute(() -> moves.cutUnmoved(bundles, after, this)));
    }

    /** Whether it has not ended, and both ends can move it to another session. */
    boolean able() {
        return end == null && engine.able();
    }

    /** Begins to move, unless the role cuts the call instead: what it does to that end stands before this on the loop. */
    void move() {
        if (owner != null) {
            owner.moves();
        }
        loop.execute(engine::move);
    }

    void renew(ProtectionSession next, Runnable gone) {
        engine.renew(next, gone);
    }

    @Override
    public void noticed(Notice notice) {
        move.ifPresent(moves -> moves.noticed(notice, this));
    }

    // The side of who answers.

    /**
     * Dials a local address and connects a conversation with it: bytes and FIN pass both ways.
     *
     * @param conversation a conversation that the listener was told
     * @param address the local address
     * @param dial is told the result
     */
    public void join(Conversation conversation, InetSocketAddress address, LocalDial dial) {
        StreamConversation stream = ours(conversation);
        Forwarder forwarder = new Forwarder(engine, stream.state(), dial);
        engine.seat(stream.state(), forwarder);
        transport.dial(DialOptions.to(address, LOCAL_DIAL), loop, forwarder);
    }

    /**
     * Resets a conversation, and tells the peer the reason.
     *
     * @param conversation a conversation that the listener was told
     * @param code the reason
     */
    public void reset(Conversation conversation, ResetCode code) {
        StreamConversation stream = ours(conversation);
        engine.reset(stream.state(), code);
        stream.changed();
    }

    private StreamConversation ours(Conversation conversation) {
        if (conversation instanceof StreamConversation stream && stream.engine() == engine) {
            return stream;
        }
        throw new IllegalArgumentException(
                "conversation: " + conversation + " (expected: one that this call's listener heard of)");
    }

    /** The peer opened a conversation. */
    @Override
    public void opened(ConversationState state) {
        try {
            listener.opened(this, stream(state));
        } catch (RuntimeException e) {
            LOG.error("A listener failed at a new conversation, which is reset", e);
            engine.reset(state, ResetCode.OWN_FAULT);
        }
    }

    @Override
    public void unserved(RingReason why) {
        if (owner != null) {
            owner.unserved(why);
        }
    }

    @Override
    public void ended(String reason) {
        end = reason;
        listener.ended(this, reason);
        if (owner != null) {
            owner.ended(reason);
            owner = null;
        }
    }

    private Conversation stream(ConversationState state) {
        StreamConversation conversation = new StreamConversation(engine, state, facts);
        engine.seat(state, conversation);
        return conversation;
    }
}
