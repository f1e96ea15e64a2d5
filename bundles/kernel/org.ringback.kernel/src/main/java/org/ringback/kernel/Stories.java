package org.ringback.kernel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.store.Change;

/**
 * The stories of the latest rings, a bounded number of them, and which of them ended lately. Each has a number, and a
 * place on disk that goes over to the one that is {@link #MAX} numbers later. Belongs to the core's thread.
 */
public final class Stories {
    /** How many are kept (docs/protocol.md, "Limits"). */
    public static final int MAX = 256;

    /** Latest first. */
    private final Deque<Kept> kept = new ArrayDeque<>();

    /** Those that ended and were not taken yet. */
    private final Deque<Story> ended = new ArrayDeque<>();

    private long next;
    private Runnable listener = () -> {};

    private record Kept(long number, Story story) {
        String place() {
            return String.format(Locale.ROOT, "%03d", Math.floorMod(number, MAX));
        }
    }

    /** Begins without stories. */
    public Stories() {}

    /**
     * Keeps a story; drops the oldest one if there are too many.
     *
     * @param story a story whose ring is known
     */
    public void add(Story story) {
        put(new Kept(next, story));
        story.whenEnded(listener);
        story.onEnd(this::ended);
    }

    private void put(Kept one) {
        if (kept.size() >= MAX) {
            kept.removeLast();
        }
        kept.addFirst(one);
        next = one.number() + 1;
    }

    /**
     * Keeps a story that was read from disk, before any other story is added.
     *
     * @param one the story, later than those before
     */
    void restore(StoredStory one) {
        put(new Kept(one.number(), Story.of(one.story())));
    }

    /** Names who is told whenever there is something to write; of stories that are added from now on. */
    void listen(Runnable told) {
        listener = told;
    }

    /**
     * Ends those that have not ended, as nobody will.
     *
     * @param how they end
     */
    void endAll(RingStory.End how) {
        kept.forEach(one -> one.story().end(how));
    }

    /** Takes the changes that bring what has ended to disk; each is given once. */
    List<Change> takeUnwritten(String table) {
        return unwritten()
                .map(one -> {
                    one.story().written(true);
                    return Change.put(
                            table,
                            one.place(),
                            new StoredStory(one.number(), one.story().told()).toBytes());
                })
                .toList();
    }

    /** Gives all those again that {@link #takeUnwritten} gave, as they are not on disk. */
    void notWritten(List<Change> changes) {
        List<String> places = changes.stream().map(Change::key).toList();
        kept.stream().filter(one -> places.contains(one.place())).forEach(one -> one.story()
                .written(false));
    }

    private Stream<Kept> unwritten() {
        return kept.stream().filter(one -> one.story().toWrite());
    }

    /**
     * Corrects how a ring ended that counts as answered, as its call turned out to be of no use.
     *
     * @param ring which; nothing happens if its story is not kept any more
     * @param how it ended in truth
     */
    public void correct(RingNonce ring, RingStory.End how) {
        kept.stream()
                .map(Kept::story)
                .filter(story -> story.told().nonce().equals(ring))
                .findFirst()
                .ifPresent(story -> story.correct(how));
    }

    /**
     * Tells all stories of a piece of equipment under another local name, also those that ended, so that its history is
     * one.
     *
     * @param before the name that it had
     * @param now the name that it has
     */
    public void rename(EquipmentId before, EquipmentId now) {
        each(story -> story.renamed(before, now));
    }

    /**
     * Tells all stories of a person under another name.
     *
     * @param before the name that the person had
     * @param now the name that the person has
     */
    public void renamePerson(EquipmentId before, EquipmentId now) {
        each(story -> story.renamedPerson(before, now));
    }

    private void each(Consumer<Story> change) {
        kept.forEach(one -> change.accept(one.story()));
        if (unwritten().findAny().isPresent()) { // those of earlier runs tell nobody
            listener.run();
        }
    }

    /**
     * Takes a story that ended before it was worth keeping, only to tell that it ended.
     *
     * @param story whose ring is known, and which ended
     */
    public void turnedAway(Story story) {
        ended(story);
    }

    private void ended(Story story) {
        if (ended.size() >= MAX) {
            ended.removeFirst();
        }
        ended.addLast(story);
    }

    /** {@return the rings that ended since the last call, in this order; at most {@link #MAX}} */
    public List<EndedRing> takeEnded() {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<EndedRing> taken = ended.stream().map(Story::record).toList();
        ended.clear();
        return taken;
    }

    /** {@return copies, the latest first} */
    public List<RingStory> snapshot() {
        return kept.stream().map(one -> one.story().told()).toList();
    }
}
