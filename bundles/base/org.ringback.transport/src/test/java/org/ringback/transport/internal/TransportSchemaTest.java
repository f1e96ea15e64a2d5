package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Map;
import org.junit.Test;

public final class TransportSchemaTest {
    private static final TransportSchema SCHEMA = new TransportSchema();

    @Test
    public void nothingConfiguredIsTheDefault() {
        assertEquals(new Settings(4, 512, 4 << 20, 1_220, Settings.DETACHED_LIMIT), SCHEMA.read(Map.of()));
    }

    @Test
    public void theEndsOfEveryRangeAreTaken() {
        assertEquals(
                new Settings(1, 1, 64 << 10, 0, Settings.DETACHED_LIMIT),
                SCHEMA.read(Map.of("threads", "1", "handshake-queue", 1, "receive-buffer", "65536", "mss", "0")));
        assertEquals(536, SCHEMA.read(Map.of("mss", "536")).mss());
        assertEquals(1_460, SCHEMA.read(Map.of("mss", "1460")).mss());
    }

    @Test
    public void badValuesAreRefusedWithKeyValueAndWhatWasExpected() {
        assertRefused("threads", "0", "1 to 64");
        assertRefused("handshake-queue", "4097", "1 to 4096");
        assertRefused("receive-buffer", "1", "65536 to 67108864");
        for (String mss : new String[] {"-1", "1", "535", "1461", "small"}) {
            assertRefused("mss", mss, "0, or 536 to 1460");
        }
    }

    private static void assertRefused(String key, String value, String expected) {
        assertEquals(
                key + ": '" + value + "' (expected: " + expected + ")",
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of(key, value)))
                        .getMessage());
    }
}
