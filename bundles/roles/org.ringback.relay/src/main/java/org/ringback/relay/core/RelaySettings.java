package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.ringback.spi.ServerPins;

/**
 * The server's configuration as far as the core needs it; {@code RelaySchema} has the ranges (docs/protocol.md,
 * "Limits"). Immutable.
 *
 * @param realm the realm in every challenge, 1 to 32 printable ASCII characters
 * @param lifetime longest registration, 30 s to 1 h
 * @param refresh how often acceptors refresh, 1 s up to the lifetime
 * @param lease how long a registration key lasts, 1 min to 7 days
 * @param probe whether plain STUN probes are answered
 * @param ringsPerEquipment most pending rings for one piece of equipment
 * @param rings most pending rings in all
 * @param advertise the {@code host:port} in enrolment strings, 1 to 8
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

    /**
     * Tells whether plain STUN probes are answered at a socket.
     *
     * @param socket its address
     * @return whether they are
     */
    public boolean probed(InetSocketAddress socket) {
        return switch (probe) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> socket.getAddress().isLoopbackAddress();
        };
    }

    /** {@return after how long without a refresh a device counts as silent: one and a half refreshes} */
    public Duration silentAfter() {
        return refresh.multipliedBy(3).dividedBy(2);
    }
}
