package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.RelayTicket;

/** A gateway whose network lets UDP out to the server's port 3478, and TCP to port 443 alone. */
public final class OtherPortTest {
    private static final InetSocketAddress HTTPS = new InetSocketAddress("9.9.9.9", 443);
    private static final InetSocketAddress SIX = new InetSocketAddress("2a00::9", 3478);
    private static final Duration NEXT = Duration.ofMillis(250);
    private static final Duration OTHER_FAMILY = Duration.ofSeconds(2);
    private static final Duration NANO = Duration.ofNanos(1);

    private final Rig rig = new Rig();
    private final RelayTicket ticket = RelayTicket.random(rig.random);
    private Caller anna;
    private Rig.Remote remote;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
        rig.pass(Duration.ofSeconds(1));
        serverAt(Rig.ADDRESS, HTTPS);
    }

    private void serverAt(InetSocketAddress... addresses) {
        rig.resolve(addresses);
        rig.actions.clear();
    }

    private List<InetSocketAddress> dialled() {
        return rig.all(Rig.DialServer.class).stream()
                .map(Rig.DialServer::address)
                .toList();
    }

    private void lost(long connection) {
        rig.feed(new Event.Closed(connection, CloseReason.Kind.TIMED_OUT, "no answer in time"));
    }

    private Action.Send bound(Rig.DialServer dial) {
        rig.establish(dial);
        Action.Send bind = rig.take(Action.Send.class);
        assertEquals(MessageKind.CONNECTION_BIND, bind.message().kind());
        assertEquals(dial.connection(), bind.connection());
        return bind;
    }

    private Message second(RingSystem system, Action.Send bind) {
        Message second = anna.second(system);
        return Message.of(MessageKind.SECOND_REQUEST, bind.message().transaction())
                .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                .with(Attributes.BOX, second.get(Attributes.BOX))
                .with(Attributes.RELAY_TICKET, ticket)
                .build();
    }

    /** [ACC-45] */
    @Test
    public void theOtherPortIsDialledBesideTheSilentOneAndTheRelayIsAskedThere() {
        rig.send(remote.wakeUp(5));
        rig.pass(NEXT.minus(NANO));
        assertEquals(List.of(Rig.ADDRESS), dialled());
        rig.pass(NANO);
        assertEquals(List.of(Rig.ADDRESS, HTTPS), dialled());
        Rig.DialServer silent = rig.take(Rig.DialServer.class);
        Action.Send bind = bound(rig.take(Rig.DialServer.class));
        rig.receive(bind.connection(), second(RingSystem.CALL_BACK, bind));
        rig.await(AcceptorAction.Relay.class, Duration.ofSeconds(2));
        assertEquals(HTTPS, rig.take(AcceptorAction.Relay.class).server());
        assertTrue(silent.connection() != bind.connection());
        assertEquals(0, rig.counted("ring.bind-failed"));
    }

    /** [ACC-45] */
    @Test
    public void theNextWakeUpBeginsWhereTheLatestBindWasCarriedAndGoesOnToTheOthers() {
        rig.send(remote.wakeUp(5));
        rig.pass(NEXT);
        rig.take(Rig.DialServer.class);
        lost(bound(rig.take(Rig.DialServer.class)).connection());
        rig.actions.clear();
        rig.send(remote.wakeUp(6));
        assertEquals(List.of(HTTPS), dialled());
        rig.pass(NEXT);
        assertEquals(List.of(HTTPS, Rig.ADDRESS), dialled());
        rig.take(Rig.DialServer.class);
        bound(rig.take(Rig.DialServer.class));
    }

    /** [ACC-45] */
    @Test
    public void anAddressThatTheServerHasNoMoreIsNotWhereTheNextOneBegins() {
        rig.send(remote.wakeUp(5));
        rig.pass(NEXT);
        rig.take(Rig.DialServer.class);
        lost(bound(rig.take(Rig.DialServer.class)).connection());
        serverAt(Rig.ADDRESS);
        rig.send(remote.wakeUp(6));
        rig.pass(NEXT);
        assertEquals(List.of(Rig.ADDRESS), dialled());
    }

    /** [ACC-45] */
    @Test
    public void theOtherFamilyIsDialledTwoSecondsAfterTheLastOfThisOne() {
        serverAt(Rig.ADDRESS, SIX, HTTPS);
        rig.send(remote.wakeUp(5));
        rig.pass(NEXT.plus(OTHER_FAMILY).minus(NANO));
        assertEquals(List.of(Rig.ADDRESS, HTTPS), dialled());
        rig.pass(NANO);
        assertEquals(List.of(Rig.ADDRESS, HTTPS, SIX), dialled());
    }

    /** [ACC-45] */
    @Test
    public void theOtherFamilyIsDialledAtOnceWhereNoAddressOfThisOneTakesAConnection() {
        serverAt(Rig.ADDRESS, SIX);
        rig.send(remote.wakeUp(5));
        lost(rig.take(Rig.DialServer.class).connection());
        assertEquals(List.of(SIX), dialled());
        bound(rig.take(Rig.DialServer.class));
    }

    /** [ACC-45] */
    @Test
    public void whereAllAddressesFailTheNextWakeUpOfTheRingCountsAsNew() {
        rig.send(remote.wakeUp(5));
        lost(rig.take(Rig.DialServer.class).connection());
        assertEquals(0, rig.counted("ring.bind-failed"));
        lost(rig.take(Rig.DialServer.class).connection());
        assertEquals(1, rig.counted("ring.bind-failed"));
    }

    /** [ACC-46] */
    @Test
    public void aDatagramRingIsRelayedAtThePortThatLastTookAConnection() {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(Rig.LAMP, Set.of(RingSystem.DATAGRAM)), Map.of(), List.of(), CallLimits.DEFAULT)));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(
                new Request<>(++rig.request), Rig.LAMP, new EquipmentId("bert"), GrantTerms.ALL));
        lost(rig.take(Rig.DialServer.class).connection());
        Rig.DialServer https = rig.take(Rig.DialServer.class);
        assertEquals(HTTPS, https.address());
        rig.establish(https);
        rig.send(remote.datagramRing(5, second(RingSystem.DATAGRAM, rig.take(Action.Send.class))));
        rig.await(AcceptorAction.Relay.class, Duration.ofSeconds(2));
        assertEquals(HTTPS, rig.take(AcceptorAction.Relay.class).server());
    }
}
