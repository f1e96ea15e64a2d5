package org.ringback.call.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;

/**
 * The PINGs of one end, and how long each of those that somebody waits for took until its PONG. Not thread-safe: like the
 * {@link Multiplexer} that it belongs to.
 */
public final class Pings {
    /** How long an answer is waited for. */
    public static final Duration LIMIT = Duration.ofSeconds(5);
    /** How many may wait for their answer at once. */
    public static final int MOST = 16;

    private final ControlQueue outbox;
    private final RandomGenerator random;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    private record Waiting(long value, long since) {}

    /**
     * What became of a PING.
     *
     * @param value its value
     * @param after how long the PONG took; empty if none came within {@link #LIMIT}
     */
    public record Answer(long value, Optional<Duration> after) {}

    Pings(ControlQueue outbox, RandomGenerator random) {
        this.outbox = outbox;
        this.random = random;
    }

    /**
     * Sends a PING with the next frames.
     *
     * @param now the present
     * @return its value, by which {@link #answer} names it; empty if {@link #MOST} wait
     */
    public Optional<Long> begin(Moment now) {
        if (waiting.size() >= MOST) {
            return Optional.empty();
        }
        long value = random.nextLong();
        waiting.add(new Waiting(value, now.nanos()));
        outbox.ping(value);
        return Optional.of(value);
    }

    /** Asks a silent peer for a sign of life; by the last PING again, where one waits, as it may be answered alone. */
    void again() {
        Waiting last = waiting.peekLast();
        outbox.ping(last == null ? random.nextLong() : last.value());
    }

    /** Takes a PONG. Its PING, and those before it, are answered; one that nobody waits for is a sign of life only. */
    void pong(long value, long now) {
        // [CONV-15] PING and PONG name conversation 0. A PONG repeats the PING's value; of several PINGs the last …
        if (waiting.stream().noneMatch(one -> one.value() == value)) {
            return;
        }
        Waiting answered;
        do {
            answered = waiting.remove();
            answers.add(new Answer(answered.value(), Optional.of(Duration.ofNanos(now - answered.since()))));
        } while (answered.value() != value);
    }

    /** Gives up those that waited too long. */
    void tick(long now) {
        while (!waiting.isEmpty() && now - waiting.element().since() >= LIMIT.toNanos()) {
            answers.add(new Answer(waiting.remove().value(), Optional.empty()));
        }
    }

    /** Whether one waits; then {@link #deadline} says until when. */
    boolean timed() {
        return !waiting.isEmpty();
    }

    long deadline() {
        return waiting.element().since() + LIMIT.toNanos();
    }

    /** {@return what became of the next PING, or null} */
    public @Nullable Answer answer() {
        return answers.poll();
    }
}
