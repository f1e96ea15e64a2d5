package org.ringback.kernel;

import org.ringback.api.Protection;

/**
 * Why something new cannot begin now: the crypto for it does not run. Immutable.
 *
 * @param words why, and what to do
 * @param soon whether it ran before, so that it may be about to come back
 */
public record Absence(String words, boolean soon) {
    static final Absence OF_PROVIDER = new Absence("no crypto runs here (expected: start org.ringback.crypto)", true);

    static Absence of(Protection protection, boolean soon) {
        return new Absence(
                "protection " + protection.label() + ": no bundle for it is running; start " + bundle(protection),
                soon);
    }

    private static String bundle(Protection protection) {
        return switch (protection) {
            case TLS13 -> "org.ringback.crypto";
            case CERTIFICATE_FIRST -> "org.ringback.crypto.certificatefirst";
        };
    }
}
