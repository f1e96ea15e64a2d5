package org.ringback.acceptor.core;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.ringback.api.Protection;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.Event;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.ServerMisses;
import org.ringback.kernel.ServerRoute;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageClass;
import org.ringback.wire.TransactionId;

/**
 * One request to the server on a protected connection of one piece of equipment: its addresses are dialled until one is
 * proved, all under one protection; then the request is sent once. The errand of the connection that was proved.
 */
abstract class ServerErrand implements Errand {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Kit kit;
    private final Errands errands;
    private final StoredEquipment self;
    private final Protection protection;
    private final ServerRoute route;
    private final ServerDialler<Turn> dialler;
    private TransactionId transaction;
    private final ServerMisses misses = new ServerMisses();
    private long connection;
    private long deadline = Long.MAX_VALUE;
    private boolean asked;
    private List<Instant> dates = List.of();
    private int date;

    ServerErrand(Kit kit, Errands errands, StoredEquipment self, Protection protection, ServerRoute route) {
        this.kit = kit;
        this.errands = errands;
        this.self = self;
        this.protection = protection;
        this.route = route;
        this.dialler = new ServerDialler<>(route, new Dialling());
        this.transaction = kit.transaction();
    }

    /** {@return the request to be sent} */
    abstract Message request(AcceptorEvent.Established event, TransactionId id);

    /** {@return whether an answer with this ID answers what was asked} */
    boolean awaits(TransactionId id) {
        return id.equals(transaction);
    }

    /** The answer came, a success or an error. */
    abstract void answered(Message answer, Turn turn);

    /** There will be no answer. The connection is over. */
    abstract void failed(String why, Turn turn);

    /** There will be no answer, as no address of the server did. */
    void unreachable(ServerMisses why, Turn turn) {
        failed(why.clause(), turn);
    }

    /** Begins. */
    final void begin(Turn turn) {
        errands.dialling(this);
        redial(turn);
    }

    /** Begins anew, if no address is proved yet: the network is not what it was. */
    final void redial(Turn turn) {
        if (asked) {
            return;
        }
        dates = kit.time(self).dates(turn.now());
        date = 0;
        dialOn(turn);
    }

    private void dialOn(Turn turn) {
        misses.clear();
        dialler.start(address -> true, turn.nanos(), turn);
    }

    /** Dials; what must be on disk before anybody sees it is written first. */
    void dial(AcceptorAction.DialServer dial, Turn turn) {
        turn.act(dial);
    }

    @Override
    public void established(AcceptorEvent.Established event, Turn turn) {
        asked = true;
        deadline = turn.in(LIMIT);
        send(request(event, transaction), turn);
    }

    @Override
    public void received(Message message, Turn turn) {
        if (asked && awaits(message.transaction())) {
            answered(message, turn);
        } else {
            kit.tally().count("tcp.unexpected-message");
            abort(turn);
            failed("the server sent what was not asked for", turn);
        }
    }

    @Override
    public void ended(CloseReason.Kind kind, String why, Turn turn) {
        kit.tally().count("tcp.server-" + words(kind));
        failed(why, turn);
    }

    @Override
    public void notWritten(String why, Turn turn) {
        failed(why, turn);
    }

    @Override
    public long deadline() {
        return deadline;
    }

    /** {@return the action that asks one thing more on the connection that stands; its answer is awaited from now on} */
    final AcceptorAction askingAgain(Function<TransactionId, Message> again, Turn turn) {
        transaction = kit.transaction();
        deadline = turn.in(LIMIT);
        return sending(again.apply(transaction));
    }

    /** A name was answered; what was found is in the route. */
    final void resolved(String server, Turn turn) {
        dialler.answered(List.of(server), turn.nanos(), turn);
    }

    final void tick(Turn turn) {
        dialler.tick(turn.nanos(), turn);
    }

    /** {@return when it wants a tick to dial on} */
    final long diallingDeadline() {
        return dialler.deadline();
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
        stopDialling(turn);
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

    static String words(CloseReason.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void stopDialling(Turn turn) {
        errands.settled(this);
        dialler.cancel(turn);
    }

    /** What the dialler wants done. */
    private final class Dialling implements ServerDialler.Owner<Turn> {
        @Override
        public void resolve(List<String> servers, Turn turn) {
            servers.forEach(server -> turn.act(new AcceptorAction.Resolve(server)));
        }

        @Override
        public long dial(ServerAddress to, Turn turn) {
            Attempt attempt = new Attempt(turn.in(LIMIT));
            attempt.number = errands.open(attempt);
            ServerErrand.this.dial(
                    new AcceptorAction.DialServer(
                            attempt.number,
                            self.id(),
                            self.identity(),
                            self.pins(),
                            protection,
                            to.host(),
                            to.address(),
                            dates.get(date)),
                    turn);
            return attempt.number;
        }

        @Override
        public void abort(long attempt, Turn turn) {
            errands.abort(attempt, turn);
        }

        @Override
        public void unreachable(Turn turn) {
            if (misses.met(ServerMiss.CHAIN) && date + 1 < dates.size()) {
                date++;
                dialOn(turn);
                return;
            }
            errands.settled(ServerErrand.this);
            if (route.addresses().isEmpty()) {
                route.servers()
                        .forEach(server -> misses.resolved(
                                new Event.Resolved(server, server + ": no address was found for this name")));
            }
            ServerErrand.this.unreachable(misses, turn);
        }
    }

    /** A connection that is not proved yet. */
    private final class Attempt implements Errand {
        private final long until;
        private long number;

        Attempt(long until) {
            this.until = until;
        }

        @Override
        public void established(AcceptorEvent.Established event, Turn turn) {
            errands.settled(ServerErrand.this);
            dialler.proved(number, turn);
            connection = number;
            errands.pass(number, ServerErrand.this);
            ServerErrand.this.established(event, turn);
        }

        @Override
        public void received(Message message, Turn turn) {
            // Nothing comes before the peer is proved.
        }

        @Override
        public void ended(CloseReason.Kind kind, String why, Turn turn) {
            kit.tally().count("tcp.server-" + words(kind));
            dialler.attempt(number).ifPresent(at -> misses.add(at, CloseReason.of(kind, why)));
            dialler.failed(number, turn.nanos(), turn);
        }

        @Override
        public void notWritten(String why, Turn turn) {
            stopDialling(turn);
            failed(why, turn);
        }

        @Override
        public long deadline() {
            return until;
        }
    }
}
