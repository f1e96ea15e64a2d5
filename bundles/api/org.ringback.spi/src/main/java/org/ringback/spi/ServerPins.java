package org.ringback.spi;

import java.util.Collections;
import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * The SPKI hashes of the authorities that may vouch for a server: its CA and the backup CA. Immutable.
 *
 * @param authorities one or more; a chain must end with one of them
 */
public record ServerPins(List<KeyFingerprint> authorities) {
    /** Most pins that a string may carry. */
    public static final int MAX = 4;

    /** Checks and copies. */
    public ServerPins {
        authorities = List.copyOf(authorities);
        if (authorities.isEmpty() || authorities.size() > MAX) {
            throw new IllegalArgumentException("CA pins: " + authorities.size() + " (expected: 1 to " + MAX + ")");
        }
    }

    /**
     * Tells whether two enrolments are with the same server: one that put its backup CA in the place of its CA has one
     * authority in common with what it was.
     *
     * @param others the authorities of the other enrolment
     * @return whether they have one in common
     */
    public boolean sameServer(ServerPins others) {
        return !Collections.disjoint(authorities, others.authorities);
    }
}
