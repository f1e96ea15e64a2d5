package org.ringback.acceptor.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.acceptor.core.AcceptorAction.DialIssuer;
import org.ringback.acceptor.core.AcceptorAction.DialServer;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.acceptor.core.CloseKind;
import org.ringback.api.crypto.ProtectionSession;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;

/** The connections of this gateway by number: all are dialled from here. Belongs to the loop. */
final class Links {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(10);
    private static final Duration ISSUER_LIMIT = Duration.ofSeconds(5);

    private final Transport transport;
    private final Loop loop;
    private final CryptoServices crypto;
    private final Consumer<AcceptorEvent> events;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, Link> links = new HashMap<>();

    Links(Transport transport, Loop loop, CryptoServices crypto, Consumer<AcceptorEvent> events) {
        this.transport = transport;
        this.loop = loop;
        this.crypto = crypto;
        this.events = events;
    }

    void submit(AcceptorEvent event) {
        events.accept(event);
    }

    void dial(DialServer dial) {
        dial(dial.connection(), Door.DEVICE_TCP, dial.address(), SERVER_LIMIT, () -> crypto.connections(
                        dial.protection())
                .dial(crypto.identities().identity(dial.identity()), dial.pins(), dial.host(), dial.time()));
    }

    void dial(DialIssuer dial) {
        dial(dial.connection(), Door.ACCEPTOR_CALL, dial.address(), ISSUER_LIMIT, () -> crypto.calls()
                .dial(crypto.identities().identity(dial.identity()), dial.issuer()));
    }

    private void dial(
            long number, Door door, InetSocketAddress address, Duration limit, Supplier<ProtectionSession> session) {
        Link link = new Link(number, door, codec, this);
        links.put(number, link);
        try {
            transport.dial(DialOptions.to(address, DIAL_LIMIT), loop, transport.protect(session.get(), limit, link));
        } catch (IllegalArgumentException | IllegalStateException e) {
            links.remove(number);
            submit(new AcceptorEvent.Closed(number, CloseKind.BROKEN, String.valueOf(e.getMessage())));
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
}
