package org.ringback.call;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.ringback.api.Conversation;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.ResetCode;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One end of a call-back: gives each conversation its end, and the listener what it must hear. */
final class CallBackEnd implements CallBack, Engine.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(CallBackEnd.class);
    private static final Duration LOCAL_DIAL = Duration.ofSeconds(10);

    private final CallInfo info;
    private final CallListener listener;
    private final Engine engine;

    /**
     * An end over a connection that stands and whose call-back was accepted.
     *
     * @param multiplexer new
     * @param connection carries its frames
     * @param loop of the connection
     * @param info what the conversations have in common
     * @param listener hears of conversations of the peer and of the end
     */
    CallBackEnd(
            Multiplexer multiplexer, ProtectedConnection connection, Loop loop, CallInfo info, CallListener listener) {
        this.info = info;
        this.listener = listener;
        this.engine = new Engine(multiplexer, connection, loop, this);
    }

    /** Sets the first timer; to be called on the loop, or before anything else happens. */
    public void start() {
        engine.start();
    }

    @Override
    public void received(ByteBuffer plaintext) {
        engine.received(plaintext);
    }

    @Override
    public void writable() {
        engine.pump();
    }

    @Override
    public void lost(String reason) {
        engine.lost(reason);
    }

    @Override
    public Conversation open() throws IOException {
        return stream(engine.open());
    }

    @Override
    public TcpListener forward(Transport transport, InetSocketAddress local) throws IOException {
        ForwardedPort port = port();
        TcpListener listener = transport.listen(local, ListenOptions.EXCLUSIVE, engine.loop(), port);
        port.listens(listener);
        return listener;
    }

    ForwardedPort port() {
        return new ForwardedPort(engine);
    }

    @Override
    public void join(Conversation conversation, Transport transport, InetSocketAddress address, LocalDial dial) {
        StreamConversation stream = ours(conversation);
        DialOptions options = DialOptions.to(address, LOCAL_DIAL);
        Forwarder forwarder = new Forwarder(engine, stream.state(), dial);
        engine.seat(stream.state(), forwarder);
        transport.dial(options, engine.loop(), forwarder);
    }

    @Override
    public void refuse(Conversation conversation) {
        reset(ours(conversation), ResetCode.NO_SERVICE);
    }

    @Override
    public void turnAway(Conversation conversation) {
        reset(ours(conversation), ResetCode.NO_PLACE);
    }

    private void reset(StreamConversation stream, ResetCode code) {
        engine.reset(stream.state(), code);
        stream.changed();
    }

    private StreamConversation ours(Conversation conversation) {
        if (conversation instanceof StreamConversation stream && stream.engine() == engine) {
            return stream;
        }
        throw new IllegalArgumentException(
                "conversation: " + conversation + " (expected: one that this call-back's listener heard of)");
    }

    @Override
    public int conversations() {
        return engine.conversations();
    }

    @Override
    public void close() {
        engine.close();
    }

    /** The peer opened a conversation. */
    @Override
    public void opened(ConversationState state) {
        try {
            listener.opened(stream(state));
        } catch (RuntimeException e) {
            LOG.error("A listener failed at a new conversation, which is reset", e);
            engine.reset(state, ResetCode.OWN_FAULT);
        }
    }

    /** The call-back is over. */
    @Override
    public void ended(String reason) {
        listener.ended(reason);
    }

    private Conversation stream(ConversationState state) {
        StreamConversation conversation = new StreamConversation(engine, state, info);
        engine.seat(state, conversation);
        return conversation;
    }
}
