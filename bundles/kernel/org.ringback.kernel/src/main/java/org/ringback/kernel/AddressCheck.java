package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.DialBack;
import org.ringback.api.control.NetworkPath.State;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Attributes;
import org.ringback.wire.DialBackOutcome;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;
import org.ringback.wire.TransactionId;

/** One connection of a {@link NetworkCheck}, to one address of the server. Belongs to one core. */
final class AddressCheck extends ServerRequest {
    /** How long the dial-back that the server reports may still take to come in here. */
    private static final Duration ON_ITS_WAY = Duration.ofMillis(500);
    /** A server's clock is told in whole seconds: on average it is half a second further. */
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private final NetworkCheck check;
    private final ServerAddress to;
    private final Optional<InetSocketAddress> from;
    private State state = State.NOT_REACHED;
    private String words = "";
    private long dialledAt;
    private long askedAt;
    private long until = Long.MAX_VALUE;
    private boolean base;
    private boolean dialBack;
    private boolean came;
    private boolean settled;
    private long number = -1;
    private @Nullable PeerFacts peer;
    private Optional<Duration> proved = Optional.empty();
    private Optional<InetSocketAddress> seen = Optional.empty();
    private Optional<Duration> roundTrip = Optional.empty();
    private OptionalInt mtu = OptionalInt.empty();
    private Optional<Duration> ahead = Optional.empty();
    private Optional<DialBackOutcome> outcome = Optional.empty();
    private boolean relays;

    /** From a given local port if {@code from} is present. */
    AddressCheck(NetworkCheck check, ServerAddress to, Optional<InetSocketAddress> from) {
        super(check.owners(), way(check.way(), to), check.random());
        this.check = check;
        this.to = to;
        this.from = from;
    }

    /** Any of its ports may be shared, with others that are dialled from there, and with a listener. */
    private static ServerWay way(ServerWay way, ServerAddress to) {
        return new ServerWay(ServerRoute.only(to), way.role(), way.identity(), way.pins(), way.by(), way.local(), true);
    }

    void begin(Turn turn) {
        dialledAt = turn.nanos();
        until = turn.in(NetworkCheck.EACH);
        dial(turn);
    }

    ServerAddress to() {
        return to;
    }

    /** This end, once the server is proved. */
    Optional<InetSocketAddress> own() {
        return Optional.ofNullable(peer).map(PeerFacts::local);
    }

    Optional<InetSocketAddress> seen() {
        return seen;
    }

    long number() {
        return number;
    }

    boolean settled() {
        return settled;
    }

    long until() {
        return settled ? Long.MAX_VALUE : until;
    }

    @Override
    public List<Instant> dates(Turn turn) {
        return check.user().dates(turn);
    }

    @Override
    public void dial(Action.Dial dial, ServerAddress address, Turn turn) {
        Optional<InetSocketAddress> local = from.map(port -> new InetSocketAddress(
                check.way().local().orElseGet(() -> Connections.any(port.getAddress())), port.getPort()));
        turn.act(
                new Action.Dial(dial.connection(), dial.to(), local.or(dial::from), dial.sharedPort(), dial.session()));
    }

    @Override
    public void missed(CloseReason reason, String why, Turn turn) {
        if (from.isEmpty()) {
            check.misses().add(to, reason);
        }
        if (reason.kind() == CloseReason.Kind.NO_ROUTE) {
            state = State.NO_ROUTE;
        }
    }

    @Override
    public void established(PeerFacts server, Turn turn) {
        peer = server;
        number = connection();
        proved = Optional.of(turn.now().since(dialledAt));
        state = State.UNTOLD;
        base = from.isEmpty() && check.isBase(this, turn);
        // [CHECK-7] The asker listens at the local address and port of the connection before it asks to be dialled …
        if (!base || !check.user().listen(number, server.local(), turn)) {
            ask(server, turn);
        }
    }

    /** The listener stands, or there is none. */
    void listening(boolean stands, Turn turn) {
        PeerFacts server = peer;
        if (server != null && !settled) {
            dialBack = stands;
            ask(server, turn);
        }
    }

    private void ask(PeerFacts server, Turn turn) {
        askedAt = turn.nanos();
        until = turn.in(NetworkCheck.EACH);
        super.established(server, turn);
    }

    /** A connection came in at its listener. */
    void came(Turn turn) {
        came = true;
        if (outcome.isPresent() && !settled) {
            done(turn);
        }
    }

    @Override
    protected Message request(PeerFacts server, TransactionId id) {
        Message.Builder request =
                Message.of(MessageKind.NETWORK_CHECK, id).with(Attributes.PROTOCOL, MessageKind.VERSION);
        return (dialBack ? request.with(Attributes.DIAL_BACK, new byte[0]) : request).build();
    }

    @Override
    protected void answered(Message answer, Turn turn) {
        if (answer.kind() == MessageKind.NETWORK_CHECKED) {
            told(answer, turn);
        } else if (answer.kind() == MessageKind.NETWORK_CHECK_REFUSED) {
            refused(answer);
            done(turn);
        } else {
            close(turn);
            failed("the server sent what has no place here: " + answer.kind().title(), turn);
        }
    }

    private void told(Message answer, Turn turn) {
        state = State.ANSWERED;
        seen = Optional.of(answer.get(Attributes.XOR_MAPPED_ADDRESS));
        roundTrip = answer.find(Attributes.ROUND_TRIPS).flatMap(AddressCheck::only);
        mtu = check.user().mtu(number);
        // A dial-back keeps the answer back, so the way back is reckoned by the measured round trip, else not at all.
        Duration back = roundTrip
                .orElse(dialBack ? Duration.ZERO : turn.now().since(askedAt))
                .dividedBy(2);
        Instant server = Instant.ofEpochSecond(answer.get(Attributes.SERVER_TIME))
                .plus(HALF_A_SECOND)
                .plus(back);
        ahead = Optional.of(Duration.between(turn.now().wall(), server));
        outcome = answer.find(Attributes.DIAL_BACK_OUTCOME);
        relays = Paths.haveRelay(answer);
        if (outcome.filter(DialBackOutcome.CONNECTED::equals).isPresent() && !came) {
            until = turn.in(ON_ITS_WAY);
        } else {
            done(turn);
        }
    }

    private static Optional<Duration> only(RoundTrips times) {
        return times.issuer().or(times::acceptor);
    }

    private void refused(Message answer) {
        int code = answer.get(Attributes.ERROR_CODE);
        if (code == ErrorCodes.BAD_REQUEST || code == ErrorCodes.UNKNOWN_ATTRIBUTE) {
            state = State.OLDER;
        }
        words = answer.find(Attributes.RETRY_AFTER)
                .map(seconds -> "it takes no more questions of this device now; next: ask again in " + seconds + " s")
                .orElseGet(() -> refusal(answer));
    }

    /** It is answered, or will not be. The first connection of a family stays open until all is known. */
    private void done(Turn turn) {
        settled = true;
        if (!base) {
            close(turn);
        }
        check.settle(turn);
    }

    void leave(Turn turn) {
        close(turn);
        if (number >= 0) {
            check.user().stopListening(number, turn);
        }
    }

    void tick(Turn turn) {
        if (turn.nanos() < until()) {
            return;
        }
        if (state == State.ANSWERED) {
            done(turn);
        } else {
            if (peer == null && from.isEmpty()) {
                check.misses().add(to, CloseReason.of(CloseReason.Kind.TIMED_OUT, ""));
            }
            giveUp("no answer within " + NetworkCheck.EACH.toSeconds() + " s", turn);
        }
    }

    void stop(String why, Turn turn) {
        if (!settled) {
            giveUp(why, turn);
        }
    }

    /** A server that does not know the question closes in order. */
    @Override
    public void ended(CloseReason reason, Turn turn) {
        if (!settled && reason.kind() == CloseReason.Kind.CLOSED_THERE) {
            state = State.OLDER;
        }
        failed("the connection was lost: " + reason.detail(), turn);
    }

    @Override
    public void unreachable(ServerMisses why, Turn turn) {
        failed(why.words(), turn);
    }

    @Override
    protected void failed(String why, Turn turn) {
        if (settled) {
            return; // it had its answer, and stood only to keep its port
        }
        words = why;
        settled = true;
        check.settle(turn);
    }

    NetworkPath path(Optional<InetSocketAddress> seenAgain) {
        return new NetworkPath(
                to.server(),
                Optional.of(to.address()),
                state,
                state == State.OLDER ? "this server is older: it cannot tell where it sees this machine" : words,
                Optional.ofNullable(peer).map(server -> server.protection() + ", " + server.keyAgreement()),
                proved,
                own(),
                seen,
                seenAgain,
                roundTrip,
                mtu,
                ahead,
                dialBack ? outcome.map(this::meaning) : Optional.empty(),
                outcome.map(DialBackOutcome::label).orElse(""),
                relays);
    }

    private DialBack meaning(DialBackOutcome told) {
        return switch (told) {
            case CONNECTED -> came ? DialBack.CAME : DialBack.ELSEWHERE;
            case REFUSED -> DialBack.REFUSED;
            case NO_ANSWER -> DialBack.NO_ANSWER;
            case NO_WAY, TOO_SOON, TOO_MANY, LOW_PORT -> DialBack.NOT_TRIED;
        };
    }
}
