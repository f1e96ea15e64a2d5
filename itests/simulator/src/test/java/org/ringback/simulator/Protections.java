package org.ringback.simulator;

import java.util.Map;
import java.util.Set;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.ProtectionNames;

/** Draws protections, and names them. Stateless. */
final class Protections {
    static final ProtectionNames NAMES = new ProtectionNames(
            Map.of(ProtectionId.TLS13, "tls13", ProtectionId.CERTIFICATE_FIRST, "certificate-first"),
            Set.of(ProtectionId.TLS13, ProtectionId.CERTIFICATE_FIRST));

    private Protections() {}

    static ProtectionId draw(Simulation by) {
        return by.chance(0.5) ? ProtectionId.TLS13 : ProtectionId.CERTIFICATE_FIRST;
    }
}
