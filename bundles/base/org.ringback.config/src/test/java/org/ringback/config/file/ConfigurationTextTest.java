package org.ringback.config.file;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** A text is read as it is meant, or refused with the place. */
public class ConfigurationTextTest {
    @Test
    public void keysValuesCommentsEscapesAndLongLinesAreRead() {
        ConfigurationText text = read(
                "# comment\r\n! another\n\nlifetime = 60  \nlisten: 1,\\\n   2\nrefresh 5\nempty=\npath = C\\:\\\\x\\u00e9\n");
        assertEquals(
                Map.of("lifetime", "60", "listen", "1,2", "refresh", "5", "empty", "", "path", "C:\\x\u00e9"),
                text.values());
        assertEquals(List.of(), text.remarks());
    }

    @Test
    public void onlyCommentsMeanTheDefaults() {
        assertEquals(Map.of(), read("# nothing here\n").values());
    }

    @Test
    public void whatHoldsNothingIsRefused() {
        for (String empty : List.of("", " \n\n", "\uFEFF")) {
            assertRefused("is empty (expected: keys, or a comment at least where the defaults are meant)", utf8(empty));
        }
        assertRefused("holds nothing but NUL, as after a loss of power (expected: text in UTF-8)", new byte[512]);
    }

    @Test
    public void anotherEncodingIsRefused() {
        for (String name : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
            byte[] bytes = "lifetime = 60\n".getBytes(Charset.forName(name));
            assertRefused(
                    name.equals("UTF-16")
                            ? "is UTF-16 (expected: UTF-8)"
                            : "holds NUL (expected: text in UTF-8; is it UTF-16?)",
                    bytes);
        }
        assertRefused(
                "line 2: is not UTF-8 (expected: UTF-8, not Latin-1 for example)",
                "a = 1\nrealm = caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    public void aCommentInAnotherEncodingIsRemarkedAndTheRestIsTaken() {
        ConfigurationText text = ConfigurationText.parse("# K\u00fcche\na = 1\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(Map.of("a", "1"), text.values());
        assertEquals(List.of("line 1: a comment that is not UTF-8 (expected: UTF-8)"), text.remarks());
    }

    @Test
    public void aByteOrderMarkIsRemarkedAndSkipped() {
        ConfigurationText text = read("\uFEFFlifetime = 60\n");
        assertEquals(Map.of("lifetime", "60"), text.values());
        assertEquals(List.of("begins with a byte-order mark (expected: none); it is skipped"), text.remarks());
    }

    @Test
    public void aBadEscapeIsRefusedWithItsLine() {
        String expected = " (expected: \\\\ for a backslash, or \\u and four hexadecimal digits for a character)";
        assertRefused("line 2: '\\u00g1'" + expected, utf8("a = 1\nb = \\u00g1\n"));
        assertRefused("line 1: '\\u1'" + expected, utf8("b = \\u1"));
        assertRefused("line 1: '\\s'" + expected, utf8("socket = run\\shell.sock\n"));
        assertRefused("line 1: '\\'" + expected, utf8("b = c\\"));
    }

    @Test
    public void aLineThatIsNoEntryIsRefused() {
        assertRefused("line 2: 'lifeti' (expected: key = value)", utf8("a = 1\nlifeti"));
    }

    @Test
    public void aKeyThatIsThereTwiceIsRemarkedAndTheLastOneCounts() {
        ConfigurationText text = read("a = 1\nb = 2\nA = 3\n");
        assertEquals(Map.of("A", "3", "b", "2"), text.values());
        assertEquals(
                List.of("A: is there twice, in lines 1 and 3 (expected: once); the last one counts"), text.remarks());
    }

    @Test
    public void aLineOfAMillionCharactersIsRead() {
        assertEquals(
                1_000_000,
                read("a = " + "\\\\".repeat(1_000_000)).values().get("a").length());
    }

    private static ConfigurationText read(String text) {
        return ConfigurationText.parse(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertRefused(String why, byte[] bytes) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ConfigurationText.parse(bytes));
        assertEquals(why, e.getMessage());
    }
}
