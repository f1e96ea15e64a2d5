package org.ringback.runtime;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

/** What a program that is asked to stop exits with. */
public class WhenAskedTest {
    private static final String WHY = "asked to stop before the ring was answered";

    @Test
    public void aRingThatIsAskedToStopAtItsVeryBeginningHasNotSucceeded() {
        WhenAsked asked = WhenAsked.unfinished(WHY);

        assertEquals(WHY, asked.ask());
        assertEquals(143, asked.exit());
    }

    @Test
    public void aRingThatTheStopItselfEndedWasStoppedAndDidNotFail() {
        WhenAsked asked = WhenAsked.unfinished(WHY);
        asked.ask();

        asked.becomes(ExitCode.FAILED);

        assertEquals(143, asked.exit());
    }

    @Test
    public void aRingThatIsOverKeepsItsExitCodeAndNothingMoreIsSaid() {
        WhenAsked asked = WhenAsked.unfinished(WHY);
        asked.becomes(ExitCode.FAILED);

        assertEquals("", asked.ask());
        assertEquals(ExitCode.FAILED, asked.exit());
    }

    @Test
    public void aProgramThatRunsUntilItIsAskedHasDoneItsWork() {
        WhenAsked asked = WhenAsked.done();

        assertEquals("", asked.ask());
        assertEquals(0, asked.exit());
    }
}
