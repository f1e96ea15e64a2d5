package org.ringback.spi;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;

/**
 * The content of an enrolment string: the server's addresses, the authorities to trust, and the one-time code.
 * Immutable.
 *
 * @param servers {@code host:port}, IPv6 addresses in brackets; 1 to 8
 * @param pins the authorities that may vouch for the server
 * @param protections what the enrolment allows
 * @param id the equipment ID, or the issuer's
 * @param role what it enrols as
 * @param codeId public name of the code
 * @param code the secret, 128 bits
 * @param made when it was made; also proof of time for a device without a clock
 */
public record Ticket(
        List<String> servers,
        ServerPins pins,
        Set<ProtectionId> protections,
        EquipmentId id,
        Role role,
        long codeId,
        Secret code,
        Instant made) {

    /** Most server addresses in a string. */
    public static final int MAX_SERVERS = 8;

    /** Checks and copies. */
    public Ticket {
        servers = List.copyOf(servers);
        protections = Set.copyOf(protections);
        if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException(
                    "server addresses: " + servers.size() + " (expected: 1 to " + MAX_SERVERS + ")");
        }
        if (protections.isEmpty()) {
            throw new IllegalArgumentException("protections: none (expected: at least tls13)");
        }
    }
}
