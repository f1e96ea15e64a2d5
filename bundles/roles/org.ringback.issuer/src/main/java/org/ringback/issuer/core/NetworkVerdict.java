package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.DialBack;
import org.ringback.api.control.NetworkPath.State;
import org.ringback.api.control.NetworkReport.Family;
import org.ringback.api.net.AddressScope;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.AddressFamilies;
import org.ringback.kernel.DialRules;
import org.ringback.kernel.Meeting;
import org.ringback.kernel.ServerMisses;

/**
 * What a ring from here would do, as far as the network decides it: what is in the way is said in the words with which a
 * ring ends for it. Immutable.
 *
 * @param good whether a ring would be answered directly, as far as this end can tell: nothing that is known here is in the
 *     way, though the other end's network may be
 * @param ring one sentence, without its full stop
 * @param advice what to do about it, likewise; empty if nothing
 */
record NetworkVerdict(boolean good, String ring, String advice) {
    static NetworkVerdict of(
            EquipmentId equipment, List<NetworkPath> paths, List<Family> families, ServerMisses misses) {
        if (paths.stream().noneMatch(NetworkPath::reached)) {
            return ends(Ending.unreachable(misses), equipment);
        }
        Optional<Family> open =
                families.stream().filter(family -> family.nat().open()).findFirst();
        if (open.isPresent()) {
            InetSocketAddress seen = AddressFamilies.base(open.get(), paths)
                    .flatMap(NetworkPath::seen)
                    .orElseThrow();
            return new NetworkVerdict(true, comesIn(open.get(), seen), "");
        }
        @Nullable Ending furthest = null;
        boolean unknown = false;
        for (Family family : families) {
            Optional<NetworkPath> base = AddressFamilies.base(family, paths);
            Optional<Ending> ending = base.flatMap(NetworkVerdict::inTheWay);
            unknown |= base.isPresent() && ending.isEmpty();
            if (ending.isPresent()) {
                furthest = ending.get().orFurther(furthest);
            }
        }
        boolean refused = furthest != null && furthest.reason() == RingReason.LOW_PORT;
        if (furthest == null || (refused && unknown)) {
            return untold(paths);
        }
        if (refused) {
            // The server takes no ring from such a port, and so it relays none.
            return ends(furthest, equipment);
        }
        boolean relays = paths.stream().anyMatch(NetworkPath::relays);
        Meeting meeting = Meeting.of(families, paths);
        if (meeting.possible()) {
            return met(meeting, furthest, relays, equipment);
        }
        return relays ? relayed(furthest, equipment) : ends(furthest, equipment);
    }

    /** Where others see one port of this machine both ends meet, if the gateway's network does so too. */
    private static NetworkVerdict met(Meeting meeting, Ending ending, boolean relays, EquipmentId equipment) {
        return new NetworkVerdict(
                true,
                "A ring would be answered directly over " + meeting.over()
                        + ", as both ends dial at the same moment, unless "
                        + meeting.unless("the gateway") + "; then it would "
                        + (relays ? "go through the server's relay" : "end with: " + ending.happened(equipment)),
                relays ? "" : ending.reason().advice(equipment, Duration.ZERO));
    }

    private static String comesIn(Family family, InetSocketAddress seen) {
        AddressScope scope = AddressScope.of(seen.getAddress());
        return "A gateway can call back here directly, over " + family.name() + " at " + AddressText.print(seen)
                + (family.nat() == Nat.FORWARDED ? ", if the router lets others in as it did the server" : "")
                + (scope == AddressScope.PUBLIC
                        ? ""
                        : ", if it may dial that address, which is " + scope.label() + " (the gateway's key dialable)");
    }

    /** The ending of a ring whose gateway calls in vain where this machine is seen; empty if that is not known. */
    private static Optional<Ending> inTheWay(NetworkPath base) {
        InetSocketAddress own = base.own().orElseThrow();
        InetSocketAddress seen = base.seen().orElseThrow();
        if (seen.getPort() < DialRules.MIN_PORT) {
            return Optional.of(Ending.of(RingReason.LOW_PORT));
        }
        return base.dialBack()
                .filter(how -> how != DialBack.NOT_TRIED)
                .flatMap(how -> new PathSeen(own, seen, Optional.empty(), false, Optional.empty()).nobodyCame());
    }

    private static NetworkVerdict relayed(Ending ending, EquipmentId equipment) {
        return new NetworkVerdict(
                false,
                "A ring would go through the server's relay, as directly it would end with: "
                        + ending.happened(equipment),
                "Nothing is to be done for it; to be called back directly: "
                        + ending.reason().advice(equipment, Duration.ZERO));
    }

    private static NetworkVerdict ends(Ending ending, EquipmentId equipment) {
        return new NetworkVerdict(
                false,
                "A ring would end with: " + ending.happened(equipment),
                ending.reason().advice(equipment, Duration.ZERO));
    }

    private static NetworkVerdict untold(List<NetworkPath> paths) {
        boolean answered = paths.stream().anyMatch(path -> path.state() == State.ANSWERED);
        String why = answered
                ? "the server did not dial back: "
                        + paths.stream()
                                .map(NetworkPath::dialBackWords)
                                .filter(words -> !words.isEmpty())
                                .findFirst()
                                .orElse("this machine could not listen")
                : paths.stream()
                        .filter(NetworkPath::reached)
                        .map(NetworkPath::words)
                        .findFirst()
                        .orElseThrow();
        return new NetworkVerdict(
                false,
                "What a ring would do cannot be told: " + why,
                answered ? "Ask again in ten seconds, or ring" : "Ring: one that fails says what is in the way");
    }
}
