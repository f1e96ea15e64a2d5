package org.ringback.acceptor.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringback.acceptor.core.AcceptorAction.DialIssuer;
import org.ringback.acceptor.core.AcceptorAction.DialServer;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.kernel.Link;
import org.ringback.kernel.LinkListener;
import org.ringback.kernel.Links;
import org.ringback.kernel.NewWork;
import org.ringback.kernel.Suites;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;

/** The connections of this gateway, all dialled from here, as events for the core. Belongs to the loop. */
final class Connections implements LinkListener {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(10);
    private static final Duration ISSUER_LIMIT = Duration.ofSeconds(5);

    private final Suites suites;
    private final NewWork newWork;
    private final Consumer<AcceptorEvent> events;
    private final Links links;

    Connections(Transport transport, Loop loop, Suites suites, NewWork newWork, Consumer<AcceptorEvent> events) {
        this.suites = suites;
        this.newWork = newWork;
        this.events = events;
        this.links = new Links(transport, loop, this);
    }

    Links links() {
        return links;
    }

    void dial(DialServer dial) {
        DialOptions options = DialOptions.to(dial.address(), DIAL_LIMIT);
        Supplier<ProtectionSession> session = () -> suites.current()
                .toServer(dial.protection(), dial.identity(), Role.ACCEPTOR, dial.pins(), dial.host(), dial.time());
        begin(
                dial.connection(),
                Optional.of(dial.protection()),
                () -> links.dial(dial.connection(), Door.DEVICE_TCP, options, SERVER_LIMIT, session));
    }

    void dial(DialIssuer dial) {
        DialOptions options = DialOptions.to(dial.address(), DIAL_LIMIT);
        Supplier<ProtectionSession> session = () -> {
            CryptoProvider provider = suites.current().provider();
            return provider.calls().dial(provider.identities().identity(dial.identity()), dial.issuer());
        };
        begin(
                dial.connection(),
                Optional.empty(),
                () -> links.dial(dial.connection(), Door.ACCEPTOR_CALL, options, ISSUER_LIMIT, session));
    }

    private void begin(long number, Optional<Protection> wanted, Runnable dial) {
        newWork.begin(
                number,
                wanted,
                dial,
                why -> events.accept(new AcceptorEvent.Closed(number, CloseReason.Kind.NOT_DIALLED, why)));
    }

    void close(long number) {
        if (!newWork.forget(number)) {
            links.close(number);
        }
    }

    void abort(long number) {
        if (!newWork.forget(number)) {
            links.abort(number);
        }
    }

    @Override
    public void established(Link link, ProtectedConnection proved) {
        events.accept(new AcceptorEvent.Established(
                link.number(),
                proved.peer().key(),
                proved.peer().binding(),
                proved.peer().protection(),
                proved.peer().keyAgreement(),
                proved.peer().agreement(),
                proved.peer().local(),
                proved.peer().remote()));
    }

    @Override
    public void received(Link link, Message message, boolean more) {
        events.accept(new AcceptorEvent.Received(link.number(), message));
    }

    @Override
    public void malformed(Link link, MalformedMessageException fault) {
        events.accept(new AcceptorEvent.Malformed(link.number(), String.valueOf(fault.getMessage())));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        events.accept(new AcceptorEvent.Closed(link.number(), reason.kind(), reason.detail()));
    }
}
