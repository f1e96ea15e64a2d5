package org.ringback.api;

/**
 * A ring that ended, as one party knows it. Immutable.
 *
 * @param story its story so far, with its end
 * @param from the address that they rang from, as this party knows it; empty if it knows none
 */
public record EndedRing(RingStory story, String from) {}
