package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.spi.PeerFacts;

/**
 * Collects what one party sees of a ring. May begin before the party knows which ring it is. Has a bounded number of
 * steps. Belongs to the core's thread.
 */
public final class Story {
    /** Most steps; only a misbehaving peer would cause more. */
    private static final int MAX_STEPS = 64;

    private final String party;
    private final Moment began;
    private final List<RingStory.Step> steps = new ArrayList<>();
    private @Nullable RingNonce nonce;
    private @Nullable EquipmentId equipment;
    private @Nullable RingSystem system;
    private String protection = "";
    private String keyAgreement = "";
    private Optional<EquipmentId> person = Optional.empty();
    private RingStory.@Nullable End end;
    private @Nullable Duration lasted;
    private boolean written;
    private Runnable listener = () -> {};
    private String from = "";
    private Optional<String> way = Optional.empty();
    private Consumer<Story> ended = story -> {};

    /**
     * Begins a story.
     *
     * @param party whose story it is
     * @param began when
     */
    public Story(String party, Moment began) {
        this.party = party;
        this.began = began;
    }

    /** A story that has been told already, and is on disk. */
    static Story of(RingStory told) {
        Story story = new Story(told.party(), new Moment(0, told.began()));
        story.names(told.nonce(), told.equipment(), told.system());
        story.person = told.person();
        story.protection = told.protection();
        story.keyAgreement = told.keyAgreement();
        story.steps.addAll(told.steps());
        story.end = told.ended().orElse(null);
        story.lasted = told.lasted().orElse(null);
        story.way = told.way();
        story.written = true;
        return story;
    }

    /**
     * Names the ring, once it is known.
     *
     * @param ring its name
     * @param of the equipment that is rung
     * @param as the system of the ring
     */
    public void names(RingNonce ring, EquipmentId of, RingSystem as) {
        nonce = ring;
        equipment = of;
        system = as;
    }

    /**
     * Tells it under another local name of the equipment.
     *
     * @param of that name
     */
    public void named(EquipmentId of) {
        equipment = of;
        changed();
    }

    /** Tells it under another local name, if the equipment had this one. */
    void renamed(EquipmentId before, EquipmentId now) {
        if (before.equals(equipment)) {
            named(now);
        }
    }

    /** Tells it with another name of whoever rang, if that was this one. */
    void renamedPerson(EquipmentId before, EquipmentId now) {
        if (person.equals(Optional.of(before))) {
            person = Optional.of(now);
            changed();
        }
    }

    /**
     * Tells from where the ring came.
     *
     * @param address the address that this party knows
     */
    public void from(String address) {
        from = address;
    }

    /**
     * Corrects the system.
     *
     * @param told which
     */
    public void system(RingSystem told) {
        system = told;
    }

    /**
     * Names who rang, once that is proved.
     *
     * @param proved who
     */
    public void person(EquipmentId proved) {
        person = Optional.of(proved);
    }

    /**
     * Adds a step, in the order of time, even if it became known later than it happened.
     *
     * @param nanos when, monotonic
     * @param name what happened
     * @param detail more about it; may be empty
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
        changed();
    }

    /**
     * Adds a step that happens now.
     *
     * @param turn has the clock
     * @param name what happens
     * @param detail more about it; may be empty
     */
    public void step(Turn turn, String name, String detail) {
        step(turn.nanos(), name, detail);
    }

    /**
     * Tells how old the story is.
     *
     * @param turn has the clock
     * @return the time since it began
     */
    public Duration age(Turn turn) {
        return Duration.ofNanos(turn.nanos() - began.nanos());
    }

    /**
     * Adds the steps of the key agreement of a connection, each at its own time.
     *
     * @param peer the peer of that connection
     */
    public void agreed(PeerFacts peer) {
        peer.agreement().forEach(exchanged -> step(exchanged.nanos(), exchanged.name(), ""));
    }

    /**
     * Notes the connection with the server over which the party heard of the ring: the story has its protection.
     *
     * @param server what is known of it
     */
    public void heardOver(PeerFacts server) {
        protection = server.protection();
        keyAgreement = server.keyAgreement();
    }

    /**
     * Notes the connection with the server that was opened for this ring: as {@link #heardOver}, with the steps of its
     * key agreement.
     *
     * @param server what is known of it
     */
    public void protectedBy(PeerFacts server) {
        heardOver(server);
        agreed(server);
    }

    /**
     * Notes the group of the call-back, if this party had no protected connection with the server in this ring.
     *
     * @param group agreed on
     */
    public void keyAgreement(String group) {
        keyAgreement = keyAgreement.isEmpty() ? group : keyAgreement;
    }

    /**
     * Notes the way of the call that answered the ring.
     *
     * @param carries direct, punched or relayed
     */
    public void way(String carries) {
        way = Optional.of(carries);
        changed();
    }

    /**
     * Ends the story; only the first call counts.
     *
     * @param how it ended
     * @return whether it was the first call
     */
    public boolean end(RingStory.End how) {
        boolean first = end == null;
        end = first ? how : end;
        if (first) {
            lasted = steps.isEmpty()
                    ? Duration.ZERO
                    : steps.get(steps.size() - 1).at();
            changed();
            ended.accept(this);
        }
        return first;
    }

    /** Corrects the end of a story that counts as answered. */
    void correct(RingStory.End how) {
        if (end != null && end.answered()) {
            end = how;
            changed();
        }
    }

    private void changed() {
        written = false;
        if (toWrite()) {
            listener.run();
        }
    }

    /** Names who is told when this has ended, and of each step after that. */
    void whenEnded(Runnable told) {
        listener = told;
        if (toWrite()) {
            listener.run();
        }
    }

    /** {@return whether it has ended and is not on disk as it is} */
    boolean toWrite() {
        return end != null && !written;
    }

    void written(boolean onDisk) {
        written = onDisk;
    }

    /** Has somebody told once it ends. */
    void onEnd(Consumer<Story> told) {
        ended = told;
    }

    /** {@return the story with where it came from, for those who keep records of it} */
    EndedRing record() {
        return new EndedRing(told(), from);
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
                person,
                system,
                protection,
                keyAgreement,
                began.wall(),
                steps,
                Optional.ofNullable(end),
                Optional.ofNullable(lasted),
                way);
    }
}
