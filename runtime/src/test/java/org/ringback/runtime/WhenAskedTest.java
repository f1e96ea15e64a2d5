package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.junit.Test;

/** What a program that is asked to stop exits with. */
public class WhenAskedTest {
    private static final String WHY = "asked to stop before the ring was answered";

    @Test
    public void aRingThatIsAskedToStopAtItsVeryBeginningHasNotSucceeded() {
        WhenAsked asked = WhenAsked.unfinished(WHY);

        assertEquals(WHY, asked.ask(Signal.TERM));
        assertEquals(143, asked.exit());
    }

    @Test
    public void whoStartedARingKnowsBySignalWhatEndedItAndIsToldOnce() {
        Map.of(Signal.HUP, 129, Signal.INT, 130, Signal.TERM, 143).forEach((signal, exit) -> {
            WhenAsked asked = WhenAsked.unfinished(WHY);
            assertEquals(WHY, asked.ask(signal));
            assertEquals("the process that ends says it again", "", asked.ask(Signal.TERM));
            assertEquals(exit.intValue(), asked.exit());
        });
    }

    @Test
    public void howTheRingFailsByTheStopIsNotTold() throws IOException {
        WhenAsked asked = WhenAsked.unfinished(WHY);
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        OutputStream out = asked.before(err);
        out.write("the story\n".getBytes(UTF_8));
        asked.ask(Signal.HUP);
        out.write("the conversation broke off\n".getBytes(UTF_8));
        assertEquals("the story\n", err.toString(UTF_8));
    }

    @Test
    public void aRingThatTheStopItselfEndedWasStoppedAndDidNotFail() {
        WhenAsked asked = WhenAsked.unfinished(WHY);
        asked.ask(Signal.TERM);

        asked.becomes(ExitCode.FAILED);

        assertEquals(143, asked.exit());
    }

    @Test
    public void aRingThatIsOverKeepsItsExitCodeAndNothingMoreIsSaid() {
        WhenAsked asked = WhenAsked.unfinished(WHY);
        asked.becomes(ExitCode.FAILED);

        assertEquals("", asked.ask(Signal.TERM));
        assertEquals(ExitCode.FAILED, asked.exit());
    }

    @Test
    public void aProgramThatRunsUntilItIsAskedHasDoneItsWork() {
        WhenAsked asked = WhenAsked.done();

        assertEquals("", asked.ask(Signal.TERM));
        assertEquals(0, asked.exit());
    }
}
