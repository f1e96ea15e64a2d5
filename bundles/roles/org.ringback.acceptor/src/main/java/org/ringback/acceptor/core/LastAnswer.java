package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;

/** When the server last answered a registration, and what went wrong since. */
final class LastAnswer {
    /** After so many refresh intervals without an answer the registration may have been lost. */
    private static final double SILENT_AFTER = 1.5;

    private Optional<Long> at = Optional.empty();
    private Duration refresh = Duration.ZERO;
    private Optional<Trouble> trouble = Optional.empty();

    void leave(EstateWriter out) {
        out.flag(at.isPresent()).number(at.orElse(0L)).number(refresh.toNanos());
    }

    /** Takes the answer to a predecessor; {@return the refresh interval, if there was one} */
    Optional<Duration> inherit(EstateRow in) {
        boolean answered = in.flag();
        long nanos = in.number();
        Duration every = Duration.ofNanos(in.number());
        if (answered) {
            came(nanos, every);
        }
        return Optional.of(every).filter(any -> answered);
    }

    /** Notes an answer; the next one is expected one refresh later. */
    void came(long nanos, Duration expected) {
        at = Optional.of(nanos);
        refresh = expected;
        trouble = Optional.empty();
    }

    /** Notes why no answer came, as far as is known. */
    void missing(Trouble why) {
        trouble = Optional.of(why);
    }

    Optional<Duration> ago(long nanos) {
        return at.map(last -> Duration.ofNanos(nanos - last));
    }

    /** {@return whether the last answer is so old that the registration may be lost} */
    boolean silent(long nanos) {
        return ago(nanos)
                .filter(ago -> ago.toNanos() > refresh.toNanos() * SILENT_AFTER)
                .isPresent();
    }

    /** {@return the state in words, for the owner} */
    String words(long nanos) {
        if (registered(nanos)) {
            return "registered";
        }
        return ago(nanos).map(ago -> "silent for " + ago.toSeconds() + " s").orElse("registering");
    }

    /** {@return why it is not registered, as far as is known} */
    Optional<Trouble> trouble(long nanos) {
        return registered(nanos) ? Optional.empty() : trouble;
    }

    /** {@return whether an answer came, and the next one is not overdue} */
    boolean registered(long nanos) {
        return at.isPresent() && !silent(nanos);
    }
}
