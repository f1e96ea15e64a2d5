package org.ringback.call.internal;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;

/**
 * The places for conversations that a thread answers: a person has at most a quarter of them, and the last quarter is
 * for persons who have none. A conversation without a place waits, first come, first served, except for those of
 * persons who may have no more. Thread-safe.
 */
final class AnswerPlaces {
    private static final int PART = 4;

    /** Most waiting conversations: as many as all calls of one grant carry by default. */
    private static final int WAITING = 512;

    /** When a conversation will be answered. */
    enum Turn {
        NOW,
        LATER,
        NEVER
    }

    private final int places;
    private final Map<KeyFingerprint, Integer> held = new HashMap<>();
    private final Queue<Answer> waiting = new ArrayDeque<>();
    private final Map<KeyFingerprint, Integer> waits = new HashMap<>();
    private final HighWater taken = new HighWater();
    private final HighWater heldByOne = new HighWater();
    private final HighWater waitingForOne = new HighWater();

    /**
     * A conversation that must be answered.
     *
     * @param person the issuer's key
     * @param answer runs once it has a place
     */
    record Answer(KeyFingerprint person, Runnable answer) {}

    AnswerPlaces(int places) {
        this.places = places;
    }

    /** Takes a place for an answer, if the person may have one more; else the answer waits. */
    synchronized Turn enter(Answer answer) {
        if (take(answer.person())) {
            return Turn.NOW;
        }
        if (waits.getOrDefault(answer.person(), 0) >= WAITING) {
            return Turn.NEVER;
        }
        waitingForOne.reached(waits.merge(answer.person(), 1, Integer::sum));
        waiting.add(answer);
        return Turn.LATER;
    }

    private boolean take(KeyFingerprint person) {
        int own = held.getOrDefault(person, 0);
        int most = own == 0 ? places : places - places / PART;
        if (own >= places / PART || taken.now() >= most) {
            return false;
        }
        held.put(person, own + 1);
        heldByOne.reached(own + 1);
        taken.more();
        return true;
    }

    /** Gives a place back; {@return the answer that gets the place now} */
    synchronized Optional<Answer> give(KeyFingerprint person) {
        fewer(held, person);
        taken.fewer();
        for (Iterator<Answer> all = waiting.iterator(); all.hasNext(); ) {
            Answer next = all.next();
            if (take(next.person())) {
                all.remove();
                fewer(waits, next.person());
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    /** How many places are taken and conversations wait; persons are named. */
    synchronized List<LimitUse> limits(Function<KeyFingerprint, String> persons) {
        return List.of(
                taken.use(CallLimit.ANSWERED, places),
                heldByOne.useOfOne(CallLimit.ANSWERED_OF_PERSON, places / PART, held, persons),
                waitingForOne.useOfOne(CallLimit.WAITING_OF_PERSON, WAITING, waits, persons));
    }

    private static void fewer(Map<KeyFingerprint, Integer> counts, KeyFingerprint person) {
        counts.computeIfPresent(person, (key, own) -> own == 1 ? null : own - 1);
    }
}
