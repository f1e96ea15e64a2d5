package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.DialBackOutcome;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.RoundTrips;

/** A device asks where it is seen, and is dialled back where its connection comes from and nowhere else. */
public class NetworkCheckTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private long connection = anna.dial();
    private List<Action> did = List.of();

    private Message ask(Message request) {
        did = server.receive(connection, request);
        return only(did, connection);
    }

    private List<RelayAction.DialBack> dialBacks() {
        return did.stream()
                .filter(RelayAction.DialBack.class::isInstance)
                .map(RelayAction.DialBack.class::cast)
                .toList();
    }

    private Message dialledBack(DialBackOutcome outcome) {
        did = server.handle(new RelayEvent.DialledBack(connection, outcome));
        return only(did, connection);
    }

    private static Optional<DialBackOutcome> outcome(Message answer) {
        return answer.find(Attributes.DIAL_BACK_OUTCOME);
    }

    /** [CHECK-3] */
    @Test
    public void anIssuerHearsWhereItIsSeenTheTimeAndTheRoundTrip() {
        server.roundTrips.put(connection, Duration.ofMillis(23));
        Message answer = ask(anna.networkCheck());
        assertEquals(MessageKind.NETWORK_CHECKED, answer.kind());
        assertEquals(anna.observed, answer.get(Attributes.XOR_MAPPED_ADDRESS));
        assertEquals(server.now().wall().getEpochSecond(), (long) answer.get(Attributes.SERVER_TIME));
        assertEquals(
                new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.empty()),
                answer.get(Attributes.ROUND_TRIPS));
        assertEquals(Optional.empty(), outcome(answer));
        assertEquals("the answer is all", 1, did.size());
    }

    /** [CHECK-1] */
    @Test
    public void anAcceptorMayAskTooAndItsRoundTripStandsInItsPlace() {
        connection = server.connect(lamp.key, Appliance.TCP);
        server.roundTrips.put(connection, Duration.ofMillis(8));
        Message answer = ask(anna.networkCheck());
        assertEquals(Appliance.TCP, answer.get(Attributes.XOR_MAPPED_ADDRESS));
        assertEquals(
                new RoundTrips(Optional.empty(), Optional.of(Duration.ofMillis(8))),
                answer.get(Attributes.ROUND_TRIPS));
    }

    @Test
    public void whereNothingIsMeasuredNothingIsToldOfIt() {
        assertEquals(Optional.empty(), ask(anna.networkCheck()).find(Attributes.ROUND_TRIPS));
    }

    @Test
    public void aKeyThatIsNotEnrolledIsTurnedAwayAndNotDialled() {
        connection = server.connect(server.newKey(), anna.observed);
        Message answer = ask(anna.dialBack());
        assertEquals(MessageKind.NETWORK_CHECK_REFUSED, answer.kind());
        assertEquals(ErrorCodes.FORBIDDEN, (int) answer.get(Attributes.ERROR_CODE));
        assertTrue(closes(did, connection));
        assertEquals(List.of(), dialBacks());
    }

    /** [CHECK-4] */
    @Test
    public void theOtherEndOfTheConnectionIsDialledAndTheAnswerWaitsForWhatComesOfIt() {
        did = server.receive(connection, anna.dialBack());
        assertEquals(
                List.of(new RelayAction.DialBack(connection, anna.observed, ServerFixture.SOCKET.getAddress())),
                dialBacks());
        assertEquals(List.of(), messages(did, connection));
        Message answer = dialledBack(DialBackOutcome.NO_ANSWER);
        assertEquals(Optional.of(DialBackOutcome.NO_ANSWER), outcome(answer));
        assertEquals(anna.observed, answer.get(Attributes.XOR_MAPPED_ADDRESS));
        assertFalse(closes(did, connection));
        assertEquals(1, server.count("network.dialled-back.no-answer"));
    }

    @Test
    public void whoIsGoneMeanwhileIsToldNothing() {
        server.receive(connection, anna.dialBack());
        server.close(connection);
        assertEquals(List.of(), server.handle(new RelayEvent.DialledBack(connection, DialBackOutcome.CONNECTED)));
    }

    /** [CHECK-6] */
    @Test
    public void aPortBelow1024IsNotDialled() {
        anna.observed = ServerFixture.address("203.0.113.9", 1_023);
        connection = anna.dial();
        assertEquals(Optional.of(DialBackOutcome.LOW_PORT), outcome(ask(anna.dialBack())));
        assertEquals(List.of(), dialBacks());
    }

    /** [CHECK-6] */
    @Test
    public void aKeyIsDialledBackTwiceAndThenOnceMoreEachTenSecondsWhereverItIs() {
        for (int i = 0; i < KeyBudget.DIAL_BACKS; i++) {
            did = server.receive(connection, anna.dialBack());
            assertEquals(1, dialBacks().size());
            dialledBack(DialBackOutcome.CONNECTED);
            connection = anna.dial();
        }
        assertEquals(Optional.of(DialBackOutcome.TOO_SOON), outcome(ask(anna.dialBack())));
        server.pass(KeyBudget.DIAL_BACK);
        did = server.receive(connection, anna.dialBack());
        assertEquals(1, dialBacks().size());
        assertEquals(Optional.of(DialBackOutcome.TOO_SOON), outcome(ask(anna.dialBack())));
    }

    /** [CHECK-6] */
    @Test
    public void noMoreThanSoManyAreDialledBackAtOnce() {
        List<Long> waiting = new ArrayList<>();
        while (waiting.size() < NetworkChecks.MAX_AT_ONCE) {
            Appliance other = Appliance.registered(server, new EquipmentId("lamp-" + (waiting.size() + 2)));
            connection = server.connect(other.key, Appliance.TCP);
            did = server.receive(connection, anna.dialBack());
            assertEquals(1, dialBacks().size());
            waiting.add(connection);
        }
        long first = waiting.get(0);
        server.close(first);
        connection = anna.dial();
        assertEquals("it is under way still", Optional.of(DialBackOutcome.TOO_MANY), outcome(ask(anna.dialBack())));
        LimitUse use = server.core.overview().limits(server.now()).stream()
                .filter(one -> one.limit().equals(RelayLimit.DIAL_BACKS))
                .findAny()
                .orElseThrow();
        assertEquals(NetworkChecks.MAX_AT_ONCE, use.now());
        server.handle(new RelayEvent.DialledBack(first, DialBackOutcome.REFUSED));
        did = server.receive(connection, anna.dialBack());
        assertEquals(1, dialBacks().size());
    }

    /** [CHECK-2] */
    @Test
    public void itCountsAsAQuestionAndBeyondThoseTheConnectionStays() {
        for (int i = 0; i < KeyBudget.QUESTIONS; i++) {
            server.receive(connection, anna.presence(LAMP));
        }
        Message beyond = ask(anna.dialBack());
        assertEquals(MessageKind.NETWORK_CHECK_REFUSED, beyond.kind());
        assertEquals(ErrorCodes.QUOTA, (int) beyond.get(Attributes.ERROR_CODE));
        assertEquals(Optional.of(1), beyond.find(Attributes.RETRY_AFTER));
        assertFalse(closes(did, connection));
        assertEquals(List.of(), dialBacks());
        server.pass(KeyBudget.QUESTION);
        assertEquals(MessageKind.NETWORK_CHECKED, ask(anna.networkCheck()).kind());
    }
}
