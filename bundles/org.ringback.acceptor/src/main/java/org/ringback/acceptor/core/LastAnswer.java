package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.Optional;

/** When the server last answered a registration, and what went wrong since. */
final class LastAnswer {
    /** After one and a half refreshes without an answer, registered means only that it was. */
    private static final double SILENT_AFTER = 1.5;

    private Optional<Long> at = Optional.empty();
    private Duration refresh = Duration.ZERO;
    private String trouble = "";

    /** An answer came; the next one is expected a refresh later. */
    void came(long nanos, Duration expected) {
        at = Optional.of(nanos);
        refresh = expected;
        trouble = "";
    }

    /** Why no answer came, as far as is known. */
    void missing(String why) {
        trouble = why;
    }

    Optional<Duration> ago(long nanos) {
        return at.map(last -> Duration.ofNanos(nanos - last));
    }

    /** {@return whether it is so long ago that the registration may be worth nothing} */
    boolean silent(long nanos) {
        return ago(nanos)
                .filter(ago -> ago.toNanos() > refresh.toNanos() * SILENT_AFTER)
                .isPresent();
    }

    /** {@return how that is told to the owner} */
    String words(long nanos) {
        if (at.isPresent() && !silent(nanos)) {
            return "registered";
        }
        String since =
                ago(nanos).map(ago -> "silent for " + ago.toSeconds() + " s").orElse("registering");
        return trouble.isEmpty() ? since : since + ": " + trouble;
    }
}
