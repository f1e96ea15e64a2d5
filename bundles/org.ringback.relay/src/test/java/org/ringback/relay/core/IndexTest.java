package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

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
        Index<Name, Row> index = new Index<>(Row::name, name -> ~(name.hashCode() << 29));
        Map<Name, Row> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Name name = new Name(random.nextInt(60));
            if (random.nextInt(3) == 0) {
                assertEquals(model.remove(name), index.remove(name));
            } else {
                Row row = new Row(name, step);
                assertEquals(model.put(name, row), index.put(row));
            }
            assertEquals(model.size(), index.values().count());
            Name other = new Name(random.nextInt(60));
            assertEquals(model.get(other), index.find(other));
        }
        assertEquals(model, index.values().collect(Collectors.toMap(Row::name, row -> row)));
    }

    @Test
    public void namesThatWereChosenToHaveOneHashMakeNoRun() {
        List<EquipmentId> names = sameHash(11);
        assertEquals(
                1, names.stream().map(id -> id.value().hashCode()).distinct().count());
        long[] looks = new long[1];
        Index<EquipmentId, EquipmentId> index = new Index<>(
                name -> {
                    looks[0]++;
                    return name;
                },
                new SaltedHash(new Random(7))::name);
        names.forEach(index::put);
        looks[0] = 0;
        names.forEach(name -> assertEquals(name, index.find(name)));
        assertTrue(looks[0] + " looks for " + names.size(), looks[0] < 4L * names.size());
    }

    @Test
    public void anotherProcessHasOtherHashes() {
        EquipmentId lamp = new EquipmentId("lamp-1");
        KeyFingerprint key = new KeyFingerprint("0123456789abcdef".repeat(4));
        SaltedHash one = new SaltedHash(new Random(1));
        SaltedHash other = new SaltedHash(new Random(2));
        assertNotEquals(one.name(lamp), other.name(lamp));
        assertNotEquals(one.key(key), other.key(key));
    }

    /** As "an" and "c0" have the same hash, so have all words of these two. */
    private static List<EquipmentId> sameHash(int syllables) {
        List<String> words = List.of("");
        for (int i = 0; i < syllables; i++) {
            words = words.stream()
                    .flatMap(word -> Stream.of(word + "an", word + "c0"))
                    .toList();
        }
        return words.stream().map(EquipmentId::new).toList();
    }

    @Test
    public void aFullTableGrows() {
        Index<Integer, Integer> index = new Index<>(number -> number, number -> number * 0x9E3779B9);
        for (int i = 0; i < 10_000; i++) {
            assertNull(index.put(i));
        }
        for (int i = 0; i < 10_000; i++) {
            assertEquals(Integer.valueOf(i), index.find(i));
        }
        assertNull(index.find(10_000));
    }
}
