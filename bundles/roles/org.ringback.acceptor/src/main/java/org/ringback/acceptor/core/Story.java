package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;

/** The acceptor's part of one ring's story while it is told. */
final class Story {
    private static final String PARTY = "acceptor";
    private static final int MAX_STEPS = 32;

    private final RingNonce nonce;
    private final EquipmentId equipment;
    private final Moment began;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private RingSystem system;
    private String protection;
    private String keyAgreement;
    private Optional<RingStory.End> ended = Optional.empty();

    /**
     * Begins.
     *
     * @param way when the ring was first heard of, and how it came here
     * @param nonce the ring
     * @param equipment the equipment
     * @param system what the way tells of the system, until the box tells more
     */
    Story(Way way, RingNonce nonce, EquipmentId equipment, RingSystem system) {
        this.nonce = nonce;
        this.equipment = equipment;
        this.began = way.began();
        this.system = system;
        this.protection = way.protection();
        this.keyAgreement = way.keyAgreement();
        way.steps().forEach(step -> steps.add(step));
    }

    RingNonce nonce() {
        return nonce;
    }

    void system(RingSystem told) {
        system = told;
    }

    /** The group of the call-back, if there was no protected connection to the server in this ring. */
    void keyAgreement(String agreed) {
        keyAgreement = keyAgreement.isEmpty() ? agreed : keyAgreement;
    }

    void step(Turn turn, String name, String detail) {
        if (steps.size() < MAX_STEPS) {
            steps.add(step(began, turn.nanos(), name, detail));
        }
    }

    /** {@return a step at its time after a story's beginning, never before it} */
    static RingStory.Step step(Moment began, long nanos, String name, String detail) {
        return new RingStory.Step(name, Duration.ofNanos(Math.max(0, nanos - began.nanos())), detail);
    }

    void end(boolean answered, String reason) {
        if (ended.isEmpty()) {
            ended = Optional.of(new RingStory.End(answered, reason));
        }
    }

    RingStory told() {
        return new RingStory(PARTY, nonce, equipment, system, protection, keyAgreement, began.wall(), steps, ended);
    }

    /**
     * What happened before the ring's nonce was known.
     *
     * @param began when the ring was first heard of
     * @param protection of the second TCP connection; empty in a datagram ring
     * @param keyAgreement of that connection; empty in a datagram ring
     * @param steps what happened so far
     */
    record Way(Moment began, String protection, String keyAgreement, List<RingStory.Step> steps) {}
}
