package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.ringback.api.ServerMiss;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Core;
import org.ringback.kernel.ServerAddress;
import org.ringback.kernel.Turn;
import org.ringback.wire.TransactionId;

/**
 * One try to register at every address. The next address begins once the second copy to the one before was not
 * answered, or at once if it cannot be sent to; earlier ones go on.
 */
final class RegistrationRound {
    private static final Duration NEXT_ADDRESS = Duration.ofMillis(1_500);
    /** Time between two knocks, which wait for no answer, so that they do not leave in one burst. */
    private static final Duration NEXT_KNOCK = Duration.ofMillis(250);

    private final long began;
    private final boolean knock;
    private final Deque<ServerAddress> untried;
    private final BiConsumer<ServerAddress, Turn> begin;
    private final List<SentRegistration> pending = new ArrayList<>();
    private Optional<ServerAddress> silent = Optional.empty();
    private Optional<Trouble> refusal = Optional.empty();
    private long nextAt;

    /**
     * Plans a round.
     *
     * @param addresses the addresses in order
     * @param knock whether to send only one copy to each
     * @param begin registers at an address, and calls {@link #add}
     * @param turn the time at which it begins
     */
    RegistrationRound(List<ServerAddress> addresses, boolean knock, BiConsumer<ServerAddress, Turn> begin, Turn turn) {
        this.began = turn.nanos();
        this.knock = knock;
        this.untried = new ArrayDeque<>(addresses);
        this.begin = begin;
        this.nextAt = turn.nanos();
    }

    long began() {
        return began;
    }

    boolean knock() {
        return knock;
    }

    void add(SentRegistration registration) {
        pending.add(registration);
    }

    void remove(SentRegistration registration) {
        pending.remove(registration);
    }

    Optional<SentRegistration> find(TransactionId transaction) {
        return pending.stream()
                .filter(one -> one.transaction().equals(transaction))
                .findFirst();
    }

    /** {@return the last address of a registration with the lease's key, if one is under way} */
    Optional<ServerAddress> authenticated() {
        return pending.stream()
                .filter(SentRegistration::authenticated)
                .map(SentRegistration::server)
                .reduce((earlier, later) -> later);
    }

    /** Notes that nothing can be sent to an address; returns whether a registration was under way there. */
    boolean refused(AcceptorEvent.SendFailed failed, Turn turn) {
        boolean ours = pending.removeIf(one -> one.server().address().equals(failed.to()));
        if (ours) {
            refusal = Optional.of(new Trouble(
                    AddressText.print(failed.to()) + ": " + failed.why(),
                    failed.cause().next()));
            nextAt = turn.nanos();
        }
        return ours;
    }

    /** Sends what is due; returns false if every address has failed. */
    boolean tick(Turn turn) {
        List<SentRegistration> over =
                pending.stream().filter(one -> one.again().over(turn)).toList();
        over.forEach(one -> silent = Optional.of(one.server()));
        pending.removeAll(over);
        pending.forEach(one -> one.again().tick(turn));
        if (!untried.isEmpty() && (pending.isEmpty() || turn.nanos() >= nextAt)) {
            nextAt = turn.in(knock ? NEXT_KNOCK : NEXT_ADDRESS);
            begin.accept(untried.remove(), turn);
        }
        return !pending.isEmpty() || !untried.isEmpty();
    }

    /** {@return why it failed: silence of one address tells more than another to which this machine cannot send} */
    Trouble trouble(List<String> names) {
        if (silent.isPresent()) {
            return Trouble.ofDatagrams("no answer from " + silent.get().server());
        }
        return refusal.orElseGet(() ->
                new Trouble("no address of " + String.join(", ", names) + " is found", ServerMiss.UNNAMED.next()));
    }

    long deadline() {
        long copies = Core.earliest(pending, one -> one.again().nextAt());
        return untried.isEmpty() ? copies : Math.min(copies, nextAt);
    }
}
