package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringback.api.Protection;
import org.ringback.api.Role;
import org.ringback.issuer.core.IssuerAction.AnswerCall;
import org.ringback.issuer.core.IssuerAction.DialServer;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.kernel.CloseKind;
import org.ringback.kernel.FirstRecord;
import org.ringback.kernel.Link;
import org.ringback.kernel.LinkListener;
import org.ringback.kernel.Links;
import org.ringback.kernel.NewWork;
import org.ringback.kernel.Suites;
import org.ringback.kernel.TurnedAway;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;

/** The connections of this issuer, dialled to the server and accepted as call-backs, as events for the core. Belongs to the loop. */
final class Connections implements LinkListener {
    private static final Duration DIAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration SERVER_LIMIT = Duration.ofSeconds(10);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(5);

    private final Suites suites;
    private final NewWork newWork;
    private final Consumer<IssuerEvent> events;
    private final Links links;
    private final Map<Long, FirstRecord> silent = new HashMap<>();
    private final Map<Long, ConnectionHandler> answers = new HashMap<>();

    Connections(Transport transport, Loop loop, Suites suites, NewWork newWork, Consumer<IssuerEvent> events) {
        this.suites = suites;
        this.newWork = newWork;
        this.events = events;
        this.links = new Links(transport, loop, this);
    }

    Links links() {
        return links;
    }

    void dial(DialServer dial) {
        DialOptions options = new DialOptions(dial.server().address(), local(dial), dial.sharedPort(), DIAL_LIMIT);
        Supplier<ProtectionSession> session = () -> suites.current()
                .toServer(
                        dial.protection(),
                        dial.self().encoded(),
                        Role.ISSUER,
                        dial.pins(),
                        dial.server().host(),
                        dial.time());
        newWork.begin(
                dial.connection(),
                Optional.of(dial.protection()),
                () -> links.dial(dial.connection(), Door.DEVICE_TCP, options, SERVER_LIMIT, session),
                why -> events.accept(new IssuerEvent.Closed(dial.connection(), CloseKind.NOT_DIALLED, why)));
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

    /** Asks the core whether a connection to a listener is wanted; it says so at once, by {@link #await}. */
    ConnectionHandler accept(long listener, InetSocketAddress remote) {
        long number = links.nextAccepted();
        events.accept(new IssuerEvent.Incoming(number, listener, remote));
        ConnectionHandler waiting = silent.get(number);
        return waiting == null ? TurnedAway.AT_ONCE : waiting;
    }

    void await(long number) {
        silent.put(number, new FirstRecord(Set.of(Protection.TLS13), new Stranger(number)));
    }

    /** One who said nothing whole yet. */
    private final class Stranger implements FirstRecord.Owner {
        private final long number;

        Stranger(long number) {
            this.number = number;
        }

        /** Asks the core whether it may go on; it says so at once, by {@link #answer}. */
        @Override
        public Optional<ConnectionHandler> whole(Protection protection) {
            events.accept(new IssuerEvent.Hello(number));
            ConnectionHandler answer = answers.remove(number);
            if (answer != null) {
                silent.remove(number);
            }
            return Optional.ofNullable(answer);
        }

        @Override
        public void malformed() {
            // The connection is closed: the core hears that.
        }

        @Override
        public void over(CloseReason reason) {
            silent.remove(number);
            events.accept(new IssuerEvent.Closed(number, CloseKind.of(reason), reason.detail()));
        }
    }

    void answer(AnswerCall answer) {
        long number = answer.connection();
        Supplier<ProtectionSession> session = () -> {
            CryptoProvider provider = suites.current().provider();
            return provider.calls()
                    .answer(provider.identities().identity(answer.self().encoded()), answer.equipment());
        };
        answers.put(
                number,
                newWork.answer(
                        number,
                        Optional.empty(),
                        () -> links.answer(number, Door.ISSUER_CALL, CALL_LIMIT, session),
                        why -> events.accept(new IssuerEvent.Closed(number, CloseKind.NOT_DIALLED, why)),
                        reason ->
                                events.accept(new IssuerEvent.Closed(number, CloseKind.of(reason), reason.detail()))));
    }

    void close(long number) {
        if (!newWork.forget(number)) {
            links.close(number);
        }
    }

    void abort(long number) {
        FirstRecord waiting = silent.get(number);
        if (waiting != null) {
            waiting.abort();
        } else if (!newWork.forget(number)) {
            links.abort(number);
        }
    }

    @Override
    public void established(Link link, ProtectedConnection proved) {
        events.accept(new IssuerEvent.Established(
                link.number(),
                proved.peerKey(),
                proved.binding(),
                proved.protection(),
                proved.keyAgreement(),
                proved.agreementSteps(),
                proved.local(),
                proved.remote()));
    }

    @Override
    public void received(Link link, Message message, boolean more) {
        if (more && link.door() == Door.ISSUER_CALL) {
            link.stopReading();
            events.accept(new IssuerEvent.Malformed(
                    link.number(), Optional.empty(), "bytes behind the communication request, before it was accepted"));
        } else {
            events.accept(new IssuerEvent.Received(link.number(), message));
        }
    }

    @Override
    public void malformed(Link link, MalformedMessageException fault) {
        events.accept(new IssuerEvent.Malformed(link.number(), fault.refusal(), String.valueOf(fault.getMessage())));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        events.accept(new IssuerEvent.Closed(link.number(), CloseKind.of(reason), reason.detail()));
    }
}
