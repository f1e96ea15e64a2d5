package org.ringback.shell.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Role;

/**
 * What happened to answered rings later, after the call-back with which their stories end: the service did not answer,
 * or the call of a forwarded port ended. {@code rings} tells it as long as the story is kept. Thread-safe.
 */
final class Aftermath {
    /** How many rings are remembered: as many as {@code rings} lists at most. */
    static final int RINGS = 1_000;

    private final Forwards forwards;
    private final Map<RingNonce, After> rings = new LinkedHashMap<>();

    /** What happened to a ring later, in words, and which party knows it. */
    private record After(String party, String ending) {}

    Aftermath(Forwards forwards) {
        this.forwards = forwards;
    }

    /** Notes how an answered ring came out that was of no use to its caller, in words. */
    synchronized void failed(RingStory story, String ending) {
        rings.remove(story.nonce());
        rings.put(story.nonce(), new After(story.party(), ending));
        if (rings.size() > RINGS) {
            rings.remove(rings.keySet().iterator().next());
        }
    }

    /** {@return how it came out, if the story counts as answered and that is not all} */
    synchronized Optional<String> of(RingStory story) {
        if (!story.answered()) {
            return Optional.empty(); // the issuer's bundle noticed the same, and told why
        }
        return Optional.ofNullable(rings.get(story.nonce()))
                .filter(one -> one.party().equals(story.party()))
                .map(After::ending)
                .or(() -> story.party().equals(Forwards.PARTY) ? brokeOff(story.nonce()) : Optional.empty());
    }

    private Optional<String> brokeOff(RingNonce ring) {
        return forwards.everyCall().stream()
                .filter(call -> call.role() == Role.ISSUER
                        && call.port().isPresent()
                        && call.ring().equals(ring))
                .flatMap(call -> call.end().stream())
                .filter(end -> !end.wanted())
                .findFirst()
                .map(end -> "answered; the call ended at " + Times.minute(end.when()) + ": " + end.why());
    }
}
