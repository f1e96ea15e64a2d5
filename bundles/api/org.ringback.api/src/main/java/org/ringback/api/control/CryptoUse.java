package org.ringback.api.control;

import java.time.Instant;

/**
 * How crypto of one bundle is used, in one version of it. Immutable.
 *
 * @param name its symbolic name
 * @param version its version
 * @param bundle its number in the container
 * @param since when this version of it came
 * @param state whether it is used
 * @param sessions how many connections are protected by its code, handshakes too
 */
public record CryptoUse(String name, String version, long bundle, Instant since, State state, int sessions) {
    /** Whether crypto of a bundle is used. */
    public enum State {
        /** What begins uses it. */
        USED,
        /** It runs, and what begins uses another one. */
        STANDS_BY,
        /** It stopped, or another version came in its place; what was begun goes on with it. */
        GONE
    }
}
