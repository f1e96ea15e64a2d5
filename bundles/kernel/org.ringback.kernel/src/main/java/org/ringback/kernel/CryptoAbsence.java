package org.ringback.kernel;

/**
 * Why something new cannot begin now: the crypto for it does not run. Immutable.
 *
 * @param words why, and what to do
 * @param soon whether it ran before, so that it may be about to come back
 */
public record Absence(String words, boolean soon) {
    static final Absence OF_PROVIDER = new Absence("no crypto runs here (expected: start org.ringback.crypto)", true);
}
