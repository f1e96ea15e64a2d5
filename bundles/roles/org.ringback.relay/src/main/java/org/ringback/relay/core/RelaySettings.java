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
 * @param relaying whether and how much it relays
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
        Relaying relaying,
        List<String> advertise,
        ServerPins pins) {
    /** Bytes in a MiB, in which rates are set. */
    public static final long MIB = 1 << 20;
    /** Bytes in a GiB, in which the amounts of a day are set. */
    public static final long GIB = 1 << 30;

    /** Whether plain STUN probes are answered. */
    public enum Probe {
        /** On loopback sockets only. */
        AUTO,
        /** Everywhere. */
        ON,
        /** Nowhere. */
        OFF
    }

    /**
     * How much is relayed.
     *
     * @param on whether this server relays
     * @param calls most relayed calls in all
     * @param bytesPerSecond of all together, positive
     * @param bytesPerSecondOfPair of the calls of one issuer at one piece of equipment together, positive
     * @param bytesPerDay in all
     * @param bytesPerDayOfEquipment of one piece of equipment
     * @param bytesPerDayOfPair of one issuer and one piece of equipment
     */
    public record Relaying(
            boolean on,
            int calls,
            long bytesPerSecond,
            long bytesPerSecondOfPair,
            long bytesPerDay,
            long bytesPerDayOfEquipment,
            long bytesPerDayOfPair) {
        /** How many open files one relayed call may need: two sockets, and two pipes of two ends. */
        private static final long FILES = 6;
        /** How many stay for everything else. */
        private static final long KEPT = 1_024;
        /** What may wait in one relayed call for two ends that read slowly, in bytes. */
        private static final long BUFFERED = 640 << 10;

        /**
         * The same, with no more calls than the process can carry.
         *
         * @param files how many files it may have open
         * @param memory how many bytes of memory it may have; half of them are for this
         * @return the limits that hold; off where there is room for none
         */
        public Relaying within(long files, long memory) {
            long carried = Math.min((files - KEPT) / FILES, memory / 2 / BUFFERED);
            int most = (int) Math.max(0, Math.min(calls, carried));
            return new Relaying(
                    on && most > 0,
                    Math.max(1, most),
                    bytesPerSecond,
                    bytesPerSecondOfPair,
                    bytesPerDay,
                    bytesPerDayOfEquipment,
                    bytesPerDayOfPair);
        }
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
