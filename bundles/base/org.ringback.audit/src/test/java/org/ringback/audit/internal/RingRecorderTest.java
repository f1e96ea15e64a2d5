package org.ringback.audit.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import org.ringback.api.Amount;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.limits.LimitUse;

public class RingRecorderTest {
    private static final String RING = "ring 00000000000000000000000000000000, password";

    private final List<AuditEntry> log = new ArrayList<>();
    private Instant now = Log.NOON;
    private long nanos = Long.MAX_VALUE - 5;
    private final RingRecorder rings = new RingRecorder(log::add, () -> nanos, () -> now);

    static EndedRing ring(String party, String who, RingStory.End end) {
        return new EndedRing(
                new RingStory(
                        party,
                        RingNonce.of(new byte[RingNonce.LENGTH]),
                        new EquipmentId("lamp-1"),
                        who.isEmpty() ? Optional.empty() : Optional.of(new EquipmentId(who)),
                        RingSystem.PASSWORD,
                        "tls13",
                        "",
                        Log.NOON,
                        List.of(),
                        Optional.of(end)),
                who.isEmpty() ? "" : "192.0.2.7:40000");
    }

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Both clocks go on. */
    private void pass(Duration time) {
        nanos += time.toNanos();
        now = now.plus(time);
    }

    @Test
    public void anAnsweredRingIsARingAndAnyOtherARefusalWithItsReason() {
        rings.accept(ring("acceptor", "anna", new RingStory.End(true, "")));
        rings.accept(ring("server", "anna", new RingStory.End(false, "refused with 403")));
        rings.accept(ring("issuer", "", new RingStory.End(true, "")));
        assertEquals(
                List.of(
                        new AuditEntry(
                                "ring", "anna", "lamp-1", "192.0.2.7:40000", "acceptor, " + RING + ": called back"),
                        new AuditEntry(
                                "refusal",
                                "anna",
                                "lamp-1",
                                "192.0.2.7:40000",
                                "server, " + RING + ": not answered: refused with 403"),
                        new AuditEntry(
                                "ring",
                                AuditEntry.console(),
                                "lamp-1",
                                "this machine",
                                "issuer, " + RING + ": called back")),
                log);
    }

    @Test
    public void whoRingsTooOftenIsCountedAndKeepsNobodyElseOut() {
        for (int ring = 0; ring < RingRecorder.A_MINUTE + 5; ring++) {
            rings.accept(ring("server", "mallory", new RingStory.End(false, "refused with 403")));
        }
        rings.accept(ring("server", "anna", new RingStory.End(true, "")));
        assertEquals(RingRecorder.A_MINUTE + 1, log.size());
        assertEquals(MINUTE, rings.tellDue());
        pass(Duration.ofMinutes(1));
        rings.tellDue();
        assertEquals(
                new AuditEntry("ring", "mallory", "", "", "5 more rings in the minute from 2026-11-29T12:00:00Z"),
                log.get(RingRecorder.A_MINUTE + 1));
        assertEquals(RingRecorder.A_MINUTE + 2, log.size());
        assertEquals("nothing but the day is under way", 24 * 60 * MINUTE - MINUTE, rings.tellDue());
    }

    @Test
    public void whatWasOnlyCountedIsToldAtTheEnd() {
        for (int ring = 0; ring < RingRecorder.A_MINUTE + 1; ring++) {
            rings.accept(ring("server", "mallory", new RingStory.End(true, "")));
        }
        rings.finish();
        assertEquals(
                "1 more ring in the minute from 2026-11-29T12:00:00Z",
                log.get(RingRecorder.A_MINUTE).outcome());
    }

    private void ring(String who) {
        rings.accept(ring("server", who, new RingStory.End(true, "")));
    }

    @Test
    public void aClockThatGoesBackAYearHoldsNoWindowOpen() {
        ring("anna");
        now = now.minus(Duration.ofDays(365));
        for (int minute = 1; minute <= 200; minute++) {
            nanos += 10 * MINUTE;
            ring("anna");
        }
        assertEquals(201, log.size());
    }

    @Test
    public void ofOnePersonsRingsADayThreeHundredAreLinesAndTheRestOneMore() {
        int all = 0;
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (int ring = 0; ring < 40; ring++) {
                ring("mallory");
                all++;
            }
            pass(Duration.ofMinutes(1));
            rings.tellDue();
        }
        assertEquals(RingRecorder.A_DAY + 1, log.size());
        String outcome = log.get(log.size() - 1).outcome();
        // Of each ten lines a minute's last one counts ten: 30 and 10 are told in 31 lines.
        int toldBefore = 9 * 40 + 21;
        assertEquals(
                Amount.of(all - toldBefore, "more ring", "more rings") + " in the day from 2026-11-29T12:00:00Z",
                outcome);
        assertEquals(Long.MAX_VALUE, rings.tellDue());
        ring("mallory");
        assertEquals("a new day", RingRecorder.A_DAY + 2, log.size());
    }

    @Test
    public void howeverManyNamesThereAreALimitHoldsForAllAndNoRingIsUncounted() {
        int all = 5_000;
        for (int ring = 0; ring < all; ring++) {
            ring("issuer-" + ring);
        }
        pass(Duration.ofDays(1));
        rings.tellDue();
        long more = log.stream()
                .map(AuditEntry::outcome)
                .filter(outcome -> outcome.contains(" more ring"))
                .mapToLong(outcome -> Long.parseLong(
                        outcome.substring(0, outcome.indexOf(' ')).replace(",", "")))
                .sum();
        long told = log.stream()
                .filter(entry -> !entry.outcome().contains(" more ring"))
                .count();
        assertEquals(all, told + more);
    }

    @Test
    public void ringsCannotPushActsOutForAMonth() throws IOException {
        for (int minute = 0; minute < 24 * 60; minute++) {
            for (int ring = 0; ring < 100; ring++) {
                ring("issuer-" + (minute * 100 + ring) % 1_000);
                ring("issuer-" + (minute * 100 + ring) % 1_000);
            }
            pass(Duration.ofMinutes(1));
            rings.tellDue();
        }
        assertEquals(RingRecorder.OF_ALL + RingRecorder.AT_THE_END + 1, log.size());
        assertEquals("others", log.get(log.size() - 1).who());
        Log files = new Log();
        Trail trail = Trail.open(files.files, new Random(1), () -> Log.NOON, Trail.FULL, Link.BEGIN);
        trail.append(log.stream().map(entry -> new Act(Log.NOON, entry)).toList());
        long aDay = files.files.disk.get("audit/" + Header.file(1)).length;
        assertTrue(aDay + " bytes a day", (Trail.KEPT - 1L) * Trail.FULL / aDay >= 28);
    }

    @Test
    public void theLinesOfADayAreToldInAllAndOfThePersonWithMost() {
        for (int ring = 0; ring < RingRecorder.A_MINUTE + 5; ring++) {
            rings.accept(ring("server", "mallory", new RingStory.End(false, "refused with 403")));
        }
        ring("anna");
        int lines = RingRecorder.A_MINUTE;
        assertEquals(
                List.of(
                        new LimitUse(AuditLimit.RINGS, RingRecorder.OF_ALL, lines + 1, lines + 1, Optional.empty()),
                        new LimitUse(
                                AuditLimit.RINGS_OF_PERSON, RingRecorder.A_DAY, lines, lines, Optional.of("mallory"))),
                rings.limits());
        rings.finish();
        assertEquals("a new day", 0, rings.limits().get(0).now());
        assertEquals(
                "a line more for those that were only counted",
                lines + 2,
                rings.limits().get(0).most());
    }
}
