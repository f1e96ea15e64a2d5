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
 * What came of rings behind their story, which ends with the call-back: a service that was not there, a forwarded port whose
 * call ended. Told with the rings, as long as stories are kept, and for a while of calls that ended. Thread-safe.
 */
final class Aftermath {
    /** As many as anybody lists. */
    static final int RINGS = 1_000;
    /** So many ended calls are told, the latest. */
    static final int CALLS = 5;
    /** For so long. */
    static final Duration TOLD = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<RingNonce, After> rings = new LinkedHashMap<>();
    private final Deque<EndedCall> calls = new ArrayDeque<>();

    /** How a ring of one party came out after all, in words. */
    private record After(String party, String ending) {}

    /** A call that stood, and that nobody here hung up. */
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

    /** Answered, and of no use to whoever rang: why, in words. */
    synchronized void failed(RingStory story, String why) {
        put(story, "called back, but failed: " + why);
    }

    /** A call that stood is over. */
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

    /** The same stands again: nobody misses the one that ended. */
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

    /** {@return how it came out, if otherwise than the story says} */
    synchronized Optional<String> of(RingStory story) {
        return Optional.ofNullable(rings.get(story.nonce()))
                .filter(one -> one.party().equals(story.party()))
                .map(After::ending);
    }

    /** {@return which calls ended lately that nobody here hung up} */
    synchronized List<String> warnings() {
        Instant from = clock.instant().minus(TOLD);
        calls.removeIf(one -> one.when().isBefore(from));
        return calls.stream().map(EndedCall::warning).toList();
    }
}
