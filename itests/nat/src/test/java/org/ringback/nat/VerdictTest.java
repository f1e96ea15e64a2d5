package org.ringback.nat;

import static org.junit.Assert.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What is a fault of a grid, and what is not. */
public final class VerdictTest {
    private static final Cell OPEN = Cell.of(Kind.OPEN, Kind.EIM);
    private static final Cell CLOSED = Cell.of(Kind.SYM, Kind.SYM);

    private static Outcome outcome(Cell cell, Condition condition, boolean answered, Way told, Way seen) {
        return new Outcome(
                new Trial(cell, condition),
                answered,
                told,
                new Reading(seen, false, false, 0),
                1,
                1,
                answered ? 1 : 0,
                answered ? "" : "why");
    }

    private static Condition condition(int loss, Condition.Event event) {
        return new Condition(Duration.ofMillis(20), loss, Optional.empty(), false, event);
    }

    private static List<String> faults(Outcome... outcomes) {
        return Verdict.faults(List.of(outcomes), List.of());
    }

    private static List<String> faultsOf(int good, Outcome many, Outcome one) {
        List<Outcome> all = new ArrayList<>(Collections.nCopies(good, many));
        all.add(one);
        return Verdict.faults(all, List.of());
    }

    @Test
    public void answersByTheWayThatTheStoryTellsAreNoFault() {
        assertEquals(
                List.of(),
                faults(
                        outcome(OPEN, Condition.CALM, true, Way.DIRECT, Way.DIRECT),
                        outcome(CLOSED, Condition.CALM, true, Way.RELAYED, Way.RELAYED)));
    }

    @Test
    public void aStoryThatTellsAnotherWayThanTheInternetSawIsAFault() {
        assertEquals(
                1,
                faults(outcome(CLOSED, Condition.CALM, true, Way.DIRECT, Way.RELAYED))
                        .size());
    }

    private static Outcome withSyns(int syns, int tries) {
        Reading reading = new Reading(Way.RELAYED, false, false, syns);
        return new Outcome(new Trial(CLOSED, Condition.CALM), true, Way.RELAYED, reading, tries, 1, 1, "");
    }

    @Test
    public void moreThanEightSynsOfOneEndInATryAreAFault() {
        assertEquals(List.of(), faults(withSyns(8, 1), withSyns(16, 2)));
        assertEquals(2, faults(withSyns(9, 1), withSyns(17, 2)).size());
    }

    @Test
    public void oneRingWithoutAnswerIsAFaultWhereNothingIsLostUnlessTheLineChangedUnderIt() {
        Outcome one = outcome(CLOSED, Condition.CALM, false, Way.NONE, Way.NONE);
        assertEquals(
                1,
                faultsOf(19, outcome(CLOSED, Condition.CALM, true, Way.RELAYED, Way.RELAYED), one)
                        .size());
        assertEquals(
                1,
                faults(outcome(CLOSED, condition(0, Condition.Event.NOTHING), false, Way.NONE, Way.NONE))
                        .size());
        assertEquals(
                List.of(),
                faults(outcome(CLOSED, condition(0, Condition.Event.REBOUND_RINGING), false, Way.NONE, Way.NONE)));
        assertEquals(
                List.of(), faults(outcome(CLOSED, condition(30, Condition.Event.NOTHING), false, Way.NONE, Way.NONE)));
    }

    @Test
    public void oneOfTwentyRingsMayBeRelayedWhereAllMustBeDirectAndNoMore() {
        Outcome direct = outcome(OPEN, Condition.CALM, true, Way.DIRECT, Way.DIRECT);
        Outcome relayed = outcome(OPEN, Condition.CALM, true, Way.RELAYED, Way.RELAYED);
        assertEquals(List.of(), faultsOf(19, direct, relayed));
        assertEquals(1, faultsOf(18, direct, relayed).size());
    }

    @Test
    public void atFivePerCentOfLossOneOfTwentyMayFailAndAFifthMayBeRelayed() {
        Condition lossy = condition(5, Condition.Event.NOTHING);
        Outcome direct = outcome(OPEN, lossy, true, Way.DIRECT, Way.DIRECT);
        Outcome failed = outcome(CLOSED, lossy, false, Way.NONE, Way.NONE);
        Outcome relayed = outcome(OPEN, lossy, true, Way.RELAYED, Way.RELAYED);
        assertEquals(List.of(), faultsOf(19, direct, failed));
        assertEquals(1, faultsOf(18, direct, failed).size());
        assertEquals(List.of(), faultsOf(4, direct, relayed));
        assertEquals(1, faultsOf(3, direct, relayed).size());
    }

    @Test
    public void aForbiddenSynIsAFault() {
        assertEquals(1, Verdict.faults(List.of(), List.of("a → b")).size());
    }
}
