package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingNonce;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;

/**
 * One protected connection with its number: cuts what comes into messages, until it is passed on to carry something
 * else. Made by {@link Connections}. Belongs to the loop.
 */
public final class Link {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final long number;
    private final Door door;
    private final MessageFramer framer;
    private final Connections connections;
    private @Nullable Connection plain;
    private @Nullable ProtectedConnection connection;
    /** The received bytes that are being cut into messages. */
    private ByteBuffer unread = NOTHING;

    private @Nullable SessionPlan plan;
    private CryptoBundle by = CryptoBundle.NONE;
    private boolean deaf;

    Link(long number, Door door, MessageCodec codec, Connections connections) {
        this.number = number;
        this.door = door;
        this.framer = new MessageFramer(codec, door);
        this.connections = connections;
    }

    /** {@return the number that the core knows it by} */
    public long number() {
        return number;
    }

    /** Notes how its session is made. */
    void planned(SessionPlan made, CryptoBundle code) {
        plan = made;
        by = code;
    }

    /** {@return how its session was made, where it carries a call} */
    CallSession callSession(RingNonce nonce) {
        return new CallSession(Objects.requireNonNull(plan, "a call's session is planned"), nonce, by);
    }

    /** {@return where its messages arrive} */
    public Door door() {
        return door;
    }

    /** {@return whether the peer was proved} */
    public boolean established() {
        return connection != null;
    }

    /** {@return the smallest round trip that the system measured on it; empty if it is not told, and before the proof} */
    public Optional<Duration> roundTrip() {
        return Optional.ofNullable(connection).flatMap(ProtectedConnection::roundTrip);
    }

    /** {@return the longest packet that its path takes whole, as far as the system knows; empty before the proof} */
    public OptionalInt pathMtu() {
        ProtectedConnection proved = connection;
        return proved == null ? OptionalInt.empty() : proved.pathMtu();
    }

    /** {@return whether the peer is proved, and more can come from it} */
    boolean stands() {
        return connection != null && !deaf;
    }

    /** Stops reading for good; sending is still possible. */
    public void stopReading() {
        deaf = true;
    }

    /**
     * Passes the connection on, with the bytes that follow the present message; nothing more is read here.
     *
     * @param next is told the connection's events from now on, beginning with {@code established}
     * @param owner the loop with which the connection ends from now on, on the same thread
     * @throws IllegalStateException if the peer is not proved, or nothing more is read
     */
    public void passTo(ProtectedHandler next, Loop owner) {
        ProtectedConnection passed = connection;
        if (passed == null || deaf) {
            throw new IllegalStateException("connection " + number + ": over (expected: one that stands)");
        }
        deaf = true;
        passed.passTo(next, owner, unread);
    }

    void send(byte[] bytes) {
        if (connection != null) {
            connection.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Closes after what was sent; reads nothing more. */
    void close() {
        if (connection != null) {
            deaf = true;
            connection.close();
        } else {
            abort();
        }
    }

    void abort() {
        deaf = true;
        if (connection != null) {
            connection.abort();
        } else if (plain != null) {
            plain.abort();
        }
    }

    /** The connection could not be opened. */
    void failed(String why) {
        new Ears().closed(CloseReason.of(CloseReason.Kind.NOT_DIALLED, why));
    }

    ProtectedHandler ears() {
        return new Ears();
    }

    /** Handles the transport's events. */
    private final class Ears implements ProtectedHandler {
        @Override
        public void dialling(Connection dialled) {
            plain = dialled;
            if (deaf) {
                dialled.abort();
            }
        }

        @Override
        public void opened(Connection opened) {
            plain = opened;
            if (deaf) {
                opened.abort();
            } else {
                connections.opened(Link.this);
            }
        }

        @Override
        public void established(ProtectedConnection proved) {
            if (deaf) {
                proved.abort();
                return;
            }
            connection = proved;
            connections.established(Link.this, proved);
        }

        /** A message may cause the connection to be passed on: bytes that follow it then belong to the next handler. */
        @Override
        public void received(ProtectedConnection from, ByteBuffer plaintext) {
            unread = plaintext;
            while (plaintext.hasRemaining() && !deaf) {
                try {
                    Optional<Message> message = framer.next(plaintext);
                    message.ifPresent(whole -> connections.received(Link.this, whole, plaintext.hasRemaining()));
                } catch (MalformedMessageException e) {
                    deaf = true;
                    connections.malformed(Link.this, e);
                }
            }
            unread = NOTHING;
        }

        @Override
        public void closed(CloseReason reason) {
            deaf = true;
            connections.closed(number, reason);
        }
    }
}
