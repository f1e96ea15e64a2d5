package org.ringback.kernel;

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
import org.ringback.spi.PeerFacts;

/**
 * One party's part of a ring's story while it happens. It may begin before the party knows which ring it is. Bounded.
 * Belongs to the core's thread.
 */
public final class Story {
    /** More would only come from somebody who plays with us. */
    private static final int MAX_STEPS = 64;

    private final String party;
    private final Moment began;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private @Nullable RingNonce nonce;
    private @Nullable EquipmentId equipment;
    private @Nullable RingSystem system;
    private String protection = "";
    private String keyAgreement = "";
    private RingStory.@Nullable End end;

    /**
     * Begins.
     *
     * @param party who tells it
     * @param began when
     */
    public Story(String party, Moment began) {
        this.party = party;
        this.began = began;
    }

    /**
     * It is known which ring it is.
     *
     * @param ring its name
     * @param of the equipment rung
     * @param as the system
     */
    public void names(RingNonce ring, EquipmentId of, RingSystem as) {
        nonce = ring;
        equipment = of;
        system = as;
    }

    /**
     * The system is another one than was said.
     *
     * @param told which
     */
    public void system(RingSystem told) {
        system = told;
    }

    /**
     * Adds a step. One that becomes known later than it happened finds its place in the order of time.
     *
     * @param nanos when, monotonic
     * @param name what happened
     * @param detail what else is to be said of it
     */
    public void step(long nanos, String name, String detail) {
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

    /**
     * Adds a step that happens now.
     *
     * @param turn has the clock
     * @param name what happens
     * @param detail what else is to be said of it
     */
    public void step(Turn turn, String name, String detail) {
        step(turn.nanos(), name, detail);
    }

    /**
     * Tells how a connection of the ring came to be protected, each step at its own time.
     *
     * @param peer of that connection
     */
    public void agreed(PeerFacts peer) {
        peer.agreement().forEach(exchanged -> step(exchanged.nanos(), exchanged.name(), ""));
    }

    /**
     * The ring is heard of over a connection with the server: that is what the story says of its protection.
     *
     * @param server what is known of it
     */
    public void heardOver(PeerFacts server) {
        protection = server.protection();
        keyAgreement = server.keyAgreement();
    }

    /**
     * The connection with the server came to be for this ring: as {@link #heardOver}, with its steps.
     *
     * @param server what is known of it
     */
    public void protectedBy(PeerFacts server) {
        heardOver(server);
        agreed(server);
    }

    /**
     * Names the group of the call-back, where this party had no protected connection with the server in this ring.
     *
     * @param group agreed on
     */
    public void keyAgreement(String group) {
        keyAgreement = keyAgreement.isEmpty() ? group : keyAgreement;
    }

    /**
     * It ended; the first end is the true one.
     *
     * @param how it ended
     * @return whether it was not over before
     */
    public boolean end(RingStory.End how) {
        boolean first = end == null;
        end = first ? how : end;
        return first;
    }

    /**
     * The story so far.
     *
     * @return a copy
     * @throws IllegalStateException if it is not known yet which ring it is
     */
    public RingStory told() {
        if (nonce == null || equipment == null || system == null) {
            throw new IllegalStateException("a story without a ring");
        }
        return new RingStory(
                party,
                nonce,
                equipment,
                system,
                protection,
                keyAgreement,
                began.wall(),
                steps,
                Optional.ofNullable(end));
    }
}
