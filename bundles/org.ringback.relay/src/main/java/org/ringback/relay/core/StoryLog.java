package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;

/** The server's part of one ring's story while it is written. Bounded. Not thread-safe. */
final class StoryLog {
    private static final int MAX_STEPS = 64;

    private final RingNonce nonce;
    private final EquipmentId equipment;
    private final RingSystem system;
    private final Peer issuer;
    private final Moment began;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private RingStory.@Nullable End end;

    StoryLog(RingNonce nonce, EquipmentId equipment, RingSystem system, Peer issuer, Moment began) {
        this.nonce = nonce;
        this.equipment = equipment;
        this.system = system;
        this.issuer = issuer;
        this.began = began;
    }

    void step(String name, String detail, Moment now) {
        if (steps.size() < MAX_STEPS) {
            steps.add(new RingStory.Step(name, now.since(began.nanos()), detail));
        }
    }

    void end(boolean answered, String reason, Moment now) {
        if (end == null) {
            end = new RingStory.End(answered, reason);
            step("ended", answered ? "answered" : reason, now);
        }
    }

    RingStory story() {
        return new RingStory(
                "server",
                nonce,
                equipment,
                system,
                issuer.protection(),
                issuer.keyAgreement(),
                began.wall(),
                steps,
                Optional.ofNullable(end));
    }
}
