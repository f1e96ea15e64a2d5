package org.ringback.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.CallStatus;
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
    private final LiveRings calls;
    private final Map<RingNonce, After> rings = new LinkedHashMap<>();

    /** What happened to a ring later, in words, and which party knows it. */
    private record After(String party, String ending) {}

    Aftermath(InstantSource clock, LiveRings calls) {
        this.clock = clock;
        this.calls = calls;
    }

    /** Notes why an answered ring was of no use to its caller, in words. */
    synchronized void failed(RingStory story, String why) {
        rings.remove(story.nonce());
        rings.put(story.nonce(), new After(story.party(), "called back, but failed: " + why));
        if (rings.size() > RINGS) {
            rings.remove(rings.keySet().iterator().next());
        }
    }

    /** {@return how it came out, if otherwise than the story says} */
    synchronized Optional<String> of(RingStory story) {
        return Optional.ofNullable(rings.get(story.nonce()))
                .filter(one -> one.party().equals(story.party()))
                .map(After::ending)
                .or(() -> calls.brokeOff()
                        .filter(call -> call.call().ring().equals(story.nonce())
                                && story.party().equals(LiveRings.PARTY))
                        .findFirst()
                        .map(Aftermath::ending));
    }

    private static String ending(ForwardedCall call) {
        CallStatus.End end = call.call().end().orElseThrow();
        return "answered; the call ended at " + Times.minute(end.when()) + ": " + end.why() + "; next: " + call.again();
    }

    /** {@return which calls ended lately that nobody here hung up, and that do not stand again} */
    List<String> warnings() {
        Instant from = clock.instant().minus(TOLD);
        List<ForwardedCall> told = new ArrayList<>(calls.standing());
        List<String> warnings = new ArrayList<>();
        calls.brokeOff()
                .filter(call -> !call.call().end().orElseThrow().when().isBefore(from))
                .filter(call -> told.stream().noneMatch(call::sameAs))
                .limit(CALLS)
                .forEach(call -> {
                    told.add(call);
                    warnings.add(warning(call));
                });
        return warnings;
    }

    private static String warning(ForwardedCall call) {
        CallStatus.End end = call.call().end().orElseThrow();
        return "the call to " + call.call().equipment() + ", service "
                + call.call().service() + ", forwarded at "
                + AddressText.print(call.at()) + ", ended at " + Times.minute(end.when()) + ": " + end.why()
                + " (expected: it stands until hang-up); next: " + call.again();
    }
}
