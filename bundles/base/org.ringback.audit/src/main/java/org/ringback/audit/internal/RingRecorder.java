package org.ringback.audit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.ringback.api.Amount;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;

/**
 * Makes lines of rings that ended, so many that they cannot push what others did out of the log for weeks: of one
 * person's rings {@link #A_MINUTE} a minute and {@link #A_DAY} a day, of all {@link #OF_ALL} a day, each a line; further
 * ones are counted in a line as the minute ends, or the day. A day begins with its first ring, and both are measured by
 * the monotonic clock. Thread-safe; never waits.
 */
final class RingRecorder implements Consumer<EndedRing> {
    /** Rings of one person in a minute that are each told. */
    static final int A_MINUTE = 30;
    /** Lines of one person's rings in a day, but for the one at its end. */
    static final int A_DAY = 300;
    /** Lines of all rings in a day, but for those at its end. */
    static final int OF_ALL = 3_000;
    /** Persons who get a line of their own at the end of a day; the rings of others are counted in one. */
    static final int AT_THE_END = 100;

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();
    /** Persons with limits of their own; those who come later on that day share one. */
    private static final int PERSONS = 1_024;

    private static final String OTHERS = "others";

    private final Consumer<AuditEntry> log;
    private final LongSupplier nanos;
    private final InstantSource clock;

    /** Who rang today. */
    @GuardedBy("this")
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** When the day began; without a meaning while nobody rang. */
    @GuardedBy("this")
    private long day;

    @GuardedBy("this")
    private Instant dayWall = Instant.EPOCH;

    /** Lines of this day. */
    @GuardedBy("this")
    private int lines;

    private final HighWater mostLines = new HighWater();
    private final HighWater mostOfOne = new HighWater();

    /** One person's day, and the minute under way; guarded by the recorder. */
    private static final class Count {
        private long minute;
        private Instant minuteWall;
        private int told;
        private long more;
        private int linesToday;
        private long moreToday;

        Count(long minute, Instant minuteWall) {
            this.minute = minute;
            this.minuteWall = minuteWall;
        }
    }

    /**
     * Makes the recorder.
     *
     * @param log takes the lines
     * @param nanos monotonic time, by which is measured
     * @param clock names the minute and the day
     */
    RingRecorder(Consumer<AuditEntry> log, LongSupplier nanos, InstantSource clock) {
        this.log = log;
        this.nanos = nanos;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(EndedRing ring) {
        long now = nanos.getAsLong();
        if (!counts.isEmpty() && now - day >= DAY_NANOS) {
            tell(now);
        }
        Instant wall = clock.instant();
        if (counts.isEmpty()) {
            day = now;
            dayWall = wall;
        }
        AuditEntry entry = entry(ring);
        String who = counts.containsKey(entry.who()) || counts.size() < PERSONS ? entry.who() : OTHERS;
        Count count = counts.computeIfAbsent(who, one -> new Count(now, wall));
        if (now - count.minute >= MINUTE_NANOS) {
            tellMinute(who, count);
            count.minute = now;
            count.minuteWall = wall;
            count.told = 0;
        }
        if (count.told < A_MINUTE && mayTell(count)) {
            count.told++;
            line(count, entry);
        } else {
            count.more++;
        }
    }

    private static AuditEntry entry(EndedRing ring) {
        RingStory story = ring.story();
        boolean issuer = story.party().equals("issuer");
        String how = story.ended().map(RingStory.End::reason).orElse("");
        return new AuditEntry(
                story.answered() ? "ring" : "refusal",
                issuer
                        ? AuditEntry.console()
                        : story.person().map(EquipmentId::value).orElse("unknown"),
                story.equipment().value(),
                issuer ? "this machine" : ring.from(),
                story.party() + ", ring " + story.nonce().hex() + ", "
                        + story.system().label() + ": " + (story.answered() ? "called back" : "not answered: " + how));
    }

    @GuardedBy("this")
    private boolean mayTell(Count count) {
        return count.linesToday < A_DAY && lines < OF_ALL;
    }

    @GuardedBy("this")
    private void line(Count count, AuditEntry entry) {
        count.linesToday++;
        lines++;
        mostOfOne.reached(count.linesToday);
        mostLines.reached(lines);
        log.accept(entry);
    }

    /**
     * Tells what was only counted, if its minute or day is over.
     *
     * @return after how many nanoseconds the next minute or day under way ends; {@link Long#MAX_VALUE} if none is
     */
    synchronized long tellDue() {
        long now = nanos.getAsLong();
        tell(now);
        if (counts.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return counts.values().stream()
                .mapToLong(count -> count.minute + MINUTE_NANOS - now)
                .filter(left -> left > 0)
                .reduce(day + DAY_NANOS - now, Math::min);
    }

    @GuardedBy("this")
    private void tell(long now) {
        boolean over = !counts.isEmpty() && now - day >= DAY_NANOS;
        for (Map.Entry<String, Count> one : counts.entrySet()) {
            if (over || now - one.getValue().minute >= MINUTE_NANOS) {
                tellMinute(one.getKey(), one.getValue());
            }
        }
        if (over) {
            tellDay();
        }
    }

    /** A line as long as there may be one; else it is counted into the day. */
    @GuardedBy("this")
    private void tellMinute(String who, Count count) {
        if (count.more > 0 && mayTell(count)) {
            line(count, more(who, count.more, "", "minute", count.minuteWall));
        } else {
            count.moreToday += count.more;
        }
        count.more = 0;
    }

    @GuardedBy("this")
    private void tellDay() {
        List<Map.Entry<String, Count>> left = counts.entrySet().stream()
                .filter(one -> one.getValue().moreToday > 0)
                .sorted(Comparator.comparingLong(one -> -one.getValue().moreToday))
                .toList();
        int alone = Math.min(AT_THE_END, left.size());
        for (Map.Entry<String, Count> one : left.subList(0, alone)) {
            log.accept(more(one.getKey(), one.getValue().moreToday, "", "day", dayWall));
        }
        List<Map.Entry<String, Count>> rest = left.subList(alone, left.size());
        if (!rest.isEmpty()) {
            long rings =
                    rest.stream().mapToLong(one -> one.getValue().moreToday).sum();
            String of = " of " + Amount.of(rest.size(), "other");
            log.accept(more(OTHERS, rings, of, "day", dayWall));
        }
        counts.clear();
        lines = 0;
    }

    private static AuditEntry more(String who, long rings, String of, String window, Instant since) {
        String outcome = Amount.of(rings, "more ring", "more rings") + of + " in the " + window + " from " + since;
        return new AuditEntry("ring", who, "", "", outcome);
    }

    /** How many lines of rings the day has. */
    synchronized List<LimitUse> limits() {
        Map<String, Integer> ofEach = counts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().linesToday));
        return List.of(
                mostLines.use(AuditLimit.RINGS, OF_ALL, lines),
                mostOfOne.useOfOne(AuditLimit.RINGS_OF_PERSON, A_DAY, ofEach, name -> name));
    }

    /** Tells what was only counted so far. */
    synchronized void finish() {
        counts.forEach(this::tellMinute);
        tellDay();
    }
}
