package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Action;
import org.ringback.kernel.Recovery;
import org.ringback.kernel.Turn;
import org.ringback.store.Change;
import org.ringback.wire.ErrorCodes;

/** Empties the queue of one piece of equipment whenever its server can be had (docs/protocol.md, "Withdraw"). */
final class Withdrawer {
    /** How soon after a try that found no server the next registration leads to another. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** A server that does not know Withdraw may have been updated. */
    private static final Duration RARELY = Duration.ofHours(1);
    /** So many closes in a row instead of an answer are what a server does that does not know the method. */
    private static final int CLOSES = 3;

    private final Parts parts;
    private final Equipment equipment;
    private final Recovery recovery;
    private final List<Consumer<Turn>> then = new ArrayList<>();
    private boolean underWay;
    private boolean failing;
    private boolean refusing;
    private boolean unknownThere;
    private int closes;
    private long askAt = Long.MIN_VALUE;
    private long lastTry;

    Withdrawer(Parts parts, Equipment equipment) {
        this.parts = parts;
        this.equipment = equipment;
        this.recovery = new Recovery(parts.random());
    }

    /** {@return whether something waits because the server was not to be had} */
    boolean waiting() {
        return failing && !equipment.withdrawals().isEmpty();
    }

    /** {@return whether its server does not know Withdraw} */
    boolean unknownThere() {
        return unknownThere;
    }

    long deadline() {
        return underWay || equipment.withdrawals().isEmpty() ? Long.MAX_VALUE : askAt;
    }

    void tick(Turn turn) {
        if (deadline() <= turn.nanos()) {
            begin(turn);
        }
    }

    /** A registration was accepted: the server is there again. */
    void heard(Turn turn) {
        if (deadline() != Long.MAX_VALUE && !refusing) {
            askAt = Math.min(askAt, Math.max(turn.nanos(), lastTry + PAUSE.toNanos()));
            tick(turn);
        }
    }

    /** {@return the actions that begin, for what must be on disk before; none if nothing can be begun now} */
    List<Action> beginning(Turn turn) {
        Turn later = turn.apart();
        if (!underWay && !refusing) {
            begin(later);
        }
        return later.actions();
    }

    /** Does by what the server hears of one, once that is on disk; what is there already is not written again. */
    void tell(Withdrawal one, Action action, Turn turn) {
        List<Change> unwritten = equipment.withdrawals().unwritten(one);
        if (unwritten.isEmpty()) {
            turn.act(action);
        } else {
            turn.persist(
                    unwritten,
                    new AcceptorAction.Tell(new AcceptorEvent.WithdrawalWritten(equipment.id(), one)),
                    action);
        }
    }

    /**
     * Does something once everything that waits is withdrawn, or it turned out that it cannot be now: what is withdrawn
     * first gives its places back.
     */
    void first(Turn turn, Consumer<Turn> next) {
        if (equipment.withdrawals().isEmpty() || (refusing && !underWay)) {
            next.accept(turn);
            return;
        }
        then.add(next);
        if (!underWay) {
            begin(turn);
        }
    }

    private void begin(Turn turn) {
        lastTry = turn.nanos();
        Optional<Withdrawal> first = next(turn);
        Optional<ProtectionId> protection = parts.protection(equipment.self());
        if (first.isEmpty()) {
            over(turn);
        } else if (protection.isEmpty()) {
            failed(turn);
        } else {
            underWay = true;
            new WithdrawRequest(parts, equipment, protection.get(), first.get()).dial(turn);
        }
    }

    /** The oldest that says anything: a key alone says nothing while another grant of this key stands. */
    private Optional<Withdrawal> next(Turn turn) {
        WithdrawQueue queue = equipment.withdrawals();
        Optional<Withdrawal> first = queue.first();
        while (first.isPresent()
                && first.get().code() == Withdrawal.NO_CODE
                && queue.keys(first.get()).isEmpty()) {
            turn.persist(List.of(queue.remove(first.get())));
            first = queue.first();
        }
        return first;
    }

    /** The server knows of one; what is next. */
    Optional<Withdrawal> withdrawn(Withdrawal one, Turn turn) {
        parts.metrics().count(AcceptorMetric.WITHDRAW_DONE);
        recovery.worked();
        closes = 0;
        failing = false;
        refusing = false;
        unknownThere = false;
        turn.persist(List.of(equipment.withdrawals().remove(one)));
        return next(turn);
    }

    /** Nothing is left, or nothing goes on now. */
    void over(Turn turn) {
        underWay = false;
        List<Consumer<Turn>> waiting = List.copyOf(then);
        then.clear();
        waiting.forEach(next -> next.accept(turn));
    }

    /** The server could not be had. */
    void failed(Turn turn) {
        failing = true;
        askAt = turn.in(recovery.failed());
        over(turn);
    }

    /** The server does not do it. */
    void refused(int code, Turn turn) {
        parts.metrics().count(AcceptorMetric.WITHDRAW_REFUSED);
        failing = true;
        refusing = true;
        unknownThere = code == ErrorCodes.BAD_REQUEST;
        askAt = turn.in(unknownThere ? RARELY : recovery.failed());
        over(turn);
    }

    /** The server closed instead of answering. */
    void closed(Turn turn) {
        closes++;
        // [WITHDRAW-10] 400, or three times in a row closed instead of an answer | a server that does not know …
        if (closes >= CLOSES) {
            refused(ErrorCodes.BAD_REQUEST, turn);
        } else {
            failed(turn);
        }
    }
}
