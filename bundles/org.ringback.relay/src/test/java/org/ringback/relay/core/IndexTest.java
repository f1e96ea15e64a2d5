package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.Test;

/** The hash table whose values hold their keys. */
public class IndexTest {
    /** A key of which many have the same hash. */
    private record Name(int number) {
        @Override
        public int hashCode() {
            return number % 7;
        }
    }

    private record Row(Name name, int content) {}

    @Test
    public void aRandomHistoryAgreesWithAPlainMap() {
        Random random = new Random(7);
        Index<Name, Row> index = new Index<>(Row::name);
        Map<Name, Row> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Name name = new Name(random.nextInt(60));
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(name), index.remove(name));
            } else {
                Row row = new Row(name, step);
                assertEquals(model.put(name, row), index.put(row));
            }
            assertEquals(model.size(), index.size());
            Name other = new Name(random.nextInt(60));
            assertEquals(model.get(other), index.find(other));
        }
        assertEquals(model, index.values().collect(Collectors.toMap(Row::name, row -> row)));
    }

    @Test
    public void aFullTableGrows() {
        Index<Integer, Integer> index = new Index<>(number -> number);
        for (int i = 0; i < 10_000; i++) {
            assertNull(index.put(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Integer.valueOf(i), index.find(i));
        }
        assertNull(index.find(10_000));
    }
}
