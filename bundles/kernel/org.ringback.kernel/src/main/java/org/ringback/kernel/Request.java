package org.ringback.kernel;

/**
 * Names a command that a person gave, and says what answers it. Immutable.
 *
 * @param <T> what completes it
 * @param number one for each command of a process
 */
@SuppressWarnings("UnusedTypeParameter") // the type is there for the answer
public record Request<T>(long number) {}
