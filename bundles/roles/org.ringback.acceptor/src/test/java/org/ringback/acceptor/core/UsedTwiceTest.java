package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus.GrantStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.wire.Attributes;

/** The server says that a second device used a grant's string: its owner is told, whatever fails on the way. */
public class UsedTwiceTest {
    private static final EquipmentId BERT = new EquipmentId("bert");
    private static final Duration REFRESH = Duration.ofSeconds(26);

    private final Rig rig = new Rig();
    private Rig.Remote remote;
    private GrantId annas;

    @Before
    public void twoGrants() {
        rig.join(Rig.LAMP);
        annas = onDisk(Rig.ANNA, 6);
        onDisk(BERT, 7);
        restart();
    }

    private GrantId onDisk(EquipmentId person, long code) {
        GrantId id = GrantId.random(rig.random);
        StoredGrant grant = new StoredGrant(
                id,
                person,
                Secret.random(rig.random, 32),
                Rig.START,
                Rig.START.plusSeconds(9_000),
                Optional.empty(),
                false,
                false,
                false,
                "",
                Optional.of(code),
                GrantTerms.ALL);
        rig.disk.computeIfAbsent(Records.GRANTS, table -> new TreeMap<>()).put("lamp-1/" + id.hex(), grant.toBytes());
        return id;
    }

    private void restart() {
        rig.restart();
        remote = rig.register(Rig.LAMP);
    }

    private String alarm(EquipmentId person) {
        return rig.equipment().get(0).grants().stream()
                .filter(grant -> grant.person().equals(person))
                .map(GrantStatus::alarm)
                .findFirst()
                .orElseThrow();
    }

    /** What the last registration named as noted. */
    private List<Long> noted() {
        return remote.registration.find(Attributes.USED_TWICE).orElse(List.of());
    }

    @Test
    public void theOwnerIsToldWhichGrantItWasAndWhatToDo() {
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        String expected =
                "a second device used its string at the server, so somebody has a copy: revoke it (revoke lamp-1"
                        + " anna --grant " + annas
                        + ") and grant anew; if accept-grant then says that the issuer is suspended,"
                        + " it says what the server's operator does";
        assertEquals(expected, alarm(Rig.ANNA));
        assertEquals("", alarm(BERT));
        assertTrue(rig.core.warnings(rig.now()).contains("lamp-1, grant of anna: " + expected));
    }

    /** [ENROL-18] */
    @Test
    public void itIsNamedInRegistrationsUntilTheServerNamesItNoMore() {
        remote.usedTwice = List.of(6L, 7L);
        remote.live(REFRESH);
        assertEquals("this one's answer told it", List.of(), noted());
        remote.live(REFRESH);
        assertEquals(List.of(6L, 7L), noted());
        remote.usedTwice = List.of(7L);
        remote.live(REFRESH);
        remote.live(REFRESH);
        assertEquals(List.of(7L), noted());
        remote.usedTwice = List.of();
        remote.live(REFRESH);
        remote.live(REFRESH);
        assertEquals(List.of(), noted());
    }

    @Test
    public void itIsNotNamedBeforeTheAlarmIsOnDisk() {
        rig.diskBroken = true;
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        remote.live(REFRESH);
        assertEquals(List.of(), noted());
        assertTrue("it is told already", alarm(Rig.ANNA).startsWith("a second device"));
        rig.diskBroken = false;
        remote.live(REFRESH);
        remote.live(REFRESH);
        assertEquals(List.of(6L), noted());
        restart();
        assertTrue(alarm(Rig.ANNA).startsWith("a second device"));
    }

    @Test
    public void whatTheServerNamesNoMoreIsNotNamedThoughItsAlarmWasWrittenMeanwhile() {
        List<Long> many = LongStream.range(100, 116).boxed().toList();
        remote.usedTwice = many;
        remote.live(REFRESH);
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        // As a slow disk tells it.
        rig.feed(new AcceptorEvent.AlarmsWritten(Rig.LAMP.value(), many));
        rig.feed(new AcceptorEvent.AlarmsWritten(Rig.LAMP.value(), List.of(6L)));
        remote.live(REFRESH);
        assertEquals(List.of(6L), noted());
    }

    @Test
    public void theAdviceHasTheNamesOfNow() {
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        EquipmentId hall = new EquipmentId("hall-lamp");
        EquipmentId berta = new EquipmentId("berta");
        rig.feed(new AcceptorEvent.Rename(new Request<>(++rig.request), Rig.LAMP, hall));
        rig.feed(new AcceptorEvent.RenamePerson(new Request<>(++rig.request), Rig.ANNA, berta));
        rig.restart();
        assertTrue(
                alarm(berta), alarm(berta).contains(": revoke it (revoke hall-lamp berta --grant " + annas + ") and"));
    }

    @Test
    public void theAdviceOfAnOlderProgramsRecordIsNotToldTwice() {
        StoredGrant kept = StoredGrant.of(annas, rig.disk.get(Records.GRANTS).get("lamp-1/" + annas.hex()));
        byte[] record = kept.alarmed("another key, ab12, used this grant's secret at noon: revoke it and grant anew")
                .toBytes();
        rig.disk.get(Records.GRANTS).put("lamp-1/" + annas.hex(), record);
        rig.restart();
        assertEquals(
                "another key, ab12, used this grant's secret at noon: revoke it (revoke lamp-1 anna --grant " + annas
                        + ") and grant anew; if accept-grant then says that the issuer is suspended,"
                        + " it says what the server's operator does",
                alarm(Rig.ANNA));
    }

    @Test
    public void anInvitationOfNoGrantIsNotedAllTheSame() {
        remote.usedTwice = List.of(99L);
        remote.live(REFRESH);
        remote.live(REFRESH);
        assertEquals(List.of(99L), noted());
        assertEquals("", alarm(Rig.ANNA));
    }

    @Test
    public void aGrantThatIsRevokedIsNoConcernAnyMore() {
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Completed.class);
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        assertEquals("", alarm(Rig.ANNA));
        assertEquals(
                List.of(),
                rig.core.warnings(rig.now()).stream()
                        .filter(warning -> warning.contains("second device"))
                        .toList());
    }

    @Test
    public void revokingItAsAdvisedEndsTheWarning() {
        remote.usedTwice = List.of(6L);
        remote.live(REFRESH);
        rig.feed(new AcceptorEvent.Revoke(
                new Request<>(++rig.request), new GrantChoice(Rig.LAMP, Rig.ANNA, annas.toString())));
        assertEquals(
                List.of(),
                rig.core.warnings(rig.now()).stream()
                        .filter(warning -> warning.contains("second device"))
                        .toList());
    }
}
