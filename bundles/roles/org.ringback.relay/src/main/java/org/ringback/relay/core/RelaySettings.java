package org.ringback.relay.core;

import java.time.Duration;
import java.util.List;
import org.ringback.spi.ServerPins;

/**
 * What an operator sets, in the ranges of the configuration's schema (docs/protocol.md, "Limits"). Immutable.
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
    /** Whether plain STUN probes are answered. */
    public enum Probe {
        /** On loopback sockets only. */
        AUTO,
        /** Everywhere. */
        ON,
        /** Nowhere. */
        OFF
    }

    /** Copies. */
    public RelaySettings {
        advertise = List.copyOf(advertise);
    }

    /** {@return after how long without a refresh a registration may be worth nothing: one and a half refreshes} */
    public Duration silentAfter() {
        return refresh.multipliedBy(3).dividedBy(2);
    }
}
