package org.ringback.issuer.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.ANNA;
import static org.ringback.issuer.core.CoreRig.LAMP;
import static org.ringback.issuer.core.CoreRig.RINGS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Grant;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public class TakeGrantTest {
    private static final Set<RingSystem> ALL = Set.of(RingSystem.values());

    private final CoreRig rig = new CoreRig();

    @Test
    public void theKeyIsOnDiskBeforeAnybodyIsAsked() {
        rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        Action.Persist persist = rig.last(Action.Persist.class);
        assertEquals(1, persist.changes().size());
        assertEquals(IssuerRecords.KEYS, persist.changes().get(0).table());
        assertEquals(List.of(rig.last(Action.Dial.class)), persist.then());
    }

    @Test
    public void enrolProvesTheCodeOnThisConnection() {
        rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        Message enrol = rig.lastSent(MessageKind.ENROL);
        assertEquals(Long.valueOf(77), enrol.get(Attributes.CODE_ID));
        assertEquals(Role.ISSUER, enrol.get(Attributes.ROLE));
        assertArrayEquals(RINGS.enrolmentProof(RINGS.codeKey(rig.code), CoreRig.BINDING), enrol.get(Attributes.PROOF));
    }

    @Test
    public void theGrantIsAcknowledgedOnceItIsOnDisk() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(new EquipmentId("anna-2"));
        Action.Persist persist = rig.last(Action.Persist.class);
        assertEquals(Action.Completed.class, persist.then().get(0).getClass());
        GrantedEquipment granted = (GrantedEquipment) rig.results(request).get(0);
        assertEquals(LAMP, granted.equipment());
        assertEquals("the ID is the server's to give", new EquipmentId("anna-2"), granted.self());
        assertEquals(ALL, granted.systems());
        assertEquals(List.of(granted), rig.granted());
        assertEquals(1, rig.core.grants());
        assertEquals(Optional.of(granted), rig.core.granted(LAMP));
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
        assertEquals(rig.dialled(), rig.last(Action.Close.class).connection());
    }

    @Test
    public void keyGrantAndPasswordSurviveARestart() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        IssuerKey key = rig.core.key().orElseThrow();
        List<GrantedEquipment> granted = rig.granted();
        assertTrue(granted.get(0).passwordStored());
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(key, rig.core.key().orElseThrow());
        assertEquals(granted, rig.granted());
    }

    @Test
    public void whatTheGrantGivesIsKeptAndShown() {
        GrantTerms terms =
                new GrantTerms(List.of("ssh", "http"), true, Optional.of(Instant.parse("2026-12-31T23:00:00Z")));
        GrantTerms listed = new GrantTerms(List.of("http"), false, Optional.empty());
        for (GrantTerms some : List.of(terms, listed, GrantTerms.ALL)) {
            rig.granted(rig.grant(ALL, some));
            rig.restarted(IssuerSettings.DEFAULT);
            assertEquals(some, rig.granted().get(0).terms());
        }
    }

    // [ISS-22] one that gives less than the one kept, which has not ended, only if the person asks for it
    @Test
    public void aGrantThatGivesLessTakesNoOthersPlaceByItself() {
        GrantTerms both = new GrantTerms(List.of("http", "ssh"), true, Optional.empty());
        GrantTerms less = new GrantTerms(List.of("ssh", "vnc"), true, Optional.empty());
        GrantTerms shorter = new GrantTerms(List.of("http", "ssh"), true, Optional.of(CoreRig.START.plusSeconds(9)));
        rig.granted(rig.grant(ALL, both));
        for (GrantTerms some : List.of(less, shorter)) {
            long request = rig.acceptGrant(rig.grant(ALL, some));
            assertTrue(
                    rig.failure(request),
                    rig.failure(request)
                            .startsWith("grant string: gives less than the grant that is kept for 'lamp-1'"));
            assertEquals(both, rig.granted().get(0).terms());
        }
        assertTrue(GrantTerms.ALL.coversAllOf(both));
        assertFalse(both.coversAllOf(GrantTerms.ALL));
        rig.granted(rig.grant(ALL, GrantTerms.ALL));
        assertEquals(GrantTerms.ALL, rig.granted().get(0).terms());
    }

    @Test
    public void theSameStringTakenAgainIsProvedByTheSameKey() {
        rig.granted(RingSystem.CALL_BACK);
        IssuerKey key = rig.core.key().orElseThrow();
        rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        rig.resolve(CoreRig.V4);
        assertEquals(
                key.encoded(), CoreRig.toServer(rig.last(Action.Dial.class)).identity());
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        assertEquals(1, rig.granted().size());
    }

    @Test
    public void aGrantOfOtherEquipmentUnderTheNameIsRefusedBeforeTheServerIsAsked() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        List<GrantedEquipment> before = rig.granted();
        Grant old = rig.grant(ALL);
        long request = rig.acceptGrant(new Grant(
                old.invitation(),
                LAMP,
                CoreRig.IDENTITIES.create().fingerprint(),
                old.sealing(),
                old.id(),
                old.secret(),
                ALL,
                old.useBy().plusSeconds(1)));
        String why = rig.failure(request);
        assertTrue(why, why.startsWith("equipment: the grant that is kept for 'lamp-1' is of another key, "));
        assertTrue(why, why.contains("accept-grant --replace"));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
        assertEquals(before, rig.granted());
    }

    @Test
    public void anOlderStringTakesNoNewerGrantsPlaceUnlessThatIsAskedFor() {
        rig.granted(RingSystem.CALL_BACK);
        rig.restarted(IssuerSettings.DEFAULT);
        Grant kept = rig.grant(ALL);
        Ticket invitation = kept.invitation();
        Grant older = new Grant(
                new Ticket(
                        invitation.servers(),
                        invitation.pins(),
                        invitation.protections(),
                        invitation.id(),
                        invitation.role(),
                        invitation.codeId(),
                        invitation.code(),
                        invitation.made().minusSeconds(1)),
                LAMP,
                kept.identity(),
                kept.sealing(),
                kept.id(),
                kept.secret(),
                ALL,
                kept.useBy());
        long request = rig.acceptGrant(older);
        String why = rig.failure(request);
        assertTrue(why, why.startsWith("grant string: made at "));
        assertTrue(why, why.contains("before the one that is kept for 'lamp-1'"));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
        rig.acceptGrant(older, true);
        assertEquals(1, rig.all(Action.Resolve.class).size());
    }

    @Test
    public void aGrantForANewIdentityOfTheEquipmentDropsThePassword() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        Grant old = rig.grant(ALL);
        rig.acceptGrant(
                new Grant(
                        old.invitation(),
                        LAMP,
                        CoreRig.IDENTITIES.create().fingerprint(),
                        old.sealing(),
                        old.id(),
                        old.secret(),
                        ALL,
                        old.useBy()),
                true);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        assertEquals(false, rig.granted().get(0).passwordStored());
        assertTrue(rig.disk.get(IssuerRecords.PASSWORDS).isEmpty());
    }

    @Test
    public void aCutStringIsRefusedInWords() {
        String text = CoreRig.STRINGS.print(rig.grant(ALL));
        rig.feed(new IssuerEvent.AcceptGrant(new Request<>(9), text.substring(0, text.length() - 7), false));
        assertTrue(rig.failure(9), rig.failure(9).contains("expected"));
    }

    @Test
    public void aStringThatIsOverItsTimeIsRefusedBeforeTheServerIsAsked() {
        rig.pass(Duration.ofHours(25));
        long request = rig.acceptGrant(rig.grant(ALL));
        assertEquals("grant for lamp-1 not taken: " + Words.GRANT_NO_MORE + " (401)", rig.failure(request));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
    }

    @Test
    public void aRefusedCodeIsToldWithWhatToDo() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.fromServer(Message.of(
                        MessageKind.ENROL_REFUSED,
                        rig.lastSent(MessageKind.ENROL).transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.UNAUTHENTICATED)
                .build());
        assertTrue(rig.failure(request), rig.failure(request).contains("ask the owner for a new grant (401)"));
        assertEquals(List.of(), rig.granted());
    }

    @Test
    public void theNextAddressIsTriedWhenOneDoesNotAnswer() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V6, CoreRig.V4);
        long first = rig.dialled();
        assertEquals(CoreRig.V6, rig.dialledTo());
        rig.closed(first, CloseReason.Kind.REFUSED, "connection refused");
        assertEquals(CoreRig.V4, rig.dialledTo());
        assertNotEquals(first, rig.dialled());
        rig.closed(rig.dialled(), CloseReason.Kind.WRONG_KEY, "server CA: 01 (expected: 02)");
        assertEquals(
                "grant for lamp-1 not taken: another server answers: server.example ([2001:db8::1]:3478): nobody"
                        + " listens there; server.example (192.0.2.1:3478): server CA: 01 (expected:"
                        + " 02); next: the server may have been set up anew since: ask the owner of lamp-1 for a new grant;"
                        + " if it was not, something else is at its address",
                rig.failure(request));
    }

    @Test
    public void aServerThatDoesNotAnswerEndsItAfterThirtySeconds() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.pass(Duration.ofSeconds(29));
        assertEquals(List.of(), rig.all(Action.Refused.class));
        rig.pass(Duration.ofSeconds(1));
        assertTrue(rig.failure(request), rig.failure(request).contains("30 s"));
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aMessageThatHasNoPlaceEndsIt() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.fromServer(Message.of(
                        MessageKind.LEASE_REFUSED,
                        rig.lastSent(MessageKind.ENROL).transaction())
                .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                .build());
        assertTrue(rig.failure(request), rig.failure(request).contains("no place here"));
        assertEquals(Long.valueOf(1), rig.core.counters().get(IssuerMetric.SERVER_UNEXPECTED.id()));
    }

    @Test
    public void aBrokenDiskFailsTheGrantAndAsksNobody() {
        rig.diskBroken = true;
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        assertTrue(rig.failure(request), rig.failure(request).contains("no space left on device"));
        assertEquals(List.of(), rig.all(Action.Dial.class));
        assertEquals(Long.valueOf(1), rig.core.counters().get(IssuerMetric.NOT_WRITTEN.id()));
    }

    @Test
    public void whatCouldNotBeWrittenIsWrittenByItselfHalfAMinuteLater() {
        rig.diskBroken = true;
        rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.pass(Duration.ofSeconds(29));
        rig.diskBroken = false;
        assertEquals(Map.of(), rig.disk);
        rig.pass(Duration.ofSeconds(2));
        assertTrue(rig.disk.get(IssuerRecords.KEYS).containsKey("self"));
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aKeyThatCouldNotBeWrittenIsWrittenBeforeTheNextTry() {
        rig.diskBroken = true;
        rig.acceptGrant(rig.grant(ALL));
        rig.diskBroken = false;
        rig.granted(RingSystem.CALL_BACK);
        IssuerKey key = rig.core.key().orElseThrow();
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(key, rig.core.key().orElseThrow());
    }

    @Test
    public void aDiskThatBreaksLaterFailsTheGrantToo() {
        long request = rig.acceptGrant(rig.grant(ALL));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.diskBroken = true;
        rig.enrolled(ANNA);
        assertTrue(rig.failure(request), rig.failure(request).contains("no space left on device"));
    }

    @Test
    public void aFifthAtOnceIsRefused() {
        for (int i = 0; i < EnrolTask.MAX_AT_ONCE; i++) {
            rig.acceptGrant(rig.grant(ALL));
        }
        long fifth = rig.acceptGrant(rig.grant(ALL));
        assertTrue(rig.failure(fifth), rig.failure(fifth).contains("at most 4"));
    }

    @Test
    public void aPasswordNeedsAGrantAndALength() {
        rig.feed(new IssuerEvent.SetPassword(new Request<>(1), LAMP, Secret.copyOf(new byte[4])));
        assertTrue(rig.failure(1), rig.failure(1).contains("first accept-grant"));
        rig.granted(RingSystem.PASSWORD);
        rig.feed(new IssuerEvent.SetPassword(new Request<>(21), LAMP, Secret.copyOf(new byte[1025])));
        assertTrue(rig.failure(21), rig.failure(21).contains("1 to 1024"));
        rig.feed(new IssuerEvent.SetPassword(new Request<>(22), LAMP, Secret.copyOf(new byte[0])));
        assertTrue(rig.failure(22), rig.failure(22).contains("1 to 1024"));
        Secret latin = Secret.copyOf(new byte[] {'p', (byte) 0xE4});
        rig.feed(new IssuerEvent.SetPassword(new Request<>(23), LAMP, latin));
        assertTrue(rig.failure(23), rig.failure(23).startsWith("password: is not UTF-8"));
    }
}
