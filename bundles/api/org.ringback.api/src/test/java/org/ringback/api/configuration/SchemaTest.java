package org.ringback.api.configuration;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;

public final class SchemaTest {
    private static final Lamp SCHEMA = new Lamp();

    private enum Colour {
        RED,
        GREEN,
        BLUE
    }

    @Test
    public void aMisspeltChoiceIsRefusedWithTheNearest() {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of("colour", "GREN")));
        assertEquals("colour: 'GREN' (expected: RED, GREEN or BLUE; did you mean GREEN?)", wrong.getMessage());
    }

    private record Settings(
            int watts, Colour colour, List<Integer> hours, Map<EquipmentId, String> names, String note) {}

    private static final class Lamp extends Schema<Settings> {
        private final Key<Integer> watts = number("watts", 60, 1, 100).says("How bright, in watts.");
        private final Key<Colour> colour = choice("colour", Colour.RED, List.of(Colour.values()), Colour::name)
                .says("Which light.");
        private final Key<List<Integer>> hours = list("hours", Integer::valueOf)
                .standard("8, 20")
                .expects("hours")
                .says("When.");
        private final Key<Map<EquipmentId, String>> names = map("names", EquipmentId::new, Lamp::name)
                .expects("ID=name; ID=name")
                .says("Names.");
        private final Key<String> note =
                key("note", Lamp::name).expects("anything but ?").says("A note.");

        Lamp() {
            super("com.example.lamp", "a lamp.");
        }

        private static String name(String text) {
            if (text.equals("?")) {
                throw new NoSuchElementException("in words of nobody");
            }
            return text;
        }

        @Override
        public Settings read(Map<String, ?> values) {
            Settings read = new Settings(
                    watts.in(values), colour.in(values), hours.in(values), names.in(values), note.in(values));
            if (read.colour() == Colour.BLUE && read.watts() > 40) {
                throw watts.refusal(read.watts(), "1 to 40 where colour is blue");
            }
            return read;
        }
    }

    @Test
    public void whatIsNotWrittenOrBlankHasItsDefault() {
        Settings standard = new Settings(60, Colour.RED, List.of(8, 20), Map.of(), "");
        assertEquals(standard, SCHEMA.read(Map.of()));
        assertEquals(standard, SCHEMA.read(Map.of("watts", "  ", "colour", "", "hours", "")));
    }

    @Test
    public void everyKindIsReadWhateverCarriesIt() {
        Settings read = new Settings(
                5,
                Colour.GREEN,
                List.of(1, 2, 3),
                Map.of(new EquipmentId("lamp-1"), "hall = way", new EquipmentId("lamp-2"), ""),
                "x");
        String names = " lamp-1 = hall = way ;lamp-2=; ";
        assertEquals(
                read,
                SCHEMA.read(Map.of("watts", 5, "colour", "green", "hours", "1,2 ; 3", "names", names, "note", " x ")));
        assertEquals(
                List.of(1, 2),
                SCHEMA.read(Map.of("hours", new String[] {"1", "2"})).hours());
        assertEquals(List.of(1, 2), SCHEMA.read(Map.of("hours", List.of(1, 2))).hours());
    }

    @Test
    public void everyRefusalNamesKeyValueAndWhatWasExpected() {
        assertRefused("watts: '101' (expected: 1 to 100)", "watts", "101");
        assertRefused("watts: '0' (expected: 1 to 100)", "watts", 0);
        assertRefused("watts: 'bright' (expected: 1 to 100)", "watts", "bright");
        assertRefused("watts: '99999999999' (expected: 1 to 100)", "watts", "99999999999");
        assertRefused("colour: 'pink' (expected: RED, GREEN or BLUE)", "colour", "pink");
        assertRefused("hours: 'noon' (expected: hours)", "hours", "1, noon, 3");
        assertRefused("names: 'lamp-1' (expected: ID=name; ID=name)", "names", "lamp-2=x; lamp-1");
        assertRefused("names: 'lamp-1=?' (expected: ID=name; ID=name)", "names", "lamp-1=?");
        assertRefused("names: 'lamp-1=b' (expected: each name once)", "names", "lamp-1=a; lamp-1=b");
        assertRefused("note: '?' (expected: anything but ?)", "note", "?");
    }

    @Test
    public void aReadersOwnWordsStayWhereTheySayWhatWasExpected() {
        String own = assertThrows(IllegalArgumentException.class, () -> new EquipmentId("LAMP"))
                .getMessage();
        assertRefused("names: " + own, "names", "LAMP=x");
    }

    @Test
    public void oneKeyMayBeRefusedBecauseOfAnother() {
        String refused = assertThrows(
                        IllegalArgumentException.class, () -> SCHEMA.read(Map.of("colour", "blue", "watts", "50")))
                .getMessage();
        assertEquals("watts: '50' (expected: 1 to 40 where colour is blue)", refused);
    }

    @Test
    public void aChangeThatIsRefusedIsToldAndIsNone() {
        List<String> told = new ArrayList<>();
        assertEquals(Optional.empty(), SCHEMA.change(Map.of("watts", "0", "note", "x"), told::add));
        assertEquals(
                List.of("com.example.lamp: watts: '0' (expected: 1 to 100); what was in force before stays"), told);
        assertEquals(
                "x", SCHEMA.change(Map.of("note", "x"), told::add).orElseThrow().note());
        assertEquals(1, told.size());
    }

    @Test
    public void whoCompletesIsToldKeysChoicesAndWhatIsExpectedInTheOrderOfTheirDeclaration() {
        assertEquals("com.example.lamp", SCHEMA.pid());
        assertEquals("a lamp.", SCHEMA.sentence());
        assertEquals(
                List.of("watts", "colour", "hours", "names", "note"),
                SCHEMA.keys().stream().map(Key::name).toList());
        assertEquals(List.of("colour", "hours", "names", "note", "watts"), SCHEMA.names());
        Key<?> colour = SCHEMA.keys().get(1);
        assertEquals(List.of("RED", "GREEN", "BLUE"), colour.choices());
        assertEquals("RED", colour.standard());
        assertEquals("RED, GREEN or BLUE", colour.expected());
        assertEquals("Which light.", colour.sentence());
        assertEquals(List.of(), SCHEMA.keys().get(0).choices());
    }

    private static void assertRefused(String words, String key, Object value) {
        assertEquals(
                words,
                assertThrows(IllegalArgumentException.class, () -> SCHEMA.read(Map.of(key, value)))
                        .getMessage());
    }
}
