package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** One second TCP connection takes every further wake-up of its equipment; opening more of them is what is limited. */
public final class SecondConnectionsTest {
    private static final InetSocketAddress OTHER = new InetSocketAddress("9.9.9.10", 3478);

    private final Rig rig = new Rig();
    private Rig.Remote remote;

    @Before
    public void registered() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        rig.actions.clear();
    }

    /** A ConnectionBind that was sent, and on which connection. */
    private record Bind(long connection, Message message) {
        int id() {
            return message.get(Attributes.CONNECTION_ID);
        }
    }

    private List<Bind> binds() {
        List<Bind> binds = rig.all(Action.Send.class).stream()
                .filter(send -> send.message().kind() == MessageKind.CONNECTION_BIND)
                .map(send -> new Bind(send.connection(), send.message()))
                .toList();
        rig.actions.removeIf(
                action -> action instanceof Action.Send send && send.message().kind() == MessageKind.CONNECTION_BIND);
        return binds;
    }

    private Bind bind() {
        List<Bind> binds = binds();
        assertEquals(1, binds.size());
        return binds.get(0);
    }

    private void wake(int... ids) {
        for (int id : ids) {
            rig.send(remote.wakeUp(id));
        }
    }

    private List<Rig.DialServer> dials() {
        return rig.all(Rig.DialServer.class);
    }

    /** Takes the dial that is due, and proves the server. */
    private long opened() {
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        return dial.connection();
    }

    /** A second request for a ring that will be refused: nobody made its box. */
    private void answer(Bind bind, boolean further) {
        Message.Builder second = Message.of(
                        MessageKind.SECOND_REQUEST, bind.message().transaction())
                .with(Attributes.TARGET_ID, Rig.LAMP)
                .with(Attributes.RING_NONCE, RingNonce.random(rig.random))
                .with(Attributes.XOR_PEER_ADDRESS, Caller.HERE)
                .with(Attributes.BOX, new byte[100]);
        if (further) {
            second.with(Attributes.FURTHER_BINDS, 3);
        }
        rig.receive(bind.connection(), second.build());
    }

    private List<Integer> reported() {
        return rig.all(Action.Send.class).stream()
                .filter(send -> send.message().kind() == MessageKind.REPORT)
                .map(send -> send.message().get(Attributes.CONNECTION_ID))
                .toList();
    }

    private boolean closed(long connection) {
        return rig.actions.contains(new Action.Close(connection));
    }

    @Test
    public void wakeUpsThatComeWhileItIsOpenedAndWhileItStandsAreBoundOnIt() {
        wake(1, 2, 3, 4, 5, 6);
        long second = opened();
        Bind first = bind();
        assertTrue(first.message().find(Attributes.FURTHER_BINDS).isPresent());
        answer(first, true);
        List<Bind> others = new ArrayList<>(binds());
        assertEquals(List.of(2, 3, 4, 5, 6), others.stream().map(Bind::id).toList());
        assertEquals(5, rig.counted("ring.bound-further"));
        wake(7);
        others.add(bind());
        Collections.reverse(others);
        others.forEach(bind -> {
            assertEquals(second, bind.connection());
            answer(bind, true);
        });
        assertEquals(List.of(1, 7, 6, 5, 4, 3, 2), reported());
        assertEquals(List.of(), dials());
        assertFalse(closed(second));
    }

    @Test
    public void ringsHalfASecondApartNeedOneConnectionThatThenRestsAndCloses() {
        wake(100);
        long second = opened();
        answer(bind(), true);
        for (int id = 101; id < 112; id++) {
            rig.pass(Duration.ofMillis(500));
            wake(id);
            answer(bind(), true);
        }
        assertEquals(List.of(), dials());
        rig.pass(Duration.ofMillis(1_999));
        assertFalse(closed(second));
        rig.pass(Duration.ofMillis(1));
        assertTrue(closed(second));
        wake(200);
        assertEquals(1, dials().size());
    }

    /** The registration goes to another address of the server, as the first one does not answer. */
    private AcceptorAction.ToServer asksAtOther() {
        rig.resolve(Rig.ADDRESS, OTHER);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        rig.pass(Duration.ofMillis(1_500));
        AcceptorAction.ToServer asking = rig.all(AcceptorAction.ToServer.class).stream()
                .filter(datagram -> datagram.to().equals(OTHER))
                .findFirst()
                .orElseThrow();
        rig.actions.clear();
        return asking;
    }

    private void registeredAtOther(AcceptorAction.ToServer asking) {
        rig.send(remote.challenge(rig.decode(asking.bytes()), ErrorCodes.UNAUTHENTICATED), OTHER);
        remote.registration = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.registered(remote.registration), OTHER);
    }

    @Test
    public void wakeUpsForAnAddressThatIsDeadHoldUpNoneForAnother() {
        Message atFirst = remote.registration;
        registeredAtOther(asksAtOther());
        Message atOther = remote.registration;
        rig.send(remote.wakeUp(1), OTHER);
        assertDialled(OTHER);
        rig.pass(Duration.ofSeconds(1));
        remote.registration = atFirst;
        wake(2, 3);
        // What is opened for a wake-up tries the server's other address beside the one that it came from.
        assertDialled(OTHER, Rig.ADDRESS, Rig.ADDRESS);
        remote.registration = atOther;
        rig.send(remote.wakeUp(4), OTHER);
        rig.pass(Duration.ofMillis(999));
        assertDialled(OTHER, Rig.ADDRESS, Rig.ADDRESS, OTHER);
        rig.pass(Duration.ofMillis(1));
        assertDialled(OTHER, Rig.ADDRESS, Rig.ADDRESS, OTHER, OTHER);
        rig.establish(dials().get(4));
        assertEquals(4, bind().id());
        rig.pass(Duration.ofSeconds(1));
        assertDialled(OTHER, Rig.ADDRESS, Rig.ADDRESS, OTHER, OTHER, Rig.ADDRESS);
        rig.establish(dials().get(5));
        assertEquals(3, bind().id());
    }

    private void assertDialled(InetSocketAddress... addresses) {
        assertEquals(
                List.of(addresses),
                dials().stream().map(Rig.DialServer::address).toList());
    }

    @Test
    public void aConnectionWithAnotherAddressOfTheServerDisturbsNothing() {
        Message atFirst = remote.registration;
        AcceptorAction.ToServer asking = asksAtOther();
        wake(1);
        long first = opened();
        answer(bind(), true);
        rig.actions.clear();
        registeredAtOther(asking);
        rig.send(remote.wakeUp(2), OTHER);
        assertNotEquals(first, opened());
        answer(bind(), true);
        remote.registration = atFirst;
        wake(3);
        assertEquals(first, bind().connection());
        assertEquals(List.of(), dials());
    }

    @Test
    public void fromAServerThatTakesOneBindEachNothingIsLostButOpeningIsLimited() {
        wake(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        long began = rig.now().nanos();
        List<Integer> bound = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            if (dials().isEmpty()) {
                rig.await(Rig.DialServer.class, Duration.ofMillis(1_001));
            }
            long second = opened();
            Bind bind = bind();
            assertEquals(second, bind.connection());
            bound.add(bind.id());
            answer(bind, false);
            assertTrue("as ever", closed(second));
        }
        assertEquals(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), bound);
        long seconds = Duration.ofNanos(rig.now().nanos() - began).toSeconds();
        assertTrue(seconds + " s", seconds >= 6 && seconds <= 7);
    }

    @Test
    public void theStoryOfARingThatWaitedToOpenAConnectionSaysSo() {
        for (int id = 1; id <= 4; id++) {
            wake(id);
            if (id == 4) {
                rig.none(Rig.DialServer.class);
                rig.await(Rig.DialServer.class, Duration.ofSeconds(1));
            }
            opened();
            answer(bind(), false);
        }
        List<RingStory> stories = rig.core.stories();
        assertEquals(
                List.of(
                        "wake-up",
                        "waited to open a connection",
                        "second TCP connection, server's certificate valid",
                        "second connection request",
                        "request refused"),
                stories.get(0).steps().stream().map(RingStory.Step::name).toList());
        assertEquals(Duration.ofSeconds(1), stories.get(0).steps().get(1).at());
        assertEquals(
                "second TCP connection, server's certificate valid",
                stories.get(1).steps().get(1).name());
    }

    @Test
    public void theStoryOfAFurtherRingSaysThatTheConnectionStood() {
        wake(1);
        opened();
        answer(bind(), true);
        wake(2);
        answer(bind(), true);
        RingStory story = rig.core.stories().get(0);
        assertEquals(
                List.of(
                        "wake-up",
                        "bound on the second TCP connection that stands",
                        "second connection request",
                        "request refused"),
                story.steps().stream().map(RingStory.Step::name).toList());
        assertEquals(Rig.GROUP, story.keyAgreement());
    }

    @Test
    public void aFurtherBindThatIsNotAnsweredGoesOutOnAConnectionOfItsOwn() {
        wake(1);
        long silent = opened();
        answer(bind(), true);
        wake(2);
        Bind late = bind();
        rig.pass(Duration.ofMillis(2_999));
        rig.none(Rig.DialServer.class);
        rig.pass(Duration.ofMillis(1));
        long own = opened();
        Bind again = bind();
        assertEquals(own, again.connection());
        assertEquals(2, again.id());
        answer(again, true);
        // Whoever comes now is bound where answers come from.
        wake(3);
        assertEquals(own, bind().connection());
        // And what comes late is taken all the same.
        rig.receive(
                silent,
                Message.of(MessageKind.BIND_REFUSED, late.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST)
                        .with(Attributes.FURTHER_BINDS, 3)
                        .build());
        assertTrue(closed(silent));
        assertEquals(0, rig.counted("tcp.unexpected-message"));
    }

    @Test
    public void aBindThatIsLostWithItsConnectionGoesOutOnceMore() {
        wake(1);
        long second = opened();
        answer(bind(), true);
        wake(2, 3);
        assertEquals(2, binds().size());
        rig.feed(new Event.Closed(second, CloseReason.Kind.BROKEN, "connection reset"));
        opened();
        Bind first = bind();
        assertEquals(2, first.id());
        answer(first, true);
        assertEquals(3, bind().id());
        assertEquals(2, rig.counted("ring.bind-again"));
    }

    @Test
    public void aBindThatIsLostTwiceIsGivenUpAndItsNextWakeUpIsTaken() {
        wake(1);
        long first = opened();
        answer(bind(), true);
        wake(2);
        bind();
        rig.feed(new Event.Closed(first, CloseReason.Kind.BROKEN, "connection reset"));
        long second = opened();
        assertEquals(2, bind().id());
        wake(3);
        rig.feed(new Event.Closed(second, CloseReason.Kind.BROKEN, "connection reset"));
        rig.pass(Duration.ofSeconds(3));
        opened();
        assertEquals("the other goes on", 3, bind().id());
        assertEquals(1, rig.counted("ring.bind-failed"));
        wake(2);
        assertEquals(0, rig.counted("wake-up.repeated"));
    }

    @Test
    public void aWakeUpOfWhichNothingCameIsTakenWhenItComesAgain() {
        wake(1);
        rig.feed(new Event.Closed(
                rig.take(Rig.DialServer.class).connection(), CloseReason.Kind.BROKEN, "connection reset"));
        wake(1);
        rig.feed(new Event.Closed(opened(), CloseReason.Kind.BROKEN, "connection reset"));
        assertEquals(1, bind().id());
        assertEquals(2, rig.counted("ring.bind-failed"));
        wake(1);
        opened();
        assertEquals(1, bind().id());
    }

    @Test
    public void aConnectionThatIsNotMadeHoldsNobodyUpForLong() {
        wake(1, 2);
        assertEquals(1, dials().size());
        rig.pass(Duration.ofSeconds(2));
        assertEquals(2, dials().size());
        rig.establish(dials().get(1));
        assertEquals(2, bind().id());
    }

    @Test
    public void aRefusedBindLeavesTheConnectionForTheNext() {
        wake(1, 2);
        long second = opened();
        Bind bind = bind();
        rig.receive(
                second,
                Message.of(MessageKind.BIND_REFUSED, bind.message().transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.BAD_REQUEST)
                        .with(Attributes.FURTHER_BINDS, 3)
                        .build());
        answer(bind(), true);
        assertEquals(List.of(), dials());
        assertEquals(List.of(2), reported());
    }

    @Test
    public void aPolicyIsTakenBesideRings() {
        wake(1, 2);
        long second = opened();
        Bind policy = bind();
        rig.receive(
                second,
                Message.of(MessageKind.POLICY, policy.message().transaction())
                        .with(Attributes.REVOKED_KEYS, List.of(Rig.ISSUER.fingerprint()))
                        .with(Attributes.FURTHER_BINDS, 3)
                        .build());
        Action.Send stored = rig.all(Action.Send.class).stream()
                .filter(send -> send.message().kind() == MessageKind.REPORT)
                .findFirst()
                .orElseThrow();
        assertEquals(Outcome.CALLING, stored.message().get(Attributes.OUTCOME));
        assertFalse(closed(second));
        answer(bind(), true);
        assertEquals(List.of(1, 2), reported());
    }

    @Test
    public void whatWaitsForEquipmentThatJoinsAnewIsForgotten() {
        wake(1, 2, 3);
        assertEquals(1, dials().size());
        rig.join(Rig.LAMP);
        rig.actions.clear();
        rig.pass(Duration.ofSeconds(5));
        assertTrue(rig.all(Action.Send.class).stream()
                .noneMatch(send -> send.message().kind() == MessageKind.CONNECTION_BIND));
        assertEquals(3, rig.counted("wake-up.taken"));
    }
}
