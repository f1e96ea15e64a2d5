package org.ringback.api;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class AmountTest {
    @Test
    public void oneIsCalledOneAndNoneAndMoreAreCalledMany() {
        assertEquals("0 grants", Amount.of(0, "grant"));
        assertEquals("1 grant", Amount.of(1, "grant"));
        assertEquals("2 grants", Amount.of(2, "grant"));
        assertEquals("1 piece of equipment has", Amount.of(1, "piece of equipment has", "pieces of equipment have"));
        assertEquals("3 pieces of equipment have", Amount.of(3, "piece of equipment has", "pieces of equipment have"));
    }
}
