package org.ringback.issuer.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.ANNA;
import static org.ringback.issuer.core.CoreRig.RINGS;

import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.kernel.Action;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public class JoinTest {
    private static final EquipmentId ANNA_2 = new EquipmentId("anna-2");

    private final CoreRig rig = new CoreRig();
    private final String string = CoreRig.STRINGS.print(rig.ticket(Role.ISSUER));

    private long asked(String enrolmentString) {
        long request = rig.join(enrolmentString);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        return request;
    }

    private Object result(long request) {
        List<Object> results = rig.results(request);
        assertEquals(rig.actions.toString(), 1, results.size());
        return results.get(0);
    }

    /** The key that proves itself in the latest dial. */
    private IssuerKey dialledWith() {
        Secret identity = CoreRig.toServer(rig.last(Action.Dial.class)).identity();
        return new IssuerKey(CoreRig.IDENTITIES.identity(identity).fingerprint(), identity);
    }

    @Test
    public void aFreshIssuerMakesAKeyAndIsEnrolledUnderTheIdThatTheServerGives() {
        long request = asked(string);
        Message enrol = rig.lastSent(MessageKind.ENROL);
        assertEquals(Role.ISSUER, enrol.get(Attributes.ROLE));
        assertEquals(Long.valueOf(77), enrol.get(Attributes.CODE_ID));
        assertArrayEquals(RINGS.enrolmentProof(RINGS.codeKey(rig.code), CoreRig.BINDING), enrol.get(Attributes.PROOF));
        assertEquals(List.of(), rig.all(Action.Completed.class));
        rig.enrolled(ANNA_2);
        assertEquals(ANNA_2, result(request));
        assertEquals(rig.dialled(), rig.last(Action.Close.class).connection());
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void theKeyIsOnDiskBeforeTheServerIsAskedAndSurvivesARestart() {
        rig.join(string);
        rig.resolve(CoreRig.V4);
        Action.Persist persist = rig.last(Action.Persist.class);
        assertEquals("self", persist.changes().get(0).key());
        assertEquals("dialled behind the write", List.of(rig.last(Action.Dial.class)), persist.then());
        IssuerKey key = dialledWith();
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(key, rig.core.key().orElseThrow());
    }

    @Test
    public void theSameStringAgainIsProvedByTheSameKey() {
        asked(string);
        IssuerKey key = dialledWith();
        rig.restarted(IssuerSettings.DEFAULT);
        long again = asked(string);
        assertEquals(key, dialledWith());
        rig.enrolled(ANNA);
        assertEquals(ANNA, result(again));
    }

    @Test
    public void anIssuerThatJoinedTakesGrantsWithTheSameKey() {
        asked(string);
        IssuerKey key = dialledWith();
        rig.enrolled(ANNA);
        rig.granted(RingSystem.CALL_BACK);
        assertEquals(key, rig.core.key().orElseThrow());
        assertEquals(ANNA, rig.granted().get(0).self());
    }

    @Test
    public void aSuspendedIssuerIsEnrolledAgainWithItsKeyAndKeepsGrantsAndPassword() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        IssuerKey key = rig.core.key().orElseThrow();
        List<GrantedEquipment> granted = rig.granted();
        long grant = rig.acceptGrant(rig.grant(Set.of(RingSystem.PASSWORD)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        assertTrue(rig.failure(grant), rig.failure(grant).contains("enrol ID --issuer"));

        long request = asked(string);
        assertEquals(key, dialledWith());
        rig.enrolled(ANNA);
        assertEquals(ANNA, result(request));
        assertEquals(granted, rig.granted());
        assertTrue(granted.get(0).passwordStored());
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(granted, rig.granted());
        rig.actions.clear();
        rig.ringAsked(RingSystem.PASSWORD);
        assertEquals(CoreRig.LAMP, rig.connect().get(Attributes.TARGET_ID));
    }

    @Test
    public void whereTheServerRevokedTheKeyANewOneTakesTheStringAndWhatWasGrantedToTheOldOneGoes() {
        rig.granted(RingSystem.CALL_BACK);
        IssuerKey old = rig.core.key().orElseThrow();
        long request = asked(string);
        assertEquals(old, dialledWith());
        int dials = rig.all(Action.Dial.class).size();
        rig.enrolRefused(EndedEnrolment.REVOKED);
        assertEquals(dials + 1, rig.all(Action.Dial.class).size());
        assertEquals(
                "dialled behind the write",
                List.of(rig.last(Action.Dial.class)),
                rig.last(Action.Persist.class).then());
        assertEquals(List.of(), rig.granted());
        rig.establish(CoreRig.LOCAL);
        IssuerKey made = dialledWith();
        assertNotEquals(old, made);
        rig.enrolled(ANNA);
        assertEquals(ANNA, result(request));

        rig.restarted(IssuerSettings.DEFAULT);
        rig.granted(RingSystem.CALL_BACK);
        assertEquals("another server knows the old one", old, rig.core.key().orElseThrow());
        rig.ringAsked(RingSystem.CALL_BACK);
        assertEquals(made, dialledWith());
    }

    @Test
    public void aStringThatNamesAnotherServersAuthorityBesideItsOwnTakesNothingFromThatServer() {
        rig.granted(RingSystem.CALL_BACK);
        IssuerKey known = rig.core.key().orElseThrow();
        List<GrantedEquipment> granted = rig.granted();
        KeyFingerprint own = new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH));
        Ticket plain = rig.ticket(Role.ISSUER);
        asked(CoreRig.STRINGS.print(new Ticket(
                plain.servers(),
                new ServerPins(List.of(own, CoreRig.CA)),
                plain.protections(),
                ANNA,
                Role.ISSUER,
                plain.codeId(),
                rig.code,
                CoreRig.START)));
        rig.enrolRefused(EndedEnrolment.REVOKED);
        assertEquals(granted, rig.granted());
        rig.actions.clear();
        rig.ringAsked(RingSystem.CALL_BACK);
        assertEquals(known, dialledWith());
    }

    @Test
    public void aNewKeyThatIsRefusedTooIsNotFollowedByOthers() {
        rig.granted(RingSystem.CALL_BACK);
        long request = asked(string);
        rig.enrolRefused(EndedEnrolment.REVOKED);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(EndedEnrolment.REVOKED);
        assertTrue(rig.failure(request), rig.failure(request).startsWith("anna not enrolled: "));
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aGrantDoesNotBringBackWhomTheOperatorPutOutAndSaysWhatDoes() {
        rig.granted(RingSystem.CALL_BACK);
        for (EndedEnrolment ended : new EndedEnrolment[] {EndedEnrolment.SUSPENDED, EndedEnrolment.REVOKED}) {
            long grant = rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
            rig.resolve(CoreRig.V4);
            rig.establish(CoreRig.LOCAL);
            rig.enrolRefused(ended);
            String why = rig.failure(grant);
            assertTrue(why, why.contains("enrol ID --issuer"));
            assertEquals(why, ended == EndedEnrolment.REVOKED, why.contains("a new key"));
            assertEquals(why, ended == EndedEnrolment.SUSPENDED, why.contains("behind revoke ID where a thief"));
        }
        assertEquals(1, rig.granted().size());
    }

    @Test
    public void aStringForEquipmentIsRefusedAndMakesNoKey() {
        long request = rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ACCEPTOR)));
        assertEquals(
                "this string enrols a piece of equipment (expected: one for an issuer); give it to the gateway",
                rig.failure(request));
        assertFalse(rig.core.key().isPresent());
        assertEquals(1, rig.actions.size());
    }

    @Test
    public void aCutStringIsRefusedAndMakesNoKey() {
        for (int length : new int[] {0, 5, string.length() / 2, string.length() - 7, string.length() - 1}) {
            long request = rig.join(string.substring(0, length));
            assertTrue(rig.failure(request), rig.failure(request).contains("expected: "));
        }
        assertFalse(rig.core.key().isPresent());
        assertEquals(List.of(), rig.all(Action.Resolve.class));
    }

    @Test
    public void aGrantStringIsRefused() {
        long request = rig.join(CoreRig.STRINGS.print(rig.grant(Set.of(RingSystem.CALL_BACK))));
        assertTrue(rig.failure(request), rig.failure(request).contains("grant"));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
    }

    @Test
    public void whatTheServerRefusesIsToldWithWhatToDo() {
        long used = asked(string);
        rig.enrolRefused(ErrorCodes.UNAUTHENTICATED);
        assertTrue(rig.failure(used), rig.failure(used).startsWith("anna not enrolled: "));
        assertTrue(rig.failure(used), rig.failure(used).endsWith("ask the operator for a new one (401)"));
        long other = asked(string);
        rig.enrolRefused(ErrorCodes.FORBIDDEN);
        assertTrue(rig.failure(other), rig.failure(other).contains("it is enrolled there already"));
    }

    @Test
    public void aBrokenDiskFailsItAndAsksNobody() {
        rig.diskBroken = true;
        long request = rig.join(string);
        rig.resolve(CoreRig.V4);
        assertTrue(rig.failure(request), rig.failure(request).contains("no space left on device"));
        assertEquals(List.of(), rig.all(Action.Dial.class));
    }

    @Test
    public void grantsAndStringsUnderWayAreCountedTogether() {
        for (int i = 1; i < EnrolTask.MAX_AT_ONCE; i++) {
            rig.acceptGrant(rig.grant(Set.of(RingSystem.CALL_BACK)));
        }
        rig.join(string);
        long fifth = rig.join(string);
        assertTrue(rig.failure(fifth), rig.failure(fifth).startsWith("join: 4 are under way (expected: at most 4"));
    }
}
