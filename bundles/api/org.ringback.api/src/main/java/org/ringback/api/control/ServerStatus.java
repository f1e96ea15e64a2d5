package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;

/**
 * The state of a server. Immutable.
 *
 * @param addresses where it listens
 * @param notHad for each configured address where it does not listen, why, in words; empty if all is well
 * @param advertised the addresses in enrolment strings, {@code host:port}
 * @param authority its CA's fingerprint
 * @param fromBackup since when its CA is the former backup CA; empty if it is the first one
 * @param enrolled how many devices are enrolled
 * @param registered how many rows the equipment list has
 * @param silentAfter after how long without a refresh a device counts as silent: one and a half refreshes
 * @param pendingRings how many rings are under way
 * @param relays whether it relays calls whose ends do not meet
 * @param relayedCalls how many it relays now; they go on where it relays no more
 * @param warnings what the operator should do, in words; empty if nothing
 */
public record ServerStatus(
        List<InetSocketAddress> addresses,
        List<String> notHad,
        List<String> advertised,
        KeyFingerprint authority,
        Optional<Instant> fromBackup,
        int enrolled,
        int registered,
        Duration silentAfter,
        int pendingRings,
        boolean relays,
        int relayedCalls,
        List<String> warnings) {}
