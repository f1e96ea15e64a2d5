package org.ringback.simulator;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;

/** One ring, as the referee sees it. */
final class SimulatedRing {
    private final IssuerParty issuer;
    private final long number;
    private final EquipmentId equipment;
    private final EquipmentId target;
    private final RingSystem system;
    private final ProtectionId protection;
    private final long began;
    private final long troubleSince;
    private final Demand demand;
    private final long issuerLife;
    private Optional<RingStory> story = Optional.empty();
    private Optional<Link> callBack = Optional.empty();
    private boolean lost;

    SimulatedRing(
            IssuerParty issuer,
            EquipmentId equipment,
            RingSystem system,
            ProtectionId protection,
            long began,
            long troubleSince,
            Demand demand) {
        this.issuer = issuer;
        this.number = issuer.lastRequest();
        this.issuerLife = issuer.life();
        this.equipment = equipment;
        this.target = issuer.id(equipment);
        this.system = system;
        this.protection = protection;
        this.began = began;
        this.troubleSince = troubleSince;
        this.demand = demand;
    }

    boolean is(IssuerParty party, long ring) {
        return issuer == party && number == ring && issuerLife == party.life();
    }

    IssuerParty issuer() {
        return issuer;
    }

    EquipmentId equipment() {
        return equipment;
    }

    /** {@return the ID of the equipment, which both ends know} */
    EquipmentId target() {
        return target;
    }

    RingSystem system() {
        return system;
    }

    long troubleSince() {
        return troubleSince;
    }

    Demand demand() {
        return demand;
    }

    /** Its process died, and it with it. */
    void lose() {
        lost = true;
    }

    void end(RingStory told) {
        story = Optional.of(told);
        Referee.check(
                told.protection().isEmpty() || told.protection().equals(Protections.NAMES.name(protection)),
                this + ": was protected by " + told.protection());
    }

    boolean over() {
        return lost || story.isPresent();
    }

    long number() {
        return number;
    }

    boolean lost() {
        return lost;
    }

    Optional<RingStory> story() {
        return story;
    }

    boolean answered() {
        return story.map(RingStory::answered).orElse(false);
    }

    String reason() {
        return story.flatMap(RingStory::ended).map(RingStory.End::reason).orElse("");
    }

    void handedOver(Link link) {
        callBack = Optional.of(link);
    }

    Optional<Link> callBack() {
        return callBack;
    }

    /** {@return the call that came of it, at the issuer's end} */
    Optional<SimulatedCall> call() {
        return callBack.map(Link::answerer).map(End::call);
    }

    @Override
    public String toString() {
        return "ring " + number + " of " + issuer.name() + " for " + equipment + ", " + system.label() + " over "
                + Protections.NAMES.name(protection) + ", begun at "
                + began + (lost ? ", lost with its process" : "")
                + story.map(told -> ", ended " + told.ended()).orElse("");
    }
}
