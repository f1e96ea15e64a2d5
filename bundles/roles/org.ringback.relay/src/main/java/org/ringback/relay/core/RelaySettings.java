package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;

/**
 * What an operator sets (docs/protocol.md, "Limits"). Immutable.
 *
 * @param realm put into every challenge, 1 to 32 printable ASCII characters
 * @param lifetime longest registration, 30 s to 1 h
 * @param refresh when acceptors refresh, 1 s up to the lifetime
 * @param lease how long a registration key lasts, 1 min to 7 days
 * @param probe whether plain STUN probes are answered
 * @param ringsPerEquipment pending rings for one piece of equipment
 * @param rings pending rings in all
 * @param advertise {@code host:port} that enrolment strings name, 1 to 8
 * @param pins the authorities that vouch for this server
 */
public record RelaySettings(
        String realm,
        Duration lifetime,
        Duration refresh,
        Duration lease,
        Probe probe,
        int ringsPerEquipment,
        int rings,
        List<String> advertise,
        ServerPins pins) {
    /** Longest realm, in characters: a challenge must stay shorter than a padded request. */
    public static final int MAX_REALM = 32;

    /** Whether plain STUN probes are answered. */
    public enum Probe {
        /** On loopback sockets only. */
        AUTO,
        /** Everywhere. */
        ON,
        /** Nowhere. */
        OFF
    }

    /** Checks the ranges and copies. */
    public RelaySettings {
        advertise = List.copyOf(advertise);
        if (realm.isEmpty() || realm.length() > MAX_REALM || !realm.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "realm: '" + realm + "' (expected: 1 to " + MAX_REALM + " printable ASCII characters)");
        }
        within("lifetime", lifetime, Duration.ofSeconds(30), Duration.ofHours(1));
        within("refresh", refresh, Duration.ofSeconds(1), lifetime);
        within("lease", lease, Duration.ofMinutes(1), Duration.ofDays(7));
        within("rings-per-equipment", ringsPerEquipment, 1, 64);
        within("rings", rings, 1, 65_536);
        within("advertise", advertise.size(), 1, Ticket.MAX_SERVERS);
    }

    /** {@return after how long without a refresh a registration may be worth nothing: one and a half refreshes} */
    public Duration silentAfter() {
        return refresh.multipliedBy(3).dividedBy(2);
    }

    private static void within(String key, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(key + ": " + value.toSeconds() + " s (expected: " + min.toSeconds()
                    + " to " + max.toSeconds() + " s)");
        }
    }

    private static void within(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
