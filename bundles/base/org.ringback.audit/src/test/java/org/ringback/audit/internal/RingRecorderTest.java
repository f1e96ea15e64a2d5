package org.ringback.audit.internal;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.audit.AuditEntry;

public class RingRecorderTest {
    private static final String RING = "ring 00000000000000000000000000000000, password";

    private final List<AuditEntry> log = new ArrayList<>();
    private Instant now = Log.NOON;
    private final RingRecorder rings = new RingRecorder(log::add, () -> now);

    private static EndedRing ring(String party, String who, RingStory.End end) {
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

    @Test
    public void anAnsweredRingIsARingAndAnyOtherARefusalWithItsReason() {
        rings.accept(ring("acceptor", "anna", new RingStory.End(true, "")));
        rings.accept(ring("server", "anna", new RingStory.End(false, "refused with 403")));
        rings.accept(ring("issuer", "", new RingStory.End(true, "")));
        assertEquals(
                List.of(
                        new AuditEntry("ring", "anna", "lamp-1", "192.0.2.7:40000", "acceptor, " + RING + ": answered"),
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
                                "issuer, " + RING + ": answered")),
                log);
    }

    @Test
    public void whoRingsTooOftenIsCountedAndKeepsNobodyElseOut() {
        for (int ring = 0; ring < RingRecorder.A_MINUTE + 5; ring++) {
            rings.accept(ring("server", "mallory", new RingStory.End(false, "refused with 403")));
        }
        rings.accept(ring("server", "anna", new RingStory.End(true, "")));
        assertEquals(RingRecorder.A_MINUTE + 1, log.size());
        now = now.plus(Duration.ofMinutes(1));
        rings.accept(ring("server", "anna", new RingStory.End(true, "")));
        assertEquals(
                new AuditEntry("ring", "mallory", "", "", "5 more rings in the minute from 2026-11-29T12:00:00Z"),
                log.get(RingRecorder.A_MINUTE + 1));
        assertEquals(RingRecorder.A_MINUTE + 3, log.size());
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
}
