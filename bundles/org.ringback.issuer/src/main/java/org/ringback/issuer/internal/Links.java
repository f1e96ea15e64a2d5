package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.api.crypto.DeviceIdentity;
import org.ringback.api.crypto.ProtectionSession;
import org.ringback.issuer.core.CloseKind;
import org.ringback.issuer.core.IssuerAction.AnswerCall;
import org.ringback.issuer.core.IssuerAction.DialServer;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.IssuerKey;
import org.ringback.transport.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;

/** The connections of this issuer by number. Belongs to the loop. */
final class Links {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration SERVER_PROOF_LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_PROOF_LIMIT = Duration.ofSeconds(5);

    /** Accepted connections have even numbers. */
    private static final long STEP = 2;

    private final Transport transport;
    private final Loop loop;
    private final CryptoServices crypto;
    private final Consumer<IssuerEvent> events;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, Link> links = new HashMap<>();
    private final Map<Long, ConnectionHandler> answers = new HashMap<>();
    private long lastAccepted;

    Links(Transport transport, Loop loop, CryptoServices crypto, Consumer<IssuerEvent> events) {
        this.transport = transport;
        this.loop = loop;
        this.crypto = crypto;
        this.events = events;
    }

    void submit(IssuerEvent event) {
        events.accept(event);
    }

    void dial(DialServer dial) {
        ProtectionSession session;
        try {
            session = crypto.connections(dial.protection())
                    .dial(identity(dial.self()), dial.pins(), dial.server().host(), dial.time());
        } catch (IllegalArgumentException | IllegalStateException e) {
            submit(new IssuerEvent.Closed(dial.connection(), CloseKind.BROKEN, String.valueOf(e.getMessage())));
            return;
        }
        Link link = new Link(dial.connection(), Door.DEVICE_TCP, codec, this);
        links.put(dial.connection(), link);
        DialOptions options = new DialOptions(dial.server().address(), local(dial), dial.sharedPort(), DIAL_LIMIT);
        transport.dial(options, loop, transport.protect(session, SERVER_PROOF_LIMIT, link));
    }

    /**
     * A port that is to be shared must be bound before connecting: one that the system picks while connecting may belong
     * to other connections of this machine already, and then nobody can listen on it.
     */
    private static Optional<InetSocketAddress> local(DialServer dial) {
        InetAddress remote = dial.server().address().getAddress();
        Optional<InetAddress> any = dial.sharedPort() ? Optional.of(any(remote)) : Optional.empty();
        return dial.local().or(() -> any).map(address -> new InetSocketAddress(address, 0));
    }

    private static InetAddress any(InetAddress likeThis) {
        try {
            return InetAddress.getByAddress(new byte[likeThis.getAddress().length]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + likeThis.getAddress().length + " bytes", e);
        }
    }

    /** Asks the core whether a connection to a listener is wanted. */
    ConnectionHandler accept(long listener, InetSocketAddress remote) {
        lastAccepted += STEP;
        submit(new IssuerEvent.Incoming(lastAccepted, listener, remote));
        ConnectionHandler answer = answers.remove(lastAccepted);
        return answer == null ? new Unwanted() : answer;
    }

    void answer(AnswerCall answer) {
        try {
            ProtectionSession session = crypto.calls().answer(identity(answer.self()), answer.equipment());
            Link link = new Link(answer.connection(), Door.ISSUER_CALL, codec, this);
            links.put(answer.connection(), link);
            answers.put(answer.connection(), transport.protect(session, CALL_PROOF_LIMIT, link));
        } catch (IllegalArgumentException | IllegalStateException e) {
            submit(new IssuerEvent.Closed(answer.connection(), CloseKind.BROKEN, String.valueOf(e.getMessage())));
        }
    }

    void send(long number, Message message) {
        Link link = links.get(number);
        if (link != null) {
            link.send(codec.encode(message));
        }
    }

    void close(long number) {
        Link link = links.get(number);
        if (link != null) {
            link.close();
        }
    }

    void abort(long number) {
        Link link = links.get(number);
        if (link != null) {
            link.abort();
        }
    }

    @Nullable
    Link find(long number) {
        return links.get(number);
    }

    void forget(long number) {
        links.remove(number);
    }

    void closeAll() {
        List.copyOf(links.values()).forEach(Link::close);
    }

    private DeviceIdentity identity(IssuerKey self) {
        return crypto.identities().identity(self.encoded());
    }

    /** A connection that nobody waits for. */
    private static final class Unwanted implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {
            connection.abort();
        }

        @Override
        public void received(Connection connection, ByteBuffer bytes) {
            // it was aborted
        }

        @Override
        public void closed(CloseReason reason) {
            // as it should be
        }
    }
}
