package org.ringback.spi;

/**
 * One thing that happened while a connection was protected. Immutable.
 *
 * @param name what, as a step of a ring's story, for example {@code first key generation information sent}
 * @param nanos when, on the scale of {@link System#nanoTime()}
 */
public record AgreementStep(String name, long nanos) {}
