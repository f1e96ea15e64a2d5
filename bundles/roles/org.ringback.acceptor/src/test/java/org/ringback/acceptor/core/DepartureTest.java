package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Request;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Equipment that its owner lets leave: nothing of it stays here, and the server is told if it can be. */
public final class DepartureTest {
    private static final EquipmentId BERT = new EquipmentId("bert");

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        rig.feed(new AcceptorEvent.SetPassword(
                new Request<>(++rig.request), Rig.LAMP, rig.key(), Secret.random(rig.random, 32)));
        rig.actions.clear();
    }

    private void leave(EquipmentId equipment) {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Depart(new Request<>(++rig.request), equipment));
    }

    private List<String> left() {
        return rig.disk.entrySet().stream()
                .flatMap(table -> table.getValue().keySet().stream().map(key -> table.getKey() + " " + key))
                .toList();
    }

    @Test
    public void nothingOfItStaysOnDiskAndAllGoesInOneCommit() {
        Caller.invited(rig, remote, Rig.ANNA);
        Caller bert = Caller.invited(rig, remote, BERT);
        bert.password = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, BERT));
        assertTrue(left().toString(), left().size() > 4);
        leave(Rig.LAMP);
        assertEquals(1, rig.all(Action.Persist.class).size());
        assertEquals(List.of(), left());
        assertEquals(List.of(), rig.equipment());
        assertEquals(true, rig.take(Action.Completed.class).result());
        rig.restart();
        assertEquals(List.of(), rig.equipment());
    }

    @Test
    public void itsRegistrationEndsAtTheServerAsAtACleanStopOnceItIsOffTheDisk() {
        leave(Rig.LAMP);
        assertTrue(rig.actions.get(0) instanceof Action.Persist);
        byte[] datagram = rig.take(AcceptorAction.ToServer.class).bytes();
        Message last = rig.decode(datagram);
        assertEquals(MessageKind.REGISTER, last.kind());
        assertEquals(0, (int) last.get(Attributes.LIFETIME));
        assertTrue(rig.proved(datagram, remote.mac(MacUse.REGISTER)));
        rig.actions.clear();
        rig.send(remote.registered(last));
        rig.pass(Duration.ofHours(2));
        assertEquals("it asks for nothing any more", List.of(), rig.actions);
    }

    @Test
    public void itsCallsEndInWordsAndItsRingsAreAnsweredNoMore() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.CALL_BACK)),
                Map.of(),
                List.of(),
                AcceptorSettings.DEFAULT.limits())));
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        leave(Rig.LAMP);
        assertEquals(
                new Action.CutCall(call, "the equipment left this gateway", Optional.of(CutReason.UNKNOWN)),
                rig.take(Action.CutCall.class));
        rig.actions.clear();
        rig.send(remote.wakeUp(99));
        rig.none(Rig.DialServer.class);
        assertEquals(1, rig.counted("udp.unknown-registration"));
    }

    @Test
    public void withTheServerAwayItLeavesAllTheSameAndSaysThatNobodyWasTold() {
        rig.pass(Duration.ofMinutes(5));
        leave(Rig.LAMP);
        assertEquals(false, rig.take(Action.Completed.class).result());
        assertEquals(List.of(), left());
    }

    @Test
    public void whatTheServerWasAskedForIsGivenUpInWords() {
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        leave(Rig.LAMP);
        assertTrue(rig.take(Action.Refused.class).why().contains("the equipment left this gateway"));
        rig.pass(Duration.ofMinutes(1));
        rig.none(Rig.DialServer.class);
        assertEquals(List.of(), left());
    }

    @Test
    public void aNewStringForTheSameNameMakesNewKeysAndAStoreThatGoesBackBringsNothingToThem() {
        Caller.invited(rig, remote, Rig.ANNA);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        rig.keepDisk();
        KeyFingerprint before = rig.key();
        leave(Rig.LAMP);
        rig.feed(new AcceptorEvent.Join(new Request<>(++rig.request), rig.enrolmentString(Rig.LAMP), false));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        assertNotEquals(before, rig.key());
        assertEquals(List.of(), rig.equipment().get(0).grants());
        rig.goBack();
        assertEquals(List.of(), rig.equipment());
        assertEquals(List.of(), left());
    }

    @Test
    public void whatIsNotHereOrIsBeingJoinedCannotLeave() {
        leave(BERT);
        assertEquals(
                "equipment: 'bert' is not of this gateway (expected: one that has joined)",
                rig.take(Action.Refused.class).why());
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        leave(Rig.LAMP);
        assertTrue(rig.take(Action.Refused.class).why().startsWith("equipment: 'lamp-1' is being joined"));
        assertEquals(1, rig.equipment().size());
    }

    @Test
    public void whereTheDiskRefusesItIsGoneAllTheSameAndWrittenOnceThereIsRoom() {
        rig.diskBroken = true;
        leave(Rig.LAMP);
        assertTrue(rig.take(Action.Refused.class).why().startsWith("in force as long as the program runs"));
        assertEquals(List.of(), rig.equipment());
        rig.none(AcceptorAction.ToServer.class);
        rig.diskBroken = false;
        rig.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), left());
    }
}
