package org.ringback.shell.internal;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;

/**
 * Which rings are wanted. Immutable.
 *
 * @param failed whether only those that ended without an answer
 * @param person only of this one, where the party knows who rang
 * @param equipment only to this one
 * @param since only those that began then or later
 */
record StoryFilter(
        boolean failed, Optional<EquipmentId> person, Optional<EquipmentId> equipment, Optional<Instant> since)
        implements Predicate<RingStory> {

    /** Reads the values of the options, each empty if it is absent. */
    static StoryFilter of(boolean failed, String person, String equipment, String since, Instant now) {
        return new StoryFilter(
                failed,
                person.isEmpty() ? Optional.empty() : Optional.of(Ids.person(person)),
                equipment.isEmpty() ? Optional.empty() : Optional.of(Ids.equipment(equipment)),
                since.isEmpty() ? Optional.empty() : Optional.of(Since.read(since, now)));
    }

    /** {@return whether every ring is wanted} */
    boolean all() {
        return !failed && person.isEmpty() && equipment.isEmpty() && since.isEmpty();
    }

    @Override
    public boolean test(RingStory story) {
        return (!failed || story.ended().filter(end -> !end.answered()).isPresent())
                && (person.isEmpty() || person.equals(story.person()))
                && equipment.filter(one -> !one.equals(story.equipment())).isEmpty()
                && since.filter(story.began()::isBefore).isEmpty();
    }
}
