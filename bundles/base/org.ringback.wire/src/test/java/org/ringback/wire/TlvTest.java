package org.ringback.wire;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.junit.Test;

/** Tag, length, value. */
public class TlvTest {
    @Test
    public void fieldsStandAsTagLengthAndValue() {
        byte[] bytes = new Tlv.Writer()
                .put(1, "né")
                .put(0xFFFF, 258L)
                .put(2, new byte[0])
                .toBytes();

        assertEquals(
                "0001" + "0003" + "6ec3a9" // text
                        + "ffff" + "0008" + "0000000000000102" // number
                        + "0002" + "0000", // nothing
                HexFormat.of().formatHex(bytes));
        Tlv read = Tlv.read(bytes);
        assertEquals("né", read.text(1));
        assertEquals(258L, read.number(0xFFFF));
        assertEquals(0, read.bytes(2).length);
        assertFalse(read.find(3).isPresent());
    }

    @Test
    public void whatIsWrittenIsReadWhateverTagsAndValues() {
        qt().withExamples(2_000).forAll(longs().all()).checkAssert(seed -> {
            RandomMessages random = new RandomMessages(seed);
            Tlv.Writer writer = new Tlv.Writer();
            Map<Integer, List<byte[]>> written = new TreeMap<>();
            for (int left = random.number(0, 20); left > 0; left--) {
                int tag = random.number(0, 6) * 0x2AAA;
                byte[] value = random.bytes(0, 300);
                writer.put(tag, value);
                written.computeIfAbsent(tag, key -> new ArrayList<>()).add(value);
            }

            Tlv read = Tlv.read(writer.toBytes());

            for (int tag = 0; tag <= 6 * 0x2AAA; tag += 0x2AAA) {
                List<byte[]> expected = written.getOrDefault(tag, List.of());
                assertArrayEquals(expected.toArray(), read.all(tag).toArray());
            }
        });
    }

    @Test
    public void cutAnywhereButBetweenFieldsItIsRefused() {
        byte[] whole = new Tlv.Writer().put(1, "abc").put(2, 5L).toBytes();
        int firstField = 7;

        for (int length = 1; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length == firstField) {
                assertEquals("abc", Tlv.read(cut).text(1));
            } else {
                assertThrows("cut to " + length, IllegalArgumentException.class, () -> Tlv.read(cut));
            }
        }
    }

    @Test
    public void aMissingFieldIsNamed() {
        NoSuchElementException missing = assertThrows(
                NoSuchElementException.class, () -> Tlv.read(new byte[0]).bytes(7));

        assertEquals("TLV: field 7 is missing", missing.getMessage());
    }

    @Test
    public void aFieldThatStandsTwiceIsNotTheOnlyOne() {
        Tlv twice = Tlv.read(new Tlv.Writer().put(1, "a").put(1, "b").toBytes());

        assertThrows(IllegalArgumentException.class, () -> twice.bytes(1));
        assertThrows(IllegalArgumentException.class, () -> twice.text(1));
        assertThrows(IllegalArgumentException.class, () -> twice.number(1));
        assertEquals(2, twice.all(1).size());
        assertArrayEquals(new byte[] {'a'}, twice.find(1).orElseThrow());
    }

    @Test
    public void textThatIsNoUtf8AndANumberOfAnotherLengthAreRefused() {
        Tlv fields = Tlv.read(new Tlv.Writer()
                .put(1, new byte[] {(byte) 0xC3, 0x28})
                .put(2, new byte[7])
                .toBytes());

        assertThrows(IllegalArgumentException.class, () -> fields.text(1));
        assertThrows(IllegalArgumentException.class, () -> fields.number(2));
    }

    @Test
    public void tagsAndValuesThatDoNotFitAreRefused() {
        Tlv.Writer writer = new Tlv.Writer();

        assertThrows(IllegalArgumentException.class, () -> writer.put(-1, "x"));
        assertThrows(IllegalArgumentException.class, () -> writer.put(0x10000, "x"));
        assertThrows(IllegalArgumentException.class, () -> writer.put(1, new byte[Tlv.MAX_VALUE + 1]));
        assertEquals(0, writer.toBytes().length);
    }
}
