package org.ringback.thermostat.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class SetPointTest {
    @Test
    public void everyHalfDegreeFromFiveToThirtyIsTaken() {
        for (int halves = 10; halves <= 60; halves++) {
            SetPoint setPoint = new SetPoint(halves);
            assertEquals(setPoint, SetPoint.parse(setPoint.toString()));
        }
        assertEquals(new SetPoint(42), SetPoint.parse("21"));
        assertEquals("21.5", SetPoint.parse("21.5").toString());
    }

    @Test
    public void allElseIsRefusedInWords() {
        for (String text : new String[] {
            "", " ", "4.5", "30.5", "31", "0", "99", "-10", "+21", "21.25", "21.", "21,5", ".5", "2e1", "NaN", "0x15",
            "١٢", "21\n", "<b>"
        }) {
            IllegalArgumentException refused =
                    assertThrows(text, IllegalArgumentException.class, () -> SetPoint.parse(text));
            assertTrue(refused.getMessage(), refused.getMessage().startsWith("set point: '"));
            assertTrue(refused.getMessage(), refused.getMessage().contains("(expected: 5 to 30 °C"));
        }
    }

    @Test
    public void theLimitsAreNotPassed() {
        assertEquals(SetPoint.MIN, SetPoint.MIN.lower());
        assertEquals(SetPoint.MAX, SetPoint.MAX.higher());
        assertEquals("20.5", SetPoint.DEFAULT.lower().toString());
        assertEquals("21.5", SetPoint.DEFAULT.higher().toString());
    }
}
