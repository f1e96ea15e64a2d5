package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.ProtectedHandler;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;

/**
 * One protected connection under its number: cuts what comes into messages, until it is handed over to whoever carries
 * something else on it. Made by {@link Connections}. Belongs to the loop.
 */
public final class Link {
    private final long number;
    private final Door door;
    private final MessageFramer framer;
    private final Connections connections;
    private @Nullable Connection plain;
    private @Nullable ProtectedConnection connection;
    private @Nullable Heir heir;
    private boolean deaf;

    /** Who hears of the connection from now on. */
    private record Heir(Consumer<ByteBuffer> received, Runnable writable, Consumer<String> lost, Runnable close) {}

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

    /** {@return where its messages arrive} */
    public Door door() {
        return door;
    }

    /** {@return whether the peer was proved} */
    public boolean established() {
        return connection != null;
    }

    /** {@return the connection of a proved peer; empty before, and when nothing more is read from it} */
    public Optional<ProtectedConnection> connection() {
        return deaf ? Optional.empty() : Optional.ofNullable(connection);
    }

    /** Reads nothing that still comes; what is sent still goes out. */
    public void stopReading() {
        deaf = true;
    }

    /**
     * Hands everything that comes from now on to somebody else, beginning with what follows the message under way.
     *
     * @param received takes plaintext, valid during the call
     * @param writable hears that what waited was sent
     * @param lost hears in words why the connection is over
     * @param close ends what goes on there, and then the connection
     */
    public void handOver(Consumer<ByteBuffer> received, Runnable writable, Consumer<String> lost, Runnable close) {
        heir = new Heir(received, writable, lost, close);
    }

    void send(byte[] bytes) {
        if (connection != null) {
            connection.write(ByteBuffer.wrap(bytes));
        }
    }

    /** Closes after what was sent; what still comes is not read. */
    void close() {
        if (heir != null) {
            heir.close().run();
        } else if (connection != null) {
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

    /** It never came to be. */
    void failed(String why) {
        new Ears().closed(CloseReason.of(CloseReason.Kind.NOT_DIALLED, why));
    }

    ProtectedHandler ears() {
        return new Ears();
    }

    /** What the transport tells. */
    private final class Ears implements ProtectedHandler {
        @Override
        public void opened(Connection opened) {
            plain = opened;
            if (deaf) {
                opened.abort();
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

        /** A message may lead to a handing over: what follows it in the same bytes is the heir's already. */
        @Override
        public void received(ProtectedConnection from, ByteBuffer plaintext) {
            while (plaintext.hasRemaining() && !deaf) {
                if (heir != null) {
                    heir.received().accept(plaintext);
                    return;
                }
                try {
                    Optional<Message> message = framer.next(plaintext);
                    message.ifPresent(whole -> connections.received(Link.this, whole, plaintext.hasRemaining()));
                } catch (MalformedMessageException e) {
                    deaf = true;
                    connections.malformed(Link.this, e);
                }
            }
        }

        @Override
        public void writable(ProtectedConnection to) {
            if (heir != null) {
                heir.writable().run();
            }
        }

        @Override
        public void closed(CloseReason reason) {
            deaf = true;
            connections.forget(number);
            if (heir != null) {
                heir.lost().accept(reason.detail());
            }
            connections.closed(number, reason);
        }
    }
}
