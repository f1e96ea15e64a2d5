package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RoundTrips;

/** What both ends of a ring are told of the paths between them: each only if it said PATHS. */
public class CallingTest {
    private static final int ALL_BITS = 0xFFFF_FFFF;

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private final long first = anna.dial();
    private final long second = server.connect(lamp.key, Appliance.TCP);
    private int connectionId;

    /** Asks; returns what the server did. */
    private List<Action> ask(Message connect) {
        List<Action> actions = server.receive(first, connect);
        connectionId = lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
        return actions;
    }

    private void measured(Duration issuer, Duration acceptor) {
        server.roundTrips.put(first, issuer);
        server.roundTrips.put(second, acceptor);
    }

    private List<Message> report(Outcome outcome) {
        return messages(server.receive(second, lamp.report(connectionId, outcome)), first);
    }

    private static byte[] bytes(Message message) {
        return new MessageCodec().encode(message);
    }

    /** [RING-42] [RING-43] [RING-44] */
    @Test
    public void anIssuerThatSaidPathsIsToldBothAddressesAndRoundTripsAsTheAcceptorReportsThatItCalls() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        Message connect = anna.pathwise(LAMP, RingSystem.CALL_BACK, 0);
        ask(connect);
        server.receive(second, lamp.bind(connectionId));
        Message calling = only(server.receive(second, lamp.report(connectionId, Outcome.CALLING)), first);
        Message expected = Message.of(MessageKind.CALLING, calling.transaction())
                .with(Attributes.RING_NONCE, connect.get(Attributes.RING_NONCE))
                .with(Attributes.ISSUER_ADDRESS, anna.observed)
                .with(Attributes.ACCEPTOR_ADDRESS, Appliance.TCP)
                .with(
                        Attributes.ROUND_TRIPS,
                        new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.of(Duration.ofMillis(8))))
                .build();
        assertArrayEquals(bytes(expected), bytes(calling));
        assertEquals(
                "from 198.51.100.7:40001; round trips: issuer 23.00 ms, acceptor 8.00 ms",
                step("issuer told that the gateway calls back").orElseThrow());
    }

    /** [RING-42] */
    @Test
    public void nobodyIsToldBeforeTheGatewayHasJudged() {
        List<Action> asked = ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        assertEquals(List.of(), messages(asked, first));
        List<Action> bound = server.receive(second, lamp.pathwiseBind(connectionId));
        assertEquals(MessageKind.CONNECT_ANSWER, only(bound, first).kind());
        assertEquals(
                List.of(MessageKind.RESULT),
                report(Outcome.REFUSED).stream().map(Message::kind).toList());
    }

    /** [RING-42] */
    @Test
    public void anIssuerIsToldOnceForARing() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        server.receive(second, lamp.bind(connectionId));
        assertEquals(1, report(Outcome.CALLING).size());
        assertEquals(List.of(), report(Outcome.CALLING));
    }

    /** [RING-42] */
    @Test
    public void anIssuerWithoutPathsHearsNothingBetweenConnectAnswerAndResult() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        ask(anna.connect(LAMP, RingSystem.CALL_BACK));
        server.receive(second, lamp.pathwiseBind(connectionId));
        assertEquals(List.of(), report(Outcome.CALLING));
        assertEquals(
                List.of(MessageKind.RESULT),
                report(Outcome.REACHED).stream().map(Message::kind).toList());
        assertEquals(Optional.empty(), step("issuer told that the gateway calls back"));
    }

    /** [RING-42] */
    @Test
    public void nobodyElseIsToldWhereTheIssuersConnectionIsGone() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        server.receive(second, lamp.bind(connectionId));
        server.close(first);
        List<Action> actions = server.receive(second, lamp.report(connectionId, Outcome.CALLING));
        assertEquals(0, actions.stream().filter(Action.Send.class::isInstance).count());
    }

    /** [RING-42] */
    @Test
    public void anotherRingOfTheSameIssuerIsNotTold() {
        long elsewhere = anna.dial();
        server.receive(elsewhere, anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        server.receive(second, lamp.bind(connectionId));
        List<Action> actions = server.receive(second, lamp.report(connectionId, Outcome.CALLING));
        assertEquals(List.of(), messages(actions, elsewhere));
        assertEquals(1, messages(actions, first).size());
    }

    /** [RING-43] */
    @Test
    public void aDatagramRingHasNoSecondConnectionAndSoNoAddressOfTheAcceptor() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        Message connect = anna.pathwise(LAMP, RingSystem.DATAGRAM, 0);
        ask(connect);
        Message calling = only(server.datagram(lamp.datagramReport(connectionId, Outcome.CALLING), lamp.udp), first);
        assertEquals(MessageKind.CALLING, calling.kind());
        assertEquals(Optional.empty(), calling.find(Attributes.ACCEPTOR_ADDRESS));
        assertEquals(
                new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.empty()),
                calling.get(Attributes.ROUND_TRIPS));
    }

    /** [RING-44] */
    @Test
    public void whatTheSystemDidNotMeasureIsNotThere() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        Message request = only(server.receive(second, lamp.pathwiseBind(connectionId)), second);
        assertEquals(Optional.empty(), request.find(Attributes.ROUND_TRIPS));
        assertEquals(Optional.empty(), report(Outcome.CALLING).get(0).find(Attributes.ROUND_TRIPS));
        assertEquals(
                "from 198.51.100.7:40001",
                step("issuer told that the gateway calls back").orElseThrow());
    }

    /** [RING-45] */
    @Test
    public void anAcceptorThatSaidPathsIsToldTheIssuersBitsAsTheyAre() {
        assertEquals(ALL_BITS & ~Paths.UNTRANSLATED, toldTheAcceptor(ALL_BITS & ~Paths.UNTRANSLATED));
    }

    /** [RING-45] */
    @Test
    public void anAcceptorIsToldTheRoundTripsBesideTheBits() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, 0));
        Message request = only(server.receive(second, lamp.pathwiseBind(connectionId)), second);
        assertEquals(
                new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.of(Duration.ofMillis(8))),
                request.get(Attributes.ROUND_TRIPS));
        assertEquals(
                "over the second connection; round trips: issuer 23.00 ms, acceptor 8.00 ms",
                step("second connection request sent").orElseThrow());
    }

    /** What a second request says of the paths of an issuer that said these bits. */
    private int toldTheAcceptor(int bits) {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, bits));
        Message request = only(server.receive(second, lamp.pathwiseBind(connectionId)), second);
        return request.get(Attributes.PATHS);
    }

    /** [RING-46] */
    @Test
    public void anIssuerThatIsSeenAtItsOwnAddressIsUntranslated() {
        anna.local = anna.observed;
        assertEquals(Paths.PUNCH | Paths.UNTRANSLATED, toldTheAcceptor(Paths.PUNCH));
    }

    /** [RING-46] */
    @Test
    public void anIssuerThatSaysItselfThatItIsUntranslatedIsNotBelieved() {
        assertEquals(Paths.PUNCH, toldTheAcceptor(Paths.PUNCH | Paths.UNTRANSLATED));
    }

    /** [RING-46] */
    @Test
    public void anotherPortAtTheSameAddressIsTranslatedToo() {
        anna.local = ServerFixture.address("203.0.113.9", 41_001);
        assertEquals(0, toldTheAcceptor(Paths.UNTRANSLATED));
    }

    /** [RING-47] */
    @Test
    public void theIssuerIsToldTheBitsOfTheAcceptorAsTheyAre() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, Paths.PUNCH));
        server.receive(second, lamp.pathwiseBind(connectionId, ALL_BITS & ~Paths.RELAY));
        assertEquals(
                Optional.of(ALL_BITS & ~Paths.RELAY),
                report(Outcome.CALLING).get(0).find(Attributes.PATHS));
    }

    /** [RING-48] */
    @Test
    public void whereBothEndsPunchTheIssuerIsToldAtEachOfTheFirstEightReportsAndOfNoFurtherOne() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, Paths.PUNCH));
        server.receive(second, lamp.pathwiseBind(connectionId, Paths.PUNCH));
        for (int i = 0; i < 8; i++) {
            Message calling = only(server.receive(second, lamp.report(connectionId, Outcome.CALLING)), first);
            assertEquals(Appliance.TCP, calling.get(Attributes.ACCEPTOR_ADDRESS));
            assertEquals(Optional.of(Paths.PUNCH), calling.find(Attributes.PATHS));
            assertTrue(calling.get(Attributes.ROUND_TRIPS).known());
        }
        assertEquals(List.of(), report(Outcome.CALLING));
        assertEquals(
                List.of(MessageKind.RESULT),
                report(Outcome.UNREACHABLE).stream().map(Message::kind).toList());
    }

    /** [RING-48] */
    @Test
    public void anIssuerThatDoesNotPunchIsToldOnceHoweverOftenTheAcceptorReports() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, ALL_BITS & ~Paths.PUNCH));
        server.receive(second, lamp.pathwiseBind(connectionId, Paths.PUNCH));
        assertToldOnce();
    }

    /** [RING-48] */
    @Test
    public void theIssuerIsToldOnceOfAnAcceptorThatDoesNotPunch() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, Paths.PUNCH));
        server.receive(second, lamp.pathwiseBind(connectionId, ALL_BITS & ~Paths.PUNCH));
        assertToldOnce();
    }

    /** [RING-48] */
    @Test
    public void theIssuerIsToldOnceOfAnAcceptorThatSaysNothingOfPaths() {
        ask(anna.pathwise(LAMP, RingSystem.CALL_BACK, Paths.PUNCH));
        server.receive(second, lamp.furtherBind(connectionId));
        assertToldOnce();
    }

    private void assertToldOnce() {
        assertEquals(1, report(Outcome.CALLING).size());
        assertEquals(List.of(), report(Outcome.CALLING));
        assertEquals(List.of(), report(Outcome.CALLING));
    }

    /** [RING-45] */
    @Test
    public void anAcceptorIsNotToldOfPathsThatTheIssuerDidNotSay() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        ask(anna.connect(LAMP, RingSystem.CALL_BACK));
        Message request = only(server.receive(second, lamp.pathwiseBind(connectionId)), second);
        assertEquals(Optional.empty(), request.find(Attributes.PATHS));
        assertEquals(
                Optional.of(Duration.ofMillis(8)),
                request.get(Attributes.ROUND_TRIPS).acceptor());
    }

    /** [RING-45] */
    @Test
    public void anAcceptorWithoutPathsGetsTheBytesThatItAlwaysGot() {
        measured(Duration.ofMillis(23), Duration.ofMillis(8));
        Message connect = anna.pathwise(LAMP, RingSystem.CALL_BACK, 0);
        ask(connect);
        Message bind = lamp.furtherBind(connectionId);
        Message request = only(server.receive(second, bind), second);
        Message expected = Message.of(MessageKind.SECOND_REQUEST, bind.transaction())
                .with(Attributes.TARGET_ID, LAMP)
                .with(Attributes.RING_NONCE, connect.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, anna.observed)
                .with(Attributes.BOX, anna.box)
                .with(Attributes.FURTHER_BINDS, request.get(Attributes.FURTHER_BINDS))
                .build();
        assertArrayEquals(bytes(expected), bytes(request));
    }

    private Optional<String> step(String name) {
        return server.core.stories().get(0).steps().stream()
                .filter(step -> step.name().equals(name))
                .map(RingStory.Step::detail)
                .findFirst();
    }
}
