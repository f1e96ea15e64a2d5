package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

/** Compares messages; byte arrays by their content. */
final class Values {
    private Values() {}

    static void assertSame(Message expected, Message actual) {
        assertEquals(expected.kind(), actual.kind());
        assertEquals(expected.transaction(), actual.transaction());
        assertEquals(expected.values().keySet(), actual.values().keySet());
        expected.values().forEach((attribute, value) -> {
            Object other = actual.values().get(attribute);
            if (value instanceof byte[] bytes) {
                assertArrayEquals(attribute.name(), bytes, (byte[]) other);
            } else {
                assertEquals(attribute.name(), value, other);
            }
        });
    }
}
