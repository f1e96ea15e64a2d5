package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The bundle of the gateway is exchanged while it runs: nothing is asked for anew, and nothing forgotten that must not be. */
public class ExchangeTest {
    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        rig.actions.clear();
    }

    private List<Event> exchange() {
        List<Event> kept = rig.exchange();
        rig.feed(new Event.Tick());
        return kept;
    }

    private void answerSystems(RingSystem... systems) {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, EnumSet.copyOf(List.of(systems))),
                Map.of(),
                AcceptorSettings.DEFAULT.dialable(),
                AcceptorSettings.DEFAULT.limits())));
    }

    @Test
    public void itSaysNothingUntilTheNextRefreshIsDue() {
        rig.pass(Duration.ofSeconds(10));
        exchange();
        rig.pass(Duration.ofSeconds(9));
        assertEquals("no lease, no name, no registration", List.of(), rig.actions);
        assertEquals("registered", rig.equipment().get(0).state());
        rig.pass(Duration.ofSeconds(6));
        AcceptorAction.ToServer sent = rig.take(AcceptorAction.ToServer.class);
        Message refresh = rig.decode(sent.bytes());
        assertEquals(Optional.of(Rig.NONCE), refresh.find(Attributes.NONCE));
        assertEquals("under the nonce of before", 2, (long) refresh.get(Attributes.SEQUENCE));
        assertEquals(Rig.REFLEXIVE, refresh.get(Attributes.REFLEXIVE_ADDRESS));
        assertTrue(rig.proved(sent.bytes(), remote.mac(MacUse.REGISTER)));
        rig.send(remote.registered(refresh));
        rig.none(Rig.DialServer.class);
    }

    @Test
    public void aWakeUpForTheRegistrationBeforeIsTakenAndARepeatedOneIsNot() {
        byte[] before = remote.wakeUp(1);
        rig.send(before);
        rig.establish(rig.take(Rig.DialServer.class));
        rig.actions.clear();
        exchange();
        rig.send(before);
        rig.none(Rig.DialServer.class);
        rig.send(remote.wakeUp(2));
        rig.establish(rig.take(Rig.DialServer.class));
        assertEquals(2, (int) rig.take(Action.Send.class).message().get(Attributes.CONNECTION_ID));
    }

    @Test
    public void aRegistrationThatWaitsForItsAnswerIsSentAnew() {
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        rig.actions.clear();
        exchange();
        Message again = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        assertEquals(3, (long) again.get(Attributes.SEQUENCE));
    }

    @Test
    public void aRingThatIsReplayedIsStillOne() {
        answerSystems(RingSystem.DATAGRAM, RingSystem.CALL_BACK);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        byte[] ring = remote.datagramRing(5, anna.second(RingSystem.DATAGRAM));
        rig.send(ring);
        anna.reached();
        exchange();
        answerSystems(RingSystem.DATAGRAM, RingSystem.CALL_BACK);
        rig.send(ring);
        assertEquals(1, rig.counted("datagram-ring.repeated"));
        rig.none(Rig.DialIssuer.class);
    }

    @Test
    public void opensNoMoreConnectionsThanBefore() {
        for (int id = 1; id <= 3; id++) {
            rig.send(remote.wakeUp(id));
            Rig.DialServer dial = rig.take(Rig.DialServer.class);
            rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "refused"));
            rig.actions.clear();
        }
        exchange();
        rig.send(remote.wakeUp(4));
        rig.none(Rig.DialServer.class);
        rig.pass(Duration.ofSeconds(1));
        rig.take(Rig.DialServer.class);
    }

    @Test
    public void theInstanceIsTheProcess() {
        byte[] before = rig.lease.get(Attributes.INSTANCE_ID);
        exchange();
        rig.await(Rig.DialServer.class, Duration.ofHours(20));
        rig.lease(rig.take(Rig.DialServer.class));
        assertArrayEquals(before, rig.lease.get(Attributes.INSTANCE_ID));
    }

    @Test
    public void whatJoinedAnewIsAnother() {
        Message old = remote.registration;
        rig.join(Rig.LAMP);
        rig.actions.clear();
        rig.exchange();
        rig.feed(new Event.Tick());
        rig.send(remote.wakeUp(1, old.transaction(), remote.mac(MacUse.WAKE_UP)));
        assertEquals(1, rig.counted("udp.unknown-registration"));
    }

    @Test
    public void whatIsUnderWayIsFinishedAndWhatComesMeanwhileGoesToTheSuccessor() {
        rig.send(remote.wakeUp(1));
        rig.establish(rig.take(Rig.DialServer.class));
        Action.Send bind = rig.take(Action.Send.class);
        rig.feed(new AcceptorEvent.Leave());
        rig.none(AcceptorAction.AtRest.class);
        rig.send(remote.wakeUp(2));
        rig.send(remote.wakeUp(3, remote.registration.transaction(), Secret.copyOf(new byte[32])));
        rig.none(Rig.DialServer.class);
        rig.receive(
                bind.connection(),
                Message.of(MessageKind.BIND_REFUSED, bind.message().transaction())
                        .with(Attributes.ERROR_CODE, 400)
                        .build());
        rig.take(AcceptorAction.AtRest.class);
        List<Event> kept = exchange();
        assertEquals(2, kept.size());
        rig.none(Rig.DialServer.class);
        kept.forEach(rig::feed);
        rig.establish(rig.take(Rig.DialServer.class));
        assertEquals(2, (int) rig.take(Action.Send.class).message().get(Attributes.CONNECTION_ID));
        assertEquals("each is proved", 1, rig.counted("udp.wake-up-not-proved"));
    }

    @Test
    public void whoeverHasNothingUnderWayIsAtRestAtOnce() {
        rig.feed(new AcceptorEvent.Leave());
        rig.take(AcceptorAction.AtRest.class);
        rig.none(AcceptorAction.ToServer.class);
    }

    @Test
    public void strangersFillNothingThatIsKept() {
        rig.feed(new AcceptorEvent.Leave());
        rig.send(remote.wakeUp(1), Rig.REFLEXIVE);
        for (int id = 1; id < 500; id++) {
            rig.send(remote.wakeUp(id));
        }
        assertEquals(256, exchange().size());
    }
}
