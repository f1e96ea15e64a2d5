package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.address;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Systems call-back and password: requirement 2 and 3, over a wake-up and a second TCP connection. */
public class RingTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Appliance other = Appliance.registered(server, new EquipmentId("lamp-2"));
    private final Person anna = Person.invitedBy(server, lamp);
    private final long first = anna.dial();

    @After
    public void noStateIsLeftBehind() {
        server.pass(Duration.ofMinutes(5));
        assertEquals(0, server.core.overview().pendingRings());
        assertEquals(0, server.core.overview().connections());
        assertEquals(0, server.registry.size());
    }

    @Test
    public void aRingGoesFromConnectOverWakeUpAndBindToResult() {
        Message connect = anna.connect(LAMP, RingSystem.PASSWORD);
        List<Action> actions = server.receive(first, connect);

        // Only the wanted one is addressed, at its registered address, from the socket that it registered at.
        assertEquals(1, datagrams(actions).size());
        Action.SendDatagram sent = datagrams(actions).get(0);
        assertEquals(lamp.udp, sent.to());
        assertEquals(ServerFixture.SOCKET, sent.from());
        Message wakeUp = lamp.decode(sent.bytes());
        assertEquals(MessageKind.WAKE_UP, wakeUp.kind());
        assertEquals(lamp.lastRegistration, wakeUp.get(Attributes.IN_REPLY_TO));
        assertTrue(lamp.proves(sent.bytes(), MacUse.WAKE_UP));
        assertTrue(messages(actions, first).isEmpty());

        long second = server.connect(lamp.key, Appliance.TCP);
        int connectionId = wakeUp.get(Attributes.CONNECTION_ID);
        actions = server.receive(second, lamp.bind(connectionId));
        Message answer = only(actions, first);
        assertEquals(MessageKind.CONNECT_ANSWER, answer.kind());
        assertEquals(connect.transaction(), answer.transaction());
        assertEquals(lamp.key, answer.get(Attributes.ACCEPTOR_KEY));
        assertEquals(
                "whether this issuer may know the house the gateway has not judged yet",
                Optional.empty(),
                answer.find(Attributes.ACCEPTOR_ADDRESS));
        Message request = only(actions, second);
        assertEquals(MessageKind.SECOND_REQUEST, request.kind());
        assertEquals(LAMP, request.get(Attributes.TARGET_ID));
        assertEquals(connect.get(Attributes.RING_NONCE), request.get(Attributes.RING_NONCE));
        assertEquals(anna.observed, request.get(Attributes.XOR_PEER_ADDRESS));
        assertArrayEquals(anna.box, request.get(Attributes.BOX));
        assertTrue(
                "the issuer hears first",
                actions.indexOf(new Action.Send(first, answer)) < actions.indexOf(new Action.Send(second, request)));

        assertTrue(messages(server.receive(second, lamp.report(connectionId, Outcome.CALLING)), first)
                .isEmpty());
        actions = server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        Message result = only(actions, first);
        assertEquals(MessageKind.RESULT, result.kind());
        assertEquals(Outcome.REACHED, result.get(Attributes.OUTCOME));
        assertTrue(closes(actions, first));
        assertTrue(closes(actions, second));

        RingStory story = server.core.stories().get(0);
        assertTrue(story.answered());
        assertEquals("server", story.party());
        assertEquals("X25519MLKEM768", story.keyAgreement());
        assertEquals(
                List.of(
                        "first connection request",
                        "looked up",
                        "third connection request sent",
                        "second connection opened",
                        "issuer told that the ring is on its way",
                        "second connection request sent",
                        "report: calling",
                        "report: reached",
                        "ended"),
                story.steps().stream().map(RingStory.Step::name).toList());
    }

    @Test
    public void theSealedReasonIsPassedOnUnreadAndNothingElseThatTheGatewayReports() {
        for (Outcome outcome : List.of(Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.WRONG_KEY, Outcome.REACHED)) {
            byte[] sealed = new byte[56];
            sealed[outcome.number()] = 1;
            long issuer = anna.dial();
            Message connect = anna.connect(LAMP, RingSystem.CALL_BACK);
            int connectionId = lamp.decode(
                            datagrams(server.receive(issuer, connect)).get(0).bytes())
                    .get(Attributes.CONNECTION_ID);
            long second = server.connect(lamp.key, Appliance.TCP);
            server.receive(second, lamp.bind(connectionId));
            Message result = only(server.receive(second, lamp.report(connectionId, outcome, sealed)), issuer);
            Message expected = Message.of(MessageKind.RESULT, result.transaction())
                    .with(Attributes.RING_NONCE, connect.get(Attributes.RING_NONCE))
                    .with(Attributes.OUTCOME, outcome == Outcome.REACHED ? Outcome.REACHED : Outcome.NOT_REACHED)
                    .with(Attributes.SEALED_REASON, sealed)
                    .build();
            assertArrayEquals(new MessageCodec().encode(expected), new MessageCodec().encode(result));
        }
    }

    @Test
    public void aStoryPrintsAddressesAsPeopleWriteThem() {
        lamp.udp = address("2001:db8::7", 60_000);
        lamp.register();
        Message connect = anna.connect(LAMP, RingSystem.PASSWORD);
        server.receive(first, connect);
        assertEquals(
                List.of(
                        "from anna, observed at " + AddressText.print(anna.observed) + ", said "
                                + AddressText.print(connect.get(Attributes.CALLBACK_ADDRESS)),
                        "[2001:db8::7]:60000",
                        "wake-up to [2001:db8::7]:60000"),
                server.core.stories().get(0).steps().stream()
                        .map(RingStory.Step::detail)
                        .toList());
        assertEquals("192.0.2.1:3478", AddressText.print(address("192.0.2.1", 3478)));
    }

    @Test
    public void theWakeUpGoesToTheAddressOfTheLatestRegistration() {
        lamp.udp = address("198.51.100.99", 60_000);
        lamp.register();
        assertEquals(lamp.udp, datagrams(ring()).get(0).to());
    }

    @Test
    public void theWakeUpIsRepeatedAtHalfOneAndTwoSecondsWithARisingSequence() {
        Message wakeUp = lamp.decode(datagrams(ring()).get(0).bytes());
        long started = server.now().nanos();
        for (int millis : new int[] {500, 1_000, 2_000}) {
            long wanted = started + Duration.ofMillis(millis).toNanos();
            assertEquals(wanted, server.core.nextDeadline());
            List<Action> actions =
                    server.pass(Duration.ofNanos(wanted - server.now().nanos()));
            Message again = lamp.decode(datagrams(actions).get(0).bytes());
            assertEquals(wakeUp.transaction(), again.transaction());
            assertEquals(wakeUp.get(Attributes.CONNECTION_ID), again.get(Attributes.CONNECTION_ID));
            assertTrue(wakeUp.get(Attributes.SEQUENCE) < again.get(Attributes.SEQUENCE));
            wakeUp = again;
        }
        assertTrue(datagrams(server.pass(Duration.ofSeconds(7))).isEmpty());
    }

    @Test
    public void noMoreWakeUpsAfterTheBind() {
        bound();
        assertTrue(datagrams(server.pass(Duration.ofSeconds(5))).isEmpty());
    }

    @Test
    public void aRegistrationWhileCallingBringsAWakeUpForItself() {
        ring();
        server.pass(Duration.ofSeconds(3));
        List<Action> actions = lamp.refresh();
        Message wakeUp = lamp.decode(datagrams(actions).get(1).bytes());
        assertEquals(MessageKind.WAKE_UP, wakeUp.kind());
        assertEquals(lamp.lastRegistration, wakeUp.get(Attributes.IN_REPLY_TO));
    }

    @Test
    public void aRingWithoutAnAddressWaitsForTheNextRegistration() {
        server.restart();
        long connection = anna.dial();
        assertTrue(datagrams(server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK)))
                .isEmpty());
        server.pass(Duration.ofSeconds(34));
        List<Action> actions = lamp.register();
        assertEquals(
                MessageKind.WAKE_UP,
                lamp.decode(datagrams(actions).get(1).bytes()).kind());
    }

    @Test
    public void aRingWaitsNoLongerThanItsTime() {
        server.restart();
        long connection = anna.dial();
        server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK));
        List<Action> actions = server.pass(RingCalls.WAIT);
        assertEquals(437, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
        assertEquals(
                "the equipment did not register within 35 s",
                server.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void withoutAFinalReportItWasNotReached() {
        bound();
        List<Action> actions = server.pass(RingTable.REPORT);
        assertEquals(Outcome.NOT_REACHED, only(actions, first).get(Attributes.OUTCOME));
    }

    @Test
    public void whateverTheAcceptorReportsTheIssuerLearnsOnlyNotReached() {
        for (Outcome outcome : List.of(Outcome.REFUSED, Outcome.UNREACHABLE, Outcome.WRONG_KEY)) {
            long issuer = anna.dial();
            int connectionId = wakeUp(server.receive(issuer, anna.connect(LAMP, RingSystem.PASSWORD)));
            long second = server.connect(lamp.key, Appliance.TCP);
            server.receive(second, lamp.bind(connectionId));
            List<Action> actions = server.receive(second, lamp.report(connectionId, outcome));
            assertEquals(Outcome.NOT_REACHED, only(actions, issuer).get(Attributes.OUTCOME));
        }
    }

    @Test
    public void aSecondConnectionLostBeforeTheReportIsNotReached() {
        long second = bound();
        List<Action> actions = server.handle(new Event.Closed(second, CloseReason.Kind.BROKEN, "connection reset"));
        assertEquals(Outcome.NOT_REACHED, only(actions, first).get(Attributes.OUTCOME));
    }

    @Test
    public void aBindIsTakenOnceAndForeignUnknownAndUsedOnesAreRefusedAlike() {
        int connectionId = wakeUp(ring());
        long foreign = server.connect(other.key, Appliance.TCP);
        assertBindRefused(foreign, other.bind(connectionId));
        long unknown = server.connect(lamp.key, Appliance.TCP);
        assertBindRefused(unknown, lamp.bind(connectionId + 1));
        long second = server.connect(lamp.key, Appliance.TCP);
        assertEquals(
                MessageKind.SECOND_REQUEST,
                only(server.receive(second, lamp.bind(connectionId)), second).kind());
        long again = server.connect(lamp.key, Appliance.TCP);
        assertBindRefused(again, lamp.bind(connectionId));
        assertEquals(1, server.core.overview().pendingRings());
    }

    @Test
    public void aRingOfSystemDatagramIsNeverBound() {
        List<Action> actions = server.receive(first, anna.connect(LAMP, RingSystem.DATAGRAM));
        Message ring = lamp.decode(datagrams(actions).get(0).bytes());
        long second = server.connect(lamp.key, Appliance.TCP);
        assertBindRefused(second, lamp.bind(ring.get(Attributes.CONNECTION_ID)));
    }

    @Test
    public void aRingThatWaitsIsNotYetBound() {
        server.restart();
        long connection = anna.dial();
        server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK));
        for (int id = 0; id < 50; id++) {
            long second = server.connect(lamp.key, Appliance.TCP);
            assertBindRefused(second, lamp.bind(id));
        }
    }

    private void assertBindRefused(long connection, Message bind) {
        List<Action> actions = server.receive(connection, bind);
        Message refused = only(actions, connection);
        assertEquals(MessageKind.BIND_REFUSED, refused.kind());
        assertEquals(400, (int) refused.get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
    }

    @Test
    public void aClosedFirstConnectionEndsTheRingAndABindForItIsRefused() {
        int connectionId = wakeUp(ring());
        server.close(first);
        assertEquals(0, server.core.overview().pendingRings());
        long second = server.connect(lamp.key, Appliance.TCP);
        assertBindRefused(second, lamp.bind(connectionId));
        assertTrue(datagrams(server.pass(Duration.ofSeconds(3))).isEmpty());
    }

    @Test
    public void aReportAfterTheIssuerLeftStillCompletesTheStory() {
        int connectionId = wakeUp(ring());
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(connectionId));
        server.close(first);
        List<Action> actions = server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        assertTrue(messages(actions, first).isEmpty());
        assertTrue(server.core.stories().get(0).answered());
    }

    @Test
    public void whatIsNotAuthorisedIsForbiddenWhetherItExistsOrNot() {
        for (String target : List.of("lamp-2", "no-such-thing", "anna")) {
            long connection = anna.dial();
            List<Action> actions =
                    server.receive(connection, anna.connect(new EquipmentId(target), RingSystem.PASSWORD));
            assertEquals(403, (int) only(actions, connection).get(Attributes.ERROR_CODE));
            assertTrue(datagrams(actions).isEmpty());
            assertTrue(closes(actions, connection));
        }
        assertTrue(server.core.stories().isEmpty());
    }

    @Test
    public void anAcceptorMayNotRing() {
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertEquals(403, (int) only(server.receive(connection, anna.connect(LAMP, RingSystem.PASSWORD)), connection)
                .get(Attributes.ERROR_CODE));
    }

    @Test
    public void aWellKnownPortIsNoAddressToCallBack() {
        anna.observed = address("203.0.113.9", 443);
        long connection = anna.dial();
        assertEquals(403, (int) only(server.receive(connection, anna.connect(LAMP, RingSystem.PASSWORD)), connection)
                .get(Attributes.ERROR_CODE));
    }

    @Test
    public void theSameNonceWhilePendingIsAlreadyPending() {
        RingNonce nonce = RingNonce.random(server.random);
        server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD, nonce));
        long again = anna.dial();
        assertEquals(446, (int) only(server.receive(again, anna.connect(LAMP, RingSystem.PASSWORD, nonce)), again)
                .get(Attributes.ERROR_CODE));
        List<Action> sameConnection = server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD, nonce));
        assertEquals(446, (int) only(sameConnection, first).get(Attributes.ERROR_CODE));
        assertFalse(closes(sameConnection, first));
        assertEquals(1, server.core.overview().pendingRings());
    }

    private void assertConnectRefused(Person person, int code) {
        long connection = person.dial();
        List<Action> actions = server.receive(connection, person.connect(LAMP, RingSystem.PASSWORD));
        assertEquals(code, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
    }

    @Test
    public void equipmentWithoutALeaseIsNotRegistered() {
        server.pass(Duration.ofHours(24));
        assertConnectRefused(anna, 437);
    }

    @Test
    public void theIssuersRowStandsWhileItsFirstConnectionDoes() {
        long alone = anna.dial();
        assertEquals(
                anna.observed,
                server.registry.find(anna.id, server.now()).orElseThrow().address());
        server.close(first);
        assertTrue(server.registry.find(anna.id, server.now()).isPresent());
        server.close(alone);
        assertFalse(server.registry.find(anna.id, server.now()).isPresent());
    }

    @Test
    public void connectionIdsOfPendingRingsDiffer() {
        int one = wakeUp(ring());
        int two = wakeUp(server.receive(anna.dial(), anna.connect(LAMP, RingSystem.PASSWORD)));
        assertNotEquals(one, two);
    }

    @Test
    public void aMalformedRequestIsAnsweredAndEndsTheConnection() {
        Message refusal =
                PeerTable.refusal(anna.connect(LAMP, RingSystem.PASSWORD), 400).orElseThrow();
        List<Action> actions =
                server.handle(new Event.Malformed(first, Optional.of(refusal), "BOX: missing (expected: …)"));
        assertEquals(refusal, only(actions, first));
        assertTrue(closes(actions, first));
    }

    @Test
    public void anIdleConnectionEndsAndAStrangersSooner() {
        long stranger = server.connect(server.newKey(), Appliance.TCP);
        assertTrue(closes(server.pass(PeerTable.STRANGER), stranger));
        assertTrue(closes(server.pass(PeerTable.IDLE), first));
    }

    @Test
    public void aKeyWithTooManyConnectionsIsToldSoWhenItAsks() {
        for (int i = 1; i < PeerTable.MAX_PER_KEY; i++) {
            anna.dial();
        }
        assertEquals(0, server.count("tcp.too-many-of-one-key"));
        long tooMany = anna.dial();
        List<Action> actions = server.receive(tooMany, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals(ErrorCodes.QUOTA, (int) only(actions, tooMany).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, tooMany));
        assertEquals(0, server.core.overview().pendingRings());
        assertEquals(1, server.count("tcp.too-many-of-one-key"));
        server.close(first);
        assertEquals(
                "there is room again",
                1,
                datagrams(server.receive(anna.dial(), connect())).size());
    }

    private Message connect() {
        return anna.connect(LAMP, RingSystem.CALL_BACK);
    }

    @Test
    public void onlyFewConnectionsTooManyWaitToBeToldAndNotForLong() {
        for (int i = 1; i < PeerTable.MAX_PER_KEY; i++) {
            anna.dial();
        }
        long waiting = 0;
        for (int i = 0; i < PeerTable.MAX_SURPLUS; i++) {
            waiting = anna.dial();
        }
        long beyond = anna.dial();
        assertTrue(server.done.contains(new Action.Abort(beyond)));
        assertEquals(
                PeerTable.MAX_PER_KEY + PeerTable.MAX_SURPLUS,
                server.core.overview().connections());
        assertTrue(closes(server.pass(PeerTable.STRANGER), waiting));
        assertEquals(PeerTable.MAX_PER_KEY, server.core.overview().connections());
    }

    @Test
    public void aConnectionThatIsOneTooManyDoesNotTakeTheIssuersRowOver() {
        List<Long> before = new ArrayList<>(List.of(first));
        for (int i = 1; i < PeerTable.MAX_PER_KEY; i++) {
            before.add(anna.dial());
        }
        anna.dial();
        assertTrue(server.registry.find(anna.id, server.now()).isPresent());
        before.forEach(server::close);
        assertTrue(server.registry.find(anna.id, server.now()).isEmpty());
    }

    @Test
    public void allConnectionsTogetherHaveALimit() {
        while (server.core.overview().connections() < PeerTable.MAX) {
            server.connect(server.newKey(), Appliance.TCP);
        }
        long tooMany = anna.dial();
        List<Action> actions = server.receive(tooMany, connect());
        assertEquals(ErrorCodes.CAPACITY, (int) only(actions, tooMany).get(Attributes.ERROR_CODE));
        for (int i = 0; i < PeerTable.MAX_SURPLUS; i++) {
            server.connect(server.newKey(), Appliance.TCP);
        }
        long beyond = server.connect(server.newKey(), Appliance.TCP);
        assertTrue(server.done.contains(new Action.Abort(beyond)));
        assertEquals(
                PeerTable.MAX + PeerTable.MAX_SURPLUS, server.core.overview().connections());
        assertEquals(2L + PeerTable.MAX_SURPLUS, server.count("tcp.too-many"));
    }

    private List<Action> ring() {
        return server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
    }

    private int wakeUp(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
    }

    private long bound() {
        int connectionId = wakeUp(ring());
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(connectionId));
        return second;
    }
}
