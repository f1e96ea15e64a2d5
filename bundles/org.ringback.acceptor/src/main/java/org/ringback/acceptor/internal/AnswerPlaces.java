package org.ringback.acceptor.internal;

import java.util.HashMap;
import java.util.Map;
import org.ringback.api.KeyFingerprint;

/**
 * Places for conversations that a thread answers: each person has at most a quarter of them, and the last quarter is for
 * persons who have none. Thread-safe.
 */
final class AnswerPlaces {
    private static final int PART = 4;

    private final int places;
    private final Map<KeyFingerprint, Integer> held = new HashMap<>();
    private int taken;

    AnswerPlaces(int places) {
        this.places = places;
    }

    /** Takes a place, if the person may have one more. */
    synchronized boolean take(KeyFingerprint person) {
        int own = held.getOrDefault(person, 0);
        int most = own == 0 ? places : places - places / PART;
        if (own >= places / PART || taken >= most) {
            return false;
        }
        held.put(person, own + 1);
        taken++;
        return true;
    }

    synchronized void give(KeyFingerprint person) {
        held.computeIfPresent(person, (key, own) -> own == 1 ? null : own - 1);
        taken--;
    }
}
