package org.ringback.shell.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.net.AddressText;

/**
 * What happened to answered rings later, after the call-back with which their stories end: the service did not answer,
 * or the call of a forwarded port ended. {@code rings} tells it as long as the story is kept, {@code status} for a
 * while. Thread-safe.
 */
final class Aftermath {
    /** How many rings are remembered: as many as {@code rings} lists at most. */
    static final int RINGS = 1_000;
    /** How many ended calls {@code status} tells, the latest ones. */
    static final int CALLS = 5;
    /** How long {@code status} tells an ended call. */
    static final Duration TOLD = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<RingNonce, After> rings = new LinkedHashMap<>();
    private final Deque<EndedCall> calls = new ArrayDeque<>();

    /** What happened to a ring later, in words, and which party knows it. */
    private record After(String party, String ending) {}

    /** A call of a forwarded port that ended though nobody here hung it up. */
    private record EndedCall(EquipmentId equipment, String service, InetSocketAddress at, Instant when, String why) {
        boolean sameAs(StandingCall call) {
            return equipment.equals(call.story().equipment()) && service.equals(call.service()) && at.equals(call.at());
        }

        String again() {
            return "ring " + equipment + (service.equals("http") ? "" : " --service " + service) + " --forward "
                    + AddressText.print(at);
        }

        String warning() {
            return "the call to " + equipment + ", service " + service + ", forwarded at " + AddressText.print(at)
                    + ", ended at " + Times.minute(when) + ": " + why + " (expected: it stands until hang-up); next: "
                    + again();
        }
    }

    Aftermath(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes why an answered ring was of no use to its caller, in words. */
    synchronized void failed(RingStory story, String why) {
        put(story, "called back, but failed: " + why);
    }

    /** Notes that a standing call ended. */
    synchronized void ended(StandingCall call, String why) {
        EndedCall ended = new EndedCall(call.story().equipment(), call.service(), call.at(), clock.instant(), why);
        put(
                call.story(),
                "answered; the call ended at " + Times.minute(ended.when()) + ": " + why + "; next: " + ended.again());
        calls.removeIf(one -> one.sameAs(call));
        calls.addFirst(ended);
        if (calls.size() > CALLS) {
            calls.removeLast();
        }
    }

    /** Notes a new call of the same equipment and service: the ended one is then no longer told. */
    synchronized void stands(StandingCall call) {
        calls.removeIf(one -> one.sameAs(call));
    }

    private void put(RingStory story, String ending) {
        rings.remove(story.nonce());
        rings.put(story.nonce(), new After(story.party(), ending));
        if (rings.size() > RINGS) {
            rings.remove(rings.keySet().iterator().next());
        }
    }

    /** {@return what happened to the ring after its story, if anything did} */
    synchronized Optional<String> of(RingStory story) {
        return Optional.ofNullable(rings.get(story.nonce()))
                .filter(one -> one.party().equals(story.party()))
                .map(After::ending);
    }

    /** {@return warnings of the calls that ended lately though nobody here hung up} */
    synchronized List<String> warnings() {
        Instant from = clock.instant().minus(TOLD);
        calls.removeIf(one -> one.when().isBefore(from));
        return calls.stream().map(EndedCall::warning).toList();
    }
}
