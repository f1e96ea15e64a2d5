package org.ringback.simulator;

import org.ringback.api.Protection;

/** Draws protections. Stateless. */
final class Protections {
    private Protections() {}

    static Protection draw(Simulation by) {
        return by.chance(0.5) ? Protection.TLS13 : Protection.CERTIFICATE_FIRST;
    }
}
