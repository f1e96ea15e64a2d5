package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.ringback.api.KeyFingerprint;

/**
 * How a server is. Immutable.
 *
 * @param addresses where it listens
 * @param advertised what enrolment strings name, {@code host:port}
 * @param authority its CA's fingerprint
 * @param enrolled how many devices count
 * @param registered how many rows the equipment list has
 * @param silentAfter after how long without a refresh a registration may be worth nothing: one and a half refreshes
 * @param pendingRings how many rings are under way
 * @param warnings what the operator should do, in words; best empty
 */
public record ServerStatus(
        List<InetSocketAddress> addresses,
        List<String> advertised,
        KeyFingerprint authority,
        int enrolled,
        int registered,
        Duration silentAfter,
        int pendingRings,
        List<String> warnings) {}
