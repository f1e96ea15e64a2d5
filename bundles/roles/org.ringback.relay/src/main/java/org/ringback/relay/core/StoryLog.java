package org.ringback.relay.core;

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

    /** Begins with what the issuer's connection was protected by, if its protection tells that, else now. */
    StoryLog(RingNonce nonce, EquipmentId equipment, RingSystem system, Peer issuer, Moment now) {
        this.nonce = nonce;
        this.equipment = equipment;
        this.system = system;
        this.issuer = issuer;
        this.began = issuer.agreement().stream()
                .findFirst()
                .map(first -> new Moment(first.nanos(), now.wall().minus(now.since(first.nanos()))))
                .orElse(now);
        agreement(issuer);
    }

    void step(String name, String detail, Moment now) {
        step(name, detail, now.nanos());
    }

    /** What was exchanged to protect a connection, each at its own time: before it was known which ring it is for. */
    void agreement(Peer peer) {
        peer.agreement().forEach(exchanged -> step(exchanged.name(), "", exchanged.nanos()));
    }

    private void step(String name, String detail, long nanos) {
        if (steps.size() >= MAX_STEPS) {
            return;
        }
        Duration after = Duration.ofNanos(Math.max(0, nanos - began.nanos()));
        int place = steps.size();
        while (place > 0 && steps.get(place - 1).at().compareTo(after) > 0) {
            place--;
        }
        steps.add(place, new RingStory.Step(name, after, detail));
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
