package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.ringback.api.crypto.Protection;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageClass;
import org.ringback.wire.TransactionId;

/**
 * One request to the server on a protected connection of one piece of equipment: the addresses are tried in turn until
 * one is proved, all under one protection; then the request is sent once.
 */
abstract class ServerErrand implements Errand {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Kit kit;
    private final Errands errands;
    private final StoredEquipment self;
    private final Protection protection;
    private final Deque<Candidate> candidates;
    private TransactionId transaction;
    private long connection;
    private long deadline = Long.MAX_VALUE;
    private boolean asked;

    ServerErrand(Kit kit, Errands errands, StoredEquipment self, Protection protection, List<Candidate> candidates) {
        this.kit = kit;
        this.errands = errands;
        this.self = self;
        this.protection = protection;
        this.candidates = new ArrayDeque<>(candidates);
        this.transaction = kit.transaction();
    }

    /** {@return the request to be sent} */
    abstract Message request(AcceptorEvent.Established event, TransactionId id);

    /** The answer came, a success or an error. */
    abstract void answered(Message answer, Turn turn);

    /** There will be no answer. The connection is over. */
    abstract void failed(String why, Turn turn);

    /** {@return the action that begins; there must be an address} */
    final AcceptorAction dial(Turn turn) {
        Candidate candidate = candidates.remove();
        connection = errands.open(this);
        deadline = turn.in(LIMIT);
        return new AcceptorAction.DialServer(
                connection,
                self.id(),
                self.identity(),
                self.pins(),
                protection,
                candidate.host(),
                candidate.address(),
                kit.time().at(turn.now()));
    }

    @Override
    public void established(AcceptorEvent.Established event, Turn turn) {
        asked = true;
        deadline = turn.in(LIMIT);
        send(request(event, transaction), turn);
    }

    @Override
    public void received(Message message, Turn turn) {
        if (asked && message.transaction().equals(transaction)) {
            answered(message, turn);
        } else {
            kit.tally().count("tcp.unexpected-message");
            abort(turn);
            failed("the server sent what was not asked for", turn);
        }
    }

    @Override
    public void ended(CloseKind kind, String why, Turn turn) {
        kit.tally().count("tcp.server-" + words(kind));
        if (!asked && !candidates.isEmpty()) {
            turn.act(dial(turn));
        } else {
            failed(why, turn);
        }
    }

    @Override
    public void notWritten(String why, Turn turn) {
        failed(why, turn);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    /** Asks one thing more on the connection that stands. */
    final void askAgain(Function<TransactionId, Message> request, Turn turn) {
        transaction = kit.transaction();
        deadline = turn.in(LIMIT);
        send(request.apply(transaction), turn);
    }

    final void send(Message message, Turn turn) {
        errands.send(connection, message, turn);
    }

    /** {@return the action that sends, for what must wait} */
    final AcceptorAction sending(Message message) {
        return new AcceptorAction.Send(connection, message);
    }

    /** {@return the action that closes in order, for what must wait} */
    final AcceptorAction closing() {
        return new AcceptorAction.Close(connection);
    }

    final void close(Turn turn) {
        errands.close(connection, turn);
    }

    final void abort(Turn turn) {
        errands.abort(connection, turn);
    }

    /** Ends it, because its equipment is not what it was. */
    final void giveUp(String why, Turn turn) {
        abort(turn);
        failed(why, turn);
    }

    final void extend(long until) {
        deadline = until;
    }

    final Kit kit() {
        return kit;
    }

    final StoredEquipment self() {
        return self;
    }

    /** {@return what an error answer says, in words; for an answer of another kind that it was not expected} */
    static String refusal(Message answer) {
        if (MessageClass.of(answer.kind().type()) != MessageClass.ERROR) {
            return "the server's answer is not the one expected";
        }
        int code = answer.get(Attributes.ERROR_CODE);
        return "the server refused: " + code
                + ErrorCodes.find(code).map(entry -> " " + entry.name()).orElse("");
    }

    static String words(CloseKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
