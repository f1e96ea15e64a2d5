package org.ringback.simulator;

import java.util.Optional;

/** What comes of a command that a person gave to a party. */
final class Answer {
    private Optional<Object> result = Optional.empty();
    private Optional<String> failure = Optional.empty();

    void complete(Object value) {
        result = Optional.of(value);
    }

    void fail(String why) {
        failure = Optional.of(why);
    }

    boolean done() {
        return result.isPresent() || failure.isPresent();
    }

    Optional<String> failure() {
        return failure;
    }

    <T> T get(Class<T> type) {
        return type.cast(result.orElseThrow(() -> new AssertionError("command: " + failure.orElse("no answer yet"))));
    }
}
