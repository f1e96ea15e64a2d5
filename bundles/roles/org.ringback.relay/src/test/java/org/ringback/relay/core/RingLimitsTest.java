package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Places of pending rings are shares, and a pair that was truly refused is slowed down. */
public class RingLimitsTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);

    private Action.Send last(List<Action> actions) {
        return (Action.Send) actions.stream()
                .filter(action -> action instanceof Action.Send)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private Person person() {
        return Person.invitedBy(server, lamp);
    }

    private void limits(int perEquipment, int all) {
        server.configure(ServerFixture.settings(perEquipment, all));
    }

    /** Rings, and is passed on; returns the first connection. */
    private long ring(Person person) {
        long first = person.dial();
        List<Action> actions = server.receive(first, person.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals("woken", 1, datagrams(actions).size());
        return first;
    }

    private Message refused(Person person, int code) {
        long first = person.dial();
        List<Action> actions = server.receive(first, person.connect(LAMP, RingSystem.CALL_BACK));
        Message refusal = only(actions, first);
        assertEquals(code, (int) refusal.get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, first));
        return refusal;
    }

    /** Rings, and the acceptor reports; returns what the issuer is told. */
    private List<Action> reported(Person person, Outcome outcome, boolean busy) {
        long first = person.dial();
        List<Action> actions = server.receive(first, person.connect(LAMP, RingSystem.CALL_BACK));
        int id = lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        return server.receive(second, busy ? lamp.busy(id) : lamp.report(id, outcome));
    }

    @Test
    public void oneIssuerMayHaveAllPlacesThatAreFree() {
        limits(16, 1_024);
        Person anna = person();
        for (int i = 0; i < 12; i++) {
            ring(anna);
        }
        assertEquals(12, server.core.overview().pendingRings());
    }

    @Test
    public void whoHasAllPlacesIsRefusedOneMoreAndToldWhenToAskAgain() {
        limits(2, 1_024);
        Appliance other = Appliance.registered(server, new EquipmentId("lamp-2"));
        Person anna = person();
        anna.accept(Person.invitation(server, other, ServerFixture.ANNA));
        ring(anna);
        ring(anna);
        server.pass(Duration.ofSeconds(1));
        Message refusal = refused(anna, ErrorCodes.QUOTA);
        assertEquals(
                "the rest of the oldest ring's time",
                ServerFixture.OVERDUE.minusSeconds(1).toSeconds(),
                (long) refusal.get(Attributes.RETRY_AFTER));
        assertEquals(Optional.empty(), refusal.find(Attributes.REFUSALS));
        assertEquals(Optional.empty(), refusal.find(Attributes.ABSENCE));
        long first = anna.dial();
        assertEquals(
                1,
                datagrams(server.receive(first, anna.connect(other.id, RingSystem.CALL_BACK)))
                        .size());
    }

    @Test
    public void whereRingsWaitForSilentEquipmentThatIsSaidBesideTheLimit() {
        limits(2, 1_024);
        Person anna = person();
        ring(anna);
        ring(anna);
        server.pass(Duration.ofSeconds(3));
        Message refusal = refused(anna, ErrorCodes.QUOTA);
        assertEquals(Absence.SILENT, refusal.get(Attributes.ABSENCE));
        assertEquals(ServerFixture.OVERDUE.minusSeconds(3).toSeconds(), (long) refusal.get(Attributes.RETRY_AFTER));
    }

    @Test
    public void twoIssuersThatTakeWhatTheyCanLeaveAThirdItsShare() {
        limits(16, 1_024);
        List<Person> greedy = List.of(person(), person());
        for (int i = 0; i < 16; i++) {
            greedy.forEach(one -> server.receive(one.dial(), one.connect(LAMP, RingSystem.CALL_BACK)));
        }
        assertEquals(16, server.core.overview().pendingRings());
        Person anna = person();
        List<Long> firsts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            firsts.add(ring(anna));
        }
        server.done.clear();
        for (int i = 0; i < 16; i++) {
            greedy.forEach(one -> server.receive(one.dial(), one.connect(LAMP, RingSystem.CALL_BACK)));
        }
        firsts.forEach(first -> assertEquals(List.of(), messages(server.done, first)));
    }

    @Test
    public void atAFullPieceOfEquipmentTheYoungestRingOfWhoHasMostGoes() {
        limits(4, 1_024);
        Person greedy = person();
        Person modest = person();
        ring(greedy);
        long kept = ring(modest);
        ring(greedy);
        long youngest = ring(greedy);
        server.done.clear();
        ring(person());
        Message told = only(server.done, youngest);
        assertEquals(ErrorCodes.QUOTA, (int) told.get(Attributes.ERROR_CODE));
        assertTrue(told.find(Attributes.RETRY_AFTER).isPresent());
        assertEquals(List.of(), messages(server.done, kept));
        assertEquals(4, server.core.overview().pendingRings());
        assertEquals(
                "its place went to an issuer with fewer rings",
                server.core.stories().get(1).ended().orElseThrow().reason());
    }

    @Test
    public void aRingThatWasGivenUpGoesBeforeOneThatIsUnderWay() {
        limits(4, 1_024);
        Person hasty = person();
        ring(hasty);
        server.close(ring(hasty));
        server.close(ring(hasty));
        long live = ring(hasty);
        server.done.clear();
        for (int pushed = 1; pushed <= 2; pushed++) {
            ring(person());
            assertEquals(pushed, server.count("ring.pushed-out"));
        }
        assertEquals(List.of(), messages(server.done, live));
        assertEquals("each of them is under way", 4, server.core.overview().pendingRings());
    }

    @Test
    public void whoHasMostIsRefusedAndWhoHasNoneNever() {
        limits(4, 1_024);
        List<Person> four = List.of(person(), person(), person(), person());
        four.forEach(this::ring);
        refused(four.get(0), ErrorCodes.QUOTA);
        Person newcomer = person();
        ring(newcomer);
        assertEquals(4, server.core.overview().pendingRings());
        assertEquals(1, server.count("ring.pushed-out"));
    }

    @Test
    public void whoIsPushedOutAfterTheConnectAnswerHasAResultThatSaysWhenToTryAgain() {
        limits(1, 1_024);
        Person anna = person();
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.DATAGRAM));
        server.done.clear();
        ring(person());
        Message result = only(server.done, first);
        assertEquals(MessageKind.RESULT, result.kind());
        assertTrue(result.find(Attributes.RETRY_AFTER).isPresent());
    }

    @Test
    public void theServerHasALimitOfItsOwn() {
        limits(9, 2);
        ring(person());
        ring(person());
        refused(person(), ErrorCodes.CAPACITY);
    }

    @Test
    public void aPairThatWasTrulyRefusedThreeTimesWaitsAndEachTimeTwiceAsLong() {
        Person guesser = person();
        for (int i = 0; i < 3; i++) {
            reported(guesser, Outcome.REFUSED, false);
        }
        int refusals = 3;
        for (int seconds : new int[] {2, 4, 8, 16, 32, 60, 60}) {
            Message told = refused(guesser, ErrorCodes.QUOTA);
            assertEquals(seconds, (int) told.get(Attributes.RETRY_AFTER));
            assertEquals(refusals++, (int) told.get(Attributes.REFUSALS));
            ring(person());
            server.pass(Duration.ofSeconds(seconds - 1));
            lamp.register();
            refused(guesser, ErrorCodes.QUOTA);
            server.pass(Duration.ofSeconds(1));
            lamp.register();
            reported(guesser, Outcome.REFUSED, false);
        }
    }

    @Test
    public void aBusyGatewayAndAClosedNetworkSlowNobodyDown() {
        Person anna = person();
        for (int i = 0; i < 5; i++) {
            assertEquals(
                    Outcome.NOT_REACHED,
                    last(reported(anna, Outcome.REFUSED, true)).message().get(Attributes.OUTCOME));
            reported(anna, Outcome.UNREACHABLE, false);
        }
        ring(anna);
    }

    @Test
    public void theOperatorReadsWhetherARefusalIsTheIssuersFault() {
        Person anna = person();
        reported(anna, Outcome.REFUSED, true);
        reported(anna, Outcome.REFUSED, false);
        List<String> reports = server.core.stories().stream()
                .flatMap(story -> story.steps().stream())
                .map(RingStory.Step::name)
                .filter(name -> name.startsWith("report"))
                .toList();
        assertEquals(List.of("report: refused", "report: refused, not the issuer's fault"), reports);
    }

    @Test
    public void whoComesThroughBeginsAnew() {
        Person anna = person();
        reported(anna, Outcome.REFUSED, false);
        reported(anna, Outcome.REFUSED, false);
        reported(anna, Outcome.REACHED, false);
        reported(anna, Outcome.REFUSED, false);
        reported(anna, Outcome.REFUSED, false);
        ring(anna);
    }

    @Test
    public void aPairIsSlowedDownForItselfAlone() {
        Appliance other = Appliance.registered(server, new EquipmentId("lamp-2"));
        Person guesser = person();
        guesser.accept(Person.invitation(server, other, ServerFixture.ANNA));
        for (int i = 0; i < 3; i++) {
            reported(guesser, Outcome.REFUSED, false);
        }
        refused(guesser, ErrorCodes.QUOTA);
        assertEquals(
                1,
                datagrams(server.receive(guesser.dial(), guesser.connect(other.id, RingSystem.CALL_BACK)))
                        .size());
    }

    @Test
    public void refusalsAreForgottenInTimeAndOnlySoManyPairsAreRemembered() {
        Slowdown slowdown = new Slowdown();
        for (int i = 0; i < 3; i++) {
            slowdown.refused(ServerFixture.ANNA, LAMP, server.now());
        }
        assertTrue(slowdown.refusal(ServerFixture.ANNA, LAMP, server.now()).isPresent());
        List<EquipmentId> others = new ArrayList<>();
        for (int i = 0; i < Slowdown.MAX_PAIRS - 1; i++) {
            others.add(new EquipmentId("issuer-" + i));
            slowdown.refused(others.get(i), LAMP, server.now());
        }
        assertTrue(slowdown.refusal(ServerFixture.ANNA, LAMP, server.now()).isPresent());
        slowdown.refused(new EquipmentId("one-more"), LAMP, server.now());
        assertEquals(Optional.empty(), slowdown.refusal(ServerFixture.ANNA, LAMP, server.now()));
        for (int i = 0; i < 2; i++) {
            slowdown.refused(others.get(0), LAMP, server.now());
        }
        server.pass(Slowdown.FORGET.plusSeconds(1));
        slowdown.refused(others.get(0), LAMP, server.now());
        assertEquals(Optional.empty(), slowdown.refusal(others.get(0), LAMP, server.now()));
    }
}
