package org.ringback.acceptor.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;
import org.ringback.api.KeyFingerprint;

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
        while (taken < 1_000 && places.take(person(person))) {
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
        places.give(person(1));
        assertTrue(places.take(person(1)));
        assertFalse(places.take(person(1)));
    }
}
