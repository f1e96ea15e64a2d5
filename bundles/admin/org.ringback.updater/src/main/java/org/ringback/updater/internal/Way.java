package org.ringback.updater.internal;

import java.util.Set;
import org.ringback.updater.release.TrustedKeys;

/** How a bundle takes another one's place; docs/updating.md has the same table. */
enum Way {
    /** The new one starts, then the old one goes: for what answers rings. */
    BESIDE,
    /** The new one starts and is tried, then all that begins uses it in one act, then the old one goes. */
    CRYPTO,
    /** The old one stops, the new one starts: for what holds a socket. */
    IN_TURN,
    /** Not while the program runs: too much is wired to it. */
    NEXT_START;

    private static final Set<String> CRYPTO_NAMES = Set.of(
            "org.ringback.crypto", "org.ringback.crypto.certificatefirst", "bcprov", "bcutil", "bcpkix", "bctls");

    private static final Set<String> ROLES = Set.of(
            "org.ringback.registry",
            "org.ringback.relay",
            "org.ringback.acceptor",
            "org.ringback.issuer",
            "org.ringback.shell");

    private static final String THERMOSTAT = "org.ringback.thermostat";

    static Way of(String name) {
        if (CRYPTO_NAMES.contains(name)) {
            return CRYPTO;
        }
        if (ROLES.contains(name)) {
            return IN_TURN;
        }
        return TrustedKeys.isOwn(name) && !name.equals(THERMOSTAT) ? NEXT_START : BESIDE;
    }
}
