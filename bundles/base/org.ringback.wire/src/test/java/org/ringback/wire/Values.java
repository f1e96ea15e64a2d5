package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;

/** Compares messages; byte arrays by their content. */
final class Values {
    private Values() {}

    /** What stands in a message, in the catalogue's order. */
    static Map<Attribute<?>, Object> of(Message message) {
        Map<Attribute<?>, Object> values = new LinkedHashMap<>();
        for (int place = 0; place < message.kind().places().count(); place++) {
            Object value = message.value(place);
            if (value != null) {
                values.put(message.kind().places().at(place), value);
            }
        }
        return values;
    }

    static void assertSame(Message expected, Message actual) {
        assertEquals(expected.kind(), actual.kind());
        assertEquals(expected.transaction(), actual.transaction());
        Map<Attribute<?>, Object> others = of(actual);
        assertEquals(of(expected).keySet(), others.keySet());
        of(expected).forEach((attribute, value) -> {
            Object other = others.get(attribute);
            if (value instanceof byte[] bytes) {
                assertArrayEquals(attribute.name(), bytes, (byte[]) other);
            } else {
                assertEquals(attribute.name(), value, other);
            }
        });
    }
}
