package org.ringback.spi;

/**
 * One step of a key agreement, for a ring's story. Immutable.
 *
 * @param name what, as a step of a ring's story, for example {@code first key generation information sent}
 * @param nanos when, on the scale of {@link System#nanoTime()}
 */
public record AgreementStep(String name, long nanos) {}
