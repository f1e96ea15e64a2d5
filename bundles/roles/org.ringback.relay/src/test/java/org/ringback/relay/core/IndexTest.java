package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;

/** The hash table of rows that hold their keys. */
public class IndexTest {
    /** A key of which many have the same hash. */
    private record Name(int number) {
        @Override
        public int hashCode() {
            return number % 7;
        }
    }

    @Test
    public void aRandomHistoryAgreesWithAPlainMap() {
        Random random = new Random(7);
        List<Name> rows = new ArrayList<>();
        Index<Name> index = new Index<>(rows::get, name -> ~(name.hashCode() << 29));
        Map<Name, Integer> model = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Name name = new Name(random.nextInt(60));
            if (random.nextInt(3) == 0) {
                assertEquals(row(model.remove(name)), index.remove(name));
            } else {
                rows.add(name);
                assertEquals(row(model.put(name, rows.size() - 1)), index.put(rows.size() - 1));
            }
            Name other = new Name(random.nextInt(60));
            assertEquals(row(model.get(other)), index.find(other));
        }
        for (int number = 0; number < 60; number++) {
            assertEquals(row(model.get(new Name(number))), index.find(new Name(number)));
        }
    }

    private static int row(Integer row) {
        return row == null ? Index.NONE : row;
    }

    @Test
    public void namesThatWereChosenToHaveOneHashMakeNoRun() {
        List<EquipmentId> names = sameHash(11);
        assertEquals(
                1, names.stream().map(id -> id.value().hashCode()).distinct().count());
        long[] looks = new long[1];
        Index<EquipmentId> index = new Index<>(
                row -> {
                    looks[0]++;
                    return names.get(row);
                },
                new SaltedHash(new Random(7))::name);
        for (int row = 0; row < names.size(); row++) {
            index.put(row);
        }
        looks[0] = 0;
        names.forEach(name -> assertEquals(name, names.get(index.find(name))));
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
        Index<Integer> index = new Index<>(row -> 3 * row, number -> number * 0x9E3779B9);
        for (int row = 0; row < 10_000; row++) {
            assertEquals(Index.NONE, index.put(row));
        }
        for (int row = 0; row < 10_000; row++) {
            assertEquals(row, index.find(3 * row));
        }
        assertEquals(Index.NONE, index.find(1));
    }
}
