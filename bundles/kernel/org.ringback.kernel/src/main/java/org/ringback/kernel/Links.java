package org.ringback.kernel;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;

/**
 * The protected connections of one role by number: the core makes the odd numbers of those that it dials, this class the
 * even ones of those accepted. Belongs to the loop.
 */
public final class Links {
    private static final int STEP = 2;

    private final Transport transport;
    private final Loop loop;
    private final LinkListener listener;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, Link> links = new HashMap<>();
    private long lastAccepted;

    /**
     * Knows no connection yet.
     *
     * @param transport dials and protects
     * @param loop the role's
     * @param listener hears of every connection
     */
    public Links(Transport transport, Loop loop, LinkListener listener) {
        this.transport = transport;
        this.loop = loop;
        this.listener = listener;
    }

    /** {@return the number of the next accepted connection} */
    public long nextAccepted() {
        lastAccepted += STEP;
        return lastAccepted;
    }

    /**
     * Dials. The listener hears what becomes of it, also if no session can be made.
     *
     * @param number the connection's
     * @param door where its messages arrive
     * @param options where to
     * @param limit of the handshake
     * @param session makes this end of the protection; may throw IllegalArgumentException and IllegalStateException
     */
    public void dial(long number, Door door, DialOptions options, Duration limit, Supplier<ProtectionSession> session) {
        protect(number, door, limit, session).ifPresent(handler -> transport.dial(options, loop, handler));
    }

    /**
     * Protects an accepted connection. If no session can be made, the listener hears of its end.
     *
     * @param number from {@link #nextAccepted()}
     * @param door where its messages arrive
     * @param limit of the handshake
     * @param session makes this end of the protection; may throw IllegalArgumentException and IllegalStateException
     * @return what takes the connection
     */
    public ConnectionHandler answer(long number, Door door, Duration limit, Supplier<ProtectionSession> session) {
        return protect(number, door, limit, session).orElse(TurnedAway.AT_ONCE);
    }

    private Optional<ConnectionHandler> protect(
            long number, Door door, Duration limit, Supplier<ProtectionSession> session) {
        Link link = new Link(number, door, codec, listener, () -> links.remove(number));
        links.put(number, link);
        try {
            return Optional.of(transport.protect(session.get(), limit, link.ears()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            link.failed(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Sends a message.
     *
     * @param number on which connection; if it is over or not yet proved, nothing happens
     * @param message what
     */
    public void send(long number, Message message) {
        find(number).ifPresent(link -> link.send(codec.encode(message)));
    }

    /**
     * Closes a connection after what was sent; what it was handed over to closes it.
     *
     * @param number which; if it is over, nothing happens
     */
    public void close(long number) {
        find(number).ifPresent(Link::close);
    }

    /**
     * Closes a connection at once.
     *
     * @param number which; if it is over, nothing happens
     */
    public void abort(long number) {
        find(number).ifPresent(Link::abort);
    }

    /**
     * Finds a connection.
     *
     * @param number which
     * @return the connection; empty if it is over
     */
    public Optional<Link> find(long number) {
        return Optional.ofNullable(links.get(number));
    }

    /** Closes all. */
    public void closeAll() {
        List.copyOf(links.values()).forEach(Link::close);
    }
}
