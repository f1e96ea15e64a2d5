package org.ringback.issuer.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;

/** The story of one ring while it grows. Belongs to the core's thread. */
final class StoryDraft {
    static final String PARTY = "issuer";

    /** More would only come from somebody who plays with us. */
    private static final int MAX_STEPS = 48;

    private final RingNonce nonce;
    private final EquipmentId equipment;
    private final RingSystem system;
    private final Moment began;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private String protection = "";
    private String keyAgreement = "";
    private RingStory.@Nullable End end;
    private @Nullable RingStory shown;

    StoryDraft(RingNonce nonce, EquipmentId equipment, RingSystem system, Moment began) {
        this.nonce = nonce;
        this.equipment = equipment;
        this.system = system;
        this.began = began;
    }

    /** A step that becomes known later than it happened finds its place in the order of time. */
    void step(Moment at, String name, String detail) {
        step(at.nanos(), name, detail);
    }

    private void step(long nanos, String name, String detail) {
        if (steps.size() >= MAX_STEPS) {
            return;
        }
        Duration after = Duration.ofNanos(Math.max(0, nanos - began.nanos()));
        int place = steps.size();
        while (place > 0 && steps.get(place - 1).at().compareTo(after) > 0) {
            place--;
        }
        steps.add(place, new RingStory.Step(name, after, detail));
        shown = null;
    }

    /** How the first connection came to be protected, with what was exchanged for that at its own time. */
    void protectedBy(IssuerEvent.Established first) {
        protection = first.protection();
        keyAgreement = first.keyAgreement();
        first.agreement().forEach(exchanged -> step(exchanged.nanos(), exchanged.name(), ""));
        shown = null;
    }

    void end(RingStory.End how) {
        end = how;
        shown = null;
    }

    RingStory snapshot() {
        RingStory now = shown;
        if (now == null) {
            now = new RingStory(
                    PARTY,
                    nonce,
                    equipment,
                    system,
                    protection,
                    keyAgreement,
                    began.wall(),
                    steps,
                    Optional.ofNullable(end));
            shown = now;
        }
        return now;
    }
}
