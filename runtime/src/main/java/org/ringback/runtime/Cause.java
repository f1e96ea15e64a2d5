package org.ringback.runtime;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** Finds the reason of a failure below the exceptions with which frameworks wrap it. Stateless. */
final class Cause {
    private Cause() {}

    /**
     * {@return the message of the deepest cause that says what was expected, else of the deepest one with a message}
     */
    static String of(Throwable failure) {
        Deque<Throwable> chain = new ArrayDeque<>();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable one = failure; one != null && seen.add(one); one = one.getCause()) {
            chain.push(one);
        }
        return chain.stream()
                .map(Cause::sentence)
                .filter(one -> one.contains("(expected: "))
                .findFirst()
                .orElseGet(() -> sentence(chain.peek()));
    }

    private static String sentence(Throwable one) {
        String message = one.getMessage();
        if (message == null || message.isBlank()) {
            return one.getClass().getSimpleName();
        }
        if (one instanceof AccessDeniedException) {
            return message + ": access denied";
        }
        if (one instanceof NoSuchFileException) {
            return message + ": is missing";
        }
        return one instanceof Error || one instanceof NullPointerException || one instanceof ClassNotFoundException
                ? one.getClass().getSimpleName() + ": " + message
                : message;
    }
}
