package org.ringback.kernel;

/**
 * Why nothing new that needs crypto can begin now: no bundle with that crypto runs. Immutable.
 *
 * @param words the reason, and what to do
 * @param soon whether the bundle ran before, so that it may soon run again, as in an update
 */
public record MissingCrypto(String words, boolean soon) {
    static final MissingCrypto OF_PROVIDER =
            new MissingCrypto("no crypto runs here (expected: start org.ringback.crypto)", true);
}
