package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Grants, passwords, revocations of the owner's and of the server's. */
public final class PermissionsTest {
    private static final EquipmentId BERT = new EquipmentId("bert");

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        rig.actions.clear();
    }

    @Test
    public void aGrantSaysEverythingThatAPersonNeeds() {
        Grant grant = Caller.invited(rig, remote, Rig.ANNA).grant;
        assertEquals(Rig.LAMP, grant.equipment());
        assertEquals(rig.key(), grant.identity());
        assertEquals(Set.of(RingSystem.CALL_BACK), grant.systems());
        assertEquals(List.of(Rig.SERVER), grant.invitation().servers());
        assertEquals(Rig.PINS, grant.invitation().pins());
        assertEquals(Rig.ANNA, grant.invitation().id());
        assertEquals(Role.ISSUER, grant.invitation().role());
        assertEquals(77, grant.invitation().codeId());
        assertEquals(32, grant.secret().length());
        Duration life = Duration.between(grant.invitation().made(), grant.useBy());
        assertEquals(Duration.ofDays(1), life);
    }

    @Test
    public void aGrantAsksForThePasswordWhereOneIsStored() {
        rig.feed(new AcceptorEvent.SetPassword(
                new Request<>(++rig.request), Rig.LAMP, rig.key(), Secret.random(rig.random, 32)));
        assertEquals(
                Set.of(RingSystem.CERTIFIED),
                Caller.invited(rig, remote, Rig.ANNA).grant.systems());
    }

    @Test
    public void aGrantThatTheDiskRefusesIsNone() {
        Rig.DialServer dial = granting();
        Message invite = asked(dial);
        rig.diskBroken = true;
        rig.receive(dial.connection(), Caller.invited(rig, invite));
        rig.none(Action.Completed.class);
        assertEquals(
                "nothing was made, as it could not be put on disk: no space left on device (expected: room on the disk of"
                        + " HOME; then give the command again)",
                rig.take(Action.Refused.class).why());
        assertEquals(List.of(), grants());
        rig.diskBroken = false;
        rig.pass(Duration.ofSeconds(31));
        rig.restart();
        assertEquals("nor does the disk get it later", List.of(), grants());
    }

    @Test
    public void withoutTheServerAGrantFailsAndSaysSo() {
        Rig.DialServer dial = granting();
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        assertEquals(
                "the server takes no connection: server.example (9.9.9.9:3478): nobody listens there; nothing was granted;"
                        + " next: try again in a minute, as the server may be starting or full; if it stays so, ask who"
                        + " runs the server, where a network lets out port 443 alone to have it listen there too",
                rig.take(Action.Refused.class).why());
        assertEquals(List.of(), grants());
    }

    @Test
    public void aGrantThatTheServerRefusesFails() {
        Rig.DialServer dial = granting();
        Message invite = asked(dial);
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.INVITE_REFUSED, invite.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        assertTrue(rig.take(Action.Refused.class).why().contains("403 Forbidden"));
    }

    @Test
    public void aGrantForUnknownEquipmentFails() {
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(1), BERT, Rig.ANNA));
        assertEquals(
                "equipment: 'bert' is not of this gateway (expected: one that has joined)",
                rig.take(Action.Refused.class).why());
    }

    @Test
    public void theOwnersRevocationCutsWhatStandsAndWorksWithoutTheServer() {
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        Caller bert = Caller.invited(rig, remote, BERT);
        bert.key = Rig.IDENTITIES.create().fingerprint();
        bert.connectionId = 1_000;
        long annasCall = anna.answeredRing(RingSystem.CALL_BACK);
        bert.answeredRing(RingSystem.CALL_BACK);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertEquals(
                List.of(new Action.CutCall(annasCall, "the owner revoked anna", Optional.of(CutReason.REVOKED))),
                rig.all(Action.CutCall.class));
        rig.take(Action.Completed.class);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the grant of anna was revoked");
        rig.restart();
        assertEquals(
                List.of(true, false),
                grants().stream().map(EquipmentStatus.GrantStatus::revoked).toList());
    }

    @Test
    public void aRevocationThatWasNotWrittenIsWrittenWhenItIsGivenAgain() {
        Caller.invited(rig, remote, Rig.ANNA);
        rig.diskBroken = true;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertTrue(rig.take(Action.Refused.class)
                .why()
                .startsWith("in force as long as the program runs, but not on disk yet: no space left on device ("));
        assertTrue("as is said", grants().get(0).revoked());
        rig.diskBroken = false;
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.take(Action.Completed.class);
        rig.restart();
        assertTrue(grants().get(0).revoked());
    }

    @Test
    public void aGrantOfEquipmentThatJoinedAnewMeanwhileIsNone() {
        Caller.invited(rig, remote, Rig.ANNA);
        Map.Entry<String, byte[]> written =
                rig.disk.get(Records.GRANTS).entrySet().iterator().next();
        StoredGrant grant = StoredGrant.of(new GrantId(Records.part(written.getKey())), written.getValue());
        rig.feed(new AcceptorEvent.GrantWritten(Rig.LAMP.value(), Rig.ISSUER.fingerprint(), grant));
        assertEquals(Map.of(), rig.disk.get(Records.GRANTS));
    }

    @Test
    public void aRevocationStopsACallThatIsOnItsWay() {
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        Rig.DialIssuer dial = rig.take(Rig.DialIssuer.class);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        assertTrue(rig.all(Action.Abort.class).contains(new Action.Abort(dial.connection())));
        anna.assertReport(Outcome.REFUSED);
    }

    @Test
    public void revokingSomebodyUnknownFails() {
        rig.feed(new AcceptorEvent.Revoke(new Request<>(1), Rig.LAMP, BERT));
        assertTrue(rig.take(Action.Refused.class).why().startsWith("person: 'bert' has no grant"));
    }

    @Test
    public void aPolicyOfTheServersIsOnDiskBeforeItIsAcknowledgedAndCutsAtOnce() {
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        Message bind = anna.wakeUp();
        rig.receive(anna.bind, policy(bind, anna.key));
        Action.Persist persist = rig.take(Action.Persist.class);
        assertEquals(2, persist.changes().size());
        assertEquals(
                List.of(new Action.CutCall(call, "the server revoked the issuer", Optional.of(CutReason.KEY_REVOKED))),
                rig.all(Action.CutCall.class));
        anna.assertReport(Outcome.CALLING);
        assertEquals(anna.bind, rig.take(Action.Close.class).connection());
        rig.restart();
        assertTrue(grants().get(0).revoked());
    }

    @Test
    public void aPolicyThatIsNotOnDiskIsNotAcknowledged() {
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        Message bind = anna.wakeUp();
        rig.diskBroken = true;
        rig.receive(anna.bind, policy(bind, anna.key));
        rig.none(Action.Send.class);
        assertEquals(anna.bind, rig.take(Action.Abort.class).connection());
    }

    @Test
    public void aKeyOfThePolicyDoesNotComeInByAnUnusedGrantEither() {
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        rig.receive(bound(anna), policy(lastBind, anna.key));
        rig.restart();
        remote = rig.register(Rig.LAMP);
        anna = anna.at(remote);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertRefused("the server revoked the key of anna: only a new key comes in");
    }

    @Test
    public void aPasswordIsOnDiskOnceTheCommandCompletes() {
        assertFalse(rig.equipment().get(0).passwordStored());
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(4), Rig.LAMP, rig.key(), Secret.random(rig.random, 32)));
        rig.take(Action.Persist.class);
        assertEquals(4, rig.take(Action.Completed.class).request().number());
        rig.restart();
        assertTrue(rig.equipment().get(0).passwordStored());
        assertEquals(Set.of(RingSystem.CERTIFIED), rig.equipment().get(0).systems());
    }

    @Test
    public void aPasswordMadeForAnotherKeyIsNotKept() {
        rig.feed(new AcceptorEvent.SetPassword(
                new Request<>(4), Rig.LAMP, Rig.SERVER_KEY, Secret.random(rig.random, 32)));
        assertTrue(rig.take(Action.Refused.class).why().contains("joined anew"));
        assertFalse(rig.equipment().get(0).passwordStored());
    }

    @Test
    public void aResultIsNotPrintedWithItsSecret() {
        Rig.DialServer dial = granting();
        rig.receive(dial.connection(), Caller.invited(rig, asked(dial)));
        Action.Completed<?> completed = rig.take(Action.Completed.class);
        assertFalse(completed.toString().contains((String) completed.result()));
    }

    private Message lastBind;

    private long bound(Caller caller) {
        lastBind = caller.wakeUp();
        return caller.bind;
    }

    private static Message policy(Message bind, KeyFingerprint key) {
        return Message.of(MessageKind.POLICY, bind.transaction())
                .with(Attributes.REVOKED_KEYS, List.of(key))
                .build();
    }

    private Rig.DialServer granting() {
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        return rig.take(Rig.DialServer.class);
    }

    private Message asked(Rig.DialServer dial) {
        rig.establish(dial);
        return rig.take(Action.Send.class).message();
    }

    private List<EquipmentStatus.GrantStatus> grants() {
        return rig.equipment().get(0).grants();
    }
}
