package org.ringback.relay.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;

/**
 * How often each key may have something: so many times at once, then one more after each interval. Remembers only keys
 * that had it lately, each of an enrolled device. Not thread-safe.
 */
final class KeyBudget {
    /** How many questions at once: a quarter of what an issuer may keep grants for. */
    static final int QUESTIONS = 256;
    /** After how long one more may be asked. */
    static final Duration QUESTION = Duration.ofMillis(250);

    /** How often a key is dialled back at once: over IPv4 and over IPv6. */
    static final int DIAL_BACKS = 2;
    /** After how long it is once more. */
    static final Duration DIAL_BACK = Duration.ofSeconds(10);

    /** Of how many keys a successor is told at most: those that asked last. */
    static final int MAX_LEFT = 8_192;

    private final Duration each;
    private final Duration whole;

    /** When a key has its whole budget again, in monotonic nanoseconds; who had one last stands last. */
    private final Map<KeyFingerprint, Long> wholeAt = new LinkedHashMap<>();

    private KeyBudget(int burst, Duration each) {
        this.each = each;
        this.whole = each.multipliedBy(burst);
    }

    /** The budget of questions that cost the server a look-up: whether equipment is there, where a device is seen. */
    static KeyBudget ofQuestions() {
        return new KeyBudget(QUESTIONS, QUESTION);
    }

    /** The budget of connections that the server opens to whoever asks for one. */
    static KeyBudget ofDialBacks() {
        return new KeyBudget(DIAL_BACKS, DIAL_BACK);
    }

    /**
     * What a key has spent.
     *
     * @param key whose
     * @param wholeAt when it has its whole budget again, in monotonic nanoseconds
     */
    record Spent(KeyFingerprint key, long wholeAt) {}

    /** {@return what is spent, of the keys that asked last; who asked last stands last} */
    List<Spent> left() {
        return wholeAt.entrySet().stream()
                .skip(Math.max(0, wholeAt.size() - MAX_LEFT))
                .map(one -> new Spent(one.getKey(), one.getValue()))
                .toList();
    }

    /** Goes on with what keys spent at a predecessor. */
    void inherit(List<Spent> before) {
        before.forEach(one -> wholeAt.put(one.key(), one.wholeAt()));
    }

    /**
     * Takes one from the budget of a key.
     *
     * @return 0; or, if there is none, the nanoseconds until there is one
     */
    long take(KeyFingerprint key, Moment now) {
        forget(now);
        long next = Math.max(wholeAt.getOrDefault(key, now.nanos()), now.nanos()) + each.toNanos();
        long missing = next - now.plus(whole);
        if (missing > 0) {
            return missing;
        }
        wholeAt.remove(key);
        wholeAt.put(key, next);
        return 0;
    }

    /** Forgets those who asked longest ago and have their whole budget again. */
    private void forget(Moment now) {
        Iterator<Long> oldest = wholeAt.values().iterator();
        while (oldest.hasNext() && oldest.next() <= now.nanos()) {
            oldest.remove();
        }
    }

    int remembered() {
        return wholeAt.size();
    }
}
