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

/**
 * Tells the server of one piece of equipment its queued withdrawals, whenever the server can be reached
 * (docs/protocol.md, "Withdraw").
 */
final class Withdrawer {
    /** How long after a try that found no server a registration may cause the next try. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** How long until a server that does not know Withdraw is tried again, as it may have been updated. */
    private static final Duration RARELY = Duration.ofHours(1);
    /** How many closes in a row without an answer mean that the server does not know the method. */
    private static final int CLOSES = 3;

    private final Context context;
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

    Withdrawer(Context context, Equipment equipment) {
        this.context = context;
        this.equipment = equipment;
        this.recovery = new Recovery(context.random());
    }

    /** {@return whether a withdrawal waits because the server could not be reached} */
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

    /** Tries again, as a registration was accepted. */
    void heard(Turn turn) {
        if (deadline() != Long.MAX_VALUE && !refusing) {
            askAt = Math.min(askAt, Math.max(turn.nanos(), lastTry + PAUSE.toNanos()));
            tick(turn);
        }
    }

    /** {@return the actions that begin a request, for callers that must persist first; none if none can begin now} */
    List<Action> beginning(Turn turn) {
        Turn later = turn.apart();
        if (!underWay && !refusing) {
            begin(later);
        }
        return later.actions();
    }

    /** Carries out an action that tells the server of a withdrawal, after the withdrawal is on disk. */
    void tell(Withdrawal one, Action action, Turn turn) {
        List<Change> unwritten = equipment.withdrawals().unwritten(one);
        if (unwritten.isEmpty()) {
            turn.act(action);
        } else {
            turn.persist(
                    unwritten,
                    new AcceptorAction.Tell(new AcceptorEvent.WithdrawalWritten(equipment.place(), one)),
                    action);
        }
    }

    /**
     * Does something once all waiting withdrawals are done, which frees places at the server, or have failed for now.
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
        Optional<ProtectionId> protection = context.protection(equipment.self());
        if (first.isEmpty()) {
            over(turn);
        } else if (protection.isEmpty()) {
            failed(turn);
        } else {
            underWay = true;
            new WithdrawRequest(context, equipment, protection.get(), first.get()).dial(turn);
        }
    }

    /** The oldest withdrawal with an effect: one with a key alone has none while another grant is bound to that key. */
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

    /** Removes a withdrawal of which the server was told; returns the next one. */
    Optional<Withdrawal> withdrawn(Withdrawal one, Turn turn) {
        context.metrics().count(AcceptorMetric.WITHDRAW_DONE);
        recovery.worked();
        closes = 0;
        failing = false;
        refusing = false;
        unknownThere = false;
        turn.persist(List.of(equipment.withdrawals().remove(one)));
        return next(turn);
    }

    /** Ends the request, as no withdrawal is left, or none can be told now. */
    void over(Turn turn) {
        underWay = false;
        List<Consumer<Turn>> waiting = List.copyOf(then);
        then.clear();
        waiting.forEach(next -> next.accept(turn));
    }

    /** Notes that the server could not be reached. */
    void failed(Turn turn) {
        failing = true;
        askAt = turn.in(recovery.failed());
        over(turn);
    }

    /** Notes that the server refused a withdrawal. */
    void refused(int code, Turn turn) {
        context.metrics().count(AcceptorMetric.WITHDRAW_REFUSED);
        failing = true;
        refusing = true;
        unknownThere = code == ErrorCodes.BAD_REQUEST;
        askAt = turn.in(unknownThere ? RARELY : recovery.failed());
        over(turn);
    }

    /** Notes that the server closed the connection without an answer. */
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
