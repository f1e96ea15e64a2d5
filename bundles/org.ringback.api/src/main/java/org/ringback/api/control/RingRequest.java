package org.ringback.api.control;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;

/**
 * What an issuer wants. Immutable.
 *
 * @param equipment which
 * @param system which system; empty takes the best that the grant allows: password if asked there, else call-back,
 *     else datagram
 * @param service the service wanted, for example {@code http}; 1 to 32 characters of {@code a-z 0-9 -}
 */
public record RingRequest(EquipmentId equipment, Optional<RingSystem> system, String service) {
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,32}");

    /** Checks the service name. */
    public RingRequest {
        if (!SERVICE.matcher(service).matches()) {
            throw new IllegalArgumentException("service: (expected: 1 to 32 characters of a-z, 0-9 and '-')");
        }
    }
}
