package org.ringback.kernel;

/**
 * Names a command that a person gave; its type parameter is the type of the answer. Immutable.
 *
 * @param <T> the type of its result
 * @param number unique among the commands of a process
 */
@SuppressWarnings("UnusedTypeParameter") // the type is there for the answer
public record Request<T>(long number) {}
