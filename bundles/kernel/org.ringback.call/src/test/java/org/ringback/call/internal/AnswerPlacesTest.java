package org.ringback.call.internal;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.limits.LimitUse;
import org.ringback.call.internal.AnswerPlaces.Answer;
import org.ringback.call.internal.AnswerPlaces.Turn;

/** Threads that answer: one person's conversations do not take all of them. */
public final class AnswerPlacesTest {
    private final AnswerPlaces places = new AnswerPlaces(128);

    private static KeyFingerprint person(int number) {
        byte[] bytes = new byte[KeyFingerprint.LENGTH];
        bytes[0] = (byte) number;
        return KeyFingerprint.of(bytes);
    }

    private int taken(int person) {
        int taken = 0;
        while (taken < 1_000 && enters(person) == Turn.NOW) {
            taken++;
        }
        return taken;
    }

    @Test
    public void onePersonHasAQuarter() {
        assertEquals(32, taken(1));
        assertEquals(32, taken(2));
    }

    @Test
    public void theLastQuarterIsForPersonsWhoHaveNone() {
        assertEquals(96, taken(1) + taken(2) + taken(3));
        for (int person = 4; person < 4 + 32; person++) {
            assertEquals(1, taken(person));
        }
        assertEquals(0, taken(100));
    }

    @Test
    public void aPlaceGivenBackIsOnePlace() {
        assertEquals(32, taken(1));
        assertEquals("the one that met the limit waits, and has it", Optional.of(person(1)), given(1));
        assertEquals(Optional.empty(), given(1));
        assertEquals(Turn.NOW, enters(1));
        assertEquals(Turn.LATER, enters(1));
    }

    @Test
    public void theFirstWhoMayHaveOneIsNext() {
        assertEquals(32, taken(1)); // and a 33rd waits
        assertEquals(32, taken(2));
        assertEquals(Optional.of(person(2)), given(2));
        assertEquals(Turn.LATER, enters(2));
        assertEquals(Optional.of(person(1)), given(1));
        assertEquals(Optional.empty(), given(1));
    }

    @Test
    public void soManyOfOnePersonWaitAndThatIsNobodyElsesTrouble() {
        assertEquals(32, taken(1));
        int waiting = 1;
        while (waiting < 1_000 && enters(1) == Turn.LATER) {
            waiting++;
        }
        assertEquals(512, waiting);
        assertEquals(Turn.NEVER, enters(1));
        assertEquals(Turn.NOW, enters(2));
        assertEquals(Optional.of(person(1)), given(1));
        assertEquals(Turn.LATER, enters(1));
    }

    private Turn enters(int person) {
        return places.enter(new Answer(person(person), () -> {}));
    }

    private Optional<KeyFingerprint> given(int person) {
        return places.give(person(person)).map(Answer::person);
    }

    @Test
    public void tellsHowManyPlacesAreTakenAndByWhomMost() {
        assertEquals(32, taken(1)); // and a 33rd waits
        assertEquals(Turn.NOW, enters(2));
        assertEquals(
                List.of(
                        new LimitUse(CallLimit.ANSWERED, 128, 33, 33, Optional.empty()),
                        new LimitUse(CallLimit.ANSWERED_OF_PERSON, 32, 32, 32, Optional.of("1")),
                        new LimitUse(CallLimit.WAITING_OF_PERSON, 512, 1, 1, Optional.of("1"))),
                places.limits(key -> String.valueOf(key.hex().charAt(1))));
        given(2);
        assertEquals(32, places.limits(KeyFingerprint::hex).get(0).now());
        assertEquals(33, places.limits(KeyFingerprint::hex).get(0).most());
    }
}
