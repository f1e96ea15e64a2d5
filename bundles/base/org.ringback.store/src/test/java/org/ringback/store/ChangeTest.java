package org.ringback.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class ChangeTest {
    @Test
    public void namesUpToTheLimitAreTaken() {
        assertEquals(64, Change.remove("a-z.0-9.".repeat(8), "k").table().length());
        assertEquals(200, Change.remove("t", "k".repeat(200)).key().length());
    }

    @Test
    public void badTablesAreRefused() {
        for (String table : new String[] {"", "T", "t t", "t/t", "t_t", "ä", "t\n", "t".repeat(65)}) {
            IllegalArgumentException refused =
                    assertThrows(table, IllegalArgumentException.class, () -> Change.remove(table, "k"));
            assertTrue(refused.getMessage(), refused.getMessage().startsWith("table: "));
        }
    }

    @Test
    public void badKeysAndTooLargeValuesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Change.remove("t", ""));
        assertThrows(IllegalArgumentException.class, () -> Change.remove("t", "k".repeat(201)));
        assertEquals(1 << 20, Change.put("t", "k", new byte[1 << 20]).value().orElseThrow().length);
        assertThrows(IllegalArgumentException.class, () -> Change.put("t", "k", new byte[(1 << 20) + 1]));
    }
}
