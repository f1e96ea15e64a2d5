package org.ringback.relay.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.UnusedString;
import org.ringback.api.limits.LimitUse;

/**
 * What people ask of the server's core: who is enrolled, how much is under way, what needs the operator. Only looks;
 * to be asked on the core's loop. Not thread-safe.
 */
public final class RelayOverview {
    private final Context context;
    private final Devices devices;
    private final Codes codes;
    private final Copies copies;
    private final Acquaintance acquaintance;
    private final PeerTable peers;
    private final Policies policies;
    private final RingTable rings;
    private final NetworkChecks networkChecks;

    RelayOverview(
            Context context,
            Devices devices,
            Codes codes,
            Copies copies,
            Acquaintance acquaintance,
            PeerTable peers,
            Policies policies,
            RingTable rings,
            NetworkChecks networkChecks) {
        this.context = context;
        this.devices = devices;
        this.codes = codes;
        this.copies = copies;
        this.acquaintance = acquaintance;
        this.peers = peers;
        this.policies = policies;
        this.rings = rings;
        this.networkChecks = networkChecks;
    }

    /**
     * Shows who is or was enrolled, by ID.
     *
     * @param after the ID behind which to begin; empty for the beginning
     * @param limit at most so many
     * @return who
     */
    public List<Enrolment> enrolments(Optional<EquipmentId> after, int limit) {
        return devices.list(after, limit, context.crypto.protections());
    }

    /**
     * Shows the operator's enrolment strings by which no device has joined, by ID: those that are good, and the latest
     * that expired since the start, unless their ID is enrolled meanwhile.
     *
     * @param after the ID behind which to begin; empty for the beginning
     * @param limit at most so many
     * @return the strings, each ID once
     */
    public List<UnusedString> unusedStrings(Optional<EquipmentId> after, int limit) {
        return codes.unused(id -> devices.find(id) != null)
                .filter(one -> after.isEmpty() || one.id().compareTo(after.get()) > 0)
                .filter(one -> !one.known() || devices.ended(one.id()))
                .sorted(Comparator.comparing(UnusedString::id))
                .limit(limit)
                .toList();
    }

    /** {@return how many devices are enrolled} */
    public int enrolled() {
        return devices.enrolled();
    }

    /**
     * Counts the devices that were enrolled before a time.
     *
     * @param time since when other authorities are pinned
     * @return how many of them are still enrolled
     */
    public int enrolledBefore(Instant time) {
        return devices.enrolledBefore(time);
    }

    /** {@return the enrolled devices that do not trust the CA in use, as far as is known} */
    public Strangers strangers() {
        return Strangers.of(devices.before(acquaintance.known()).filter(device -> !acquaintance.knows(device)));
    }

    /** {@return how many rings are under way} */
    public int pendingRings() {
        return rings.pending.underWay();
    }

    /** {@return how many calls are relayed} */
    public int relayedCalls() {
        return rings.paths.relayed().standing();
    }

    /** {@return how many proved connections are open} */
    public int connections() {
        return peers.size();
    }

    /** {@return the suspended devices, and what readmits them, in words} */
    public List<String> suspensions() {
        return devices.in(Enrolment.State.SUSPENDED).stream()
                .map(device -> device.id().inWords()
                        + " is suspended: its one-time code was used from a second key (expected: " + device.cure()
                        + ")")
                .toList();
    }

    /** {@return the permissions that ended because their invitation came from two keys, by issuer and equipment} */
    public List<Map.Entry<EquipmentId, EquipmentId>> lostPermissions() {
        return devices.pairs.lost().stream()
                .map(one -> Map.entry(one.issuer(), one.equipment()))
                .toList();
    }

    /** {@return the gateways that run twice or with an old store, in words} */
    public List<String> copies() {
        return copies.warnings();
    }

    /** {@return how many gateways have not fetched revoked keys} */
    public int pendingPolicies() {
        return policies.size();
    }

    /**
     * Tells who had what may be relayed in a day.
     *
     * @param now the time
     * @return in words, with what to do; empty where nobody had
     */
    public List<String> relayedUp(Moment now) {
        return rings.paths.relayed().usedUp(now);
    }

    /**
     * Tells how much of each limit of the core is used.
     *
     * @param now the time
     * @return a line for each
     */
    public List<LimitUse> limits(Moment now) {
        List<LimitUse> limits = new ArrayList<>(peers.limits(this::named));
        limits.addAll(codes.limits());
        limits.addAll(rings.pending.limits(context.settings));
        limits.add(rings.slowdown.limit());
        limits.addAll(rings.paths.relayed().limits(now));
        limits.add(networkChecks.limit());
        return limits;
    }

    private String named(KeyFingerprint key) {
        Device device = devices.find(key);
        return device == null ? key.shortForm() : device.id().value();
    }
}
