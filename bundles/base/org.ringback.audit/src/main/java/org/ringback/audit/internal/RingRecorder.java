package org.ringback.audit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.ringback.api.Amount;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.audit.AuditEntry;

/**
 * Makes lines of rings that ended. Of one person's rings at most {@link #A_MINUTE} a minute are lines of their own, the
 * others are counted in one more: nobody who may ring can push what others did out of the log soon. Thread-safe; never
 * waits.
 */
final class RingRecorder implements Consumer<EndedRing> {
    /** Rings of one person in a minute that are each told. */
    static final int A_MINUTE = 30;

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int PERSONS = 1_024;

    private final Consumer<AuditEntry> log;
    private final InstantSource clock;

    @GuardedBy("this")
    private final Map<String, Window> windows = new LinkedHashMap<>();

    /** A minute of one person's rings; guarded by the recorder. */
    private static final class Window {
        private final Instant since;
        private int rings;

        Window(Instant since) {
            this.since = since;
        }
    }

    RingRecorder(Consumer<AuditEntry> log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    @Override
    public synchronized void accept(EndedRing ring) {
        Instant now = clock.instant();
        for (Iterator<Map.Entry<String, Window>> all = windows.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Window> oldest = all.next();
            if (windows.size() < PERSONS
                    && Duration.between(oldest.getValue().since, now).compareTo(WINDOW) < 0) {
                break;
            }
            all.remove();
            tellRest(oldest.getKey(), oldest.getValue());
        }
        AuditEntry entry = entry(ring);
        Window window = windows.computeIfAbsent(entry.who(), who -> new Window(now));
        window.rings++;
        if (window.rings <= A_MINUTE) {
            log.accept(entry);
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
                        + story.system().label() + ": " + (story.answered() ? "answered" : "not answered: " + how));
    }

    private void tellRest(String who, Window window) {
        if (window.rings > A_MINUTE) {
            log.accept(new AuditEntry(
                    "ring",
                    who,
                    "",
                    "",
                    Amount.of(window.rings - A_MINUTE, "more ring", "more rings") + " in the minute from "
                            + window.since));
        }
    }

    /** Tells what was only counted so far. */
    synchronized void finish() {
        windows.forEach(this::tellRest);
        windows.clear();
    }
}
