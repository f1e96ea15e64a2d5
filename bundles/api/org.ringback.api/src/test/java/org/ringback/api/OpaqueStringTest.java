package org.ringback.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

/** The vectors with a number are those of RFC 8265 §4.3. */
public class OpaqueStringTest {
    @Test
    public void vectors12To15StayAsTheyAre() {
        for (String password : List.of(
                "correct horse battery staple", // 12
                "Correct Horse Battery Staple", // 13
                "\u03C0\u00DF\u00E5", // 14
                "Jack of \u2666s")) { // 15
            assertEquals(password, form(password));
        }
        assertNotEquals(form("correct horse battery staple"), form("Correct Horse Battery Staple"));
    }

    @Test
    public void vector16EverySpaceBecomesTheAsciiOne() {
        assertEquals("foo bar", form("foo\u1680bar"));
        for (String space : List.of("\u00A0", "\u2000", "\u2003", "\u2007", "\u202F", "\u205F", "\u3000")) {
            assertEquals("secret ", form("secret" + space));
        }
    }

    @Test
    public void vector17AnEmptyOneIsRefused() {
        assertEquals("password: 0 bytes (expected: 1 to 1024)", refusal(""));
        assertEquals("password: 0 bytes (expected: 1 to 1024)", refusal("\uFEFF"));
    }

    @Test
    public void vector18ControlsAreRefused() {
        for (String control : List.of("my cat is a \tby", "\u0000", "a\rb", "a\u0085b", "\u007F")) {
            assertTrue(
                    refusal(control), refusal(control).startsWith("password: holds a control character (expected: "));
        }
    }

    @Test
    public void theSameWordTypedOnTwoSystemsIsTheSamePassword() {
        assertEquals("Zo\u00EB", form("Zoe\u0308"));
        assertEquals(form("\uAC01"), form("\u1100\u1161\u11A8"));
        assertEquals("\u00C5", form("\u212B")); // ANGSTROM SIGN
    }

    @Test
    public void aByteOrderMarkIsNoPartOfIt() {
        assertEquals("secret", form("\uFEFFsecret"));
        assertTrue(refusal("sec\uFEFFret").contains("shows nothing"));
    }

    @Test
    public void bytesThatAreNoUtf8AreRefusedWithWhatToDo() {
        for (byte[] bytes : List.of(
                "p\u00E4ssword".getBytes(ISO_8859_1),
                "password".getBytes(UTF_16),
                new byte[] {'a', (byte) 0xC3},
                new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})) {
            String words = refusal(bytes);
            assertTrue(words, words.startsWith("password: is not UTF-8 (expected: text in UTF-8; "));
        }
        assertTrue(refusal("pa\uFFFDsword").contains("U+FFFD"));
    }

    @Test
    public void whatAnotherUnicodeCouldReadOtherwiseIsRefused() {
        assertTrue(refusal("a\u0378").contains("unassigned"));
        assertTrue(refusal("a\uFFFF").contains("unassigned"));
        assertTrue(refusal("a\uE000").contains("no text"));
        assertTrue(refusal("a\u2028").contains("no text"));
        assertTrue(refusal("a\u00ADb").contains("shows nothing"));
        assertTrue(refusal("a\u202Eb").contains("shows nothing"));
        assertTrue(refusal("\u2764\uFE0F").contains("shows nothing"));
        assertTrue(refusal("\u1100").contains("Hangul"));
    }

    @Test
    public void joinersStandWhereTheyWereTyped() {
        assertEquals("\u0645\u06CC\u200C\u062E", form("\u0645\u06CC\u200C\u062E"));
    }

    @Test
    public void theLengthCountsInBytes() {
        assertEquals(
                1_024,
                OpaqueString.of(Secret.copyOf("x".repeat(1_024).getBytes(UTF_8)))
                        .length());
        assertEquals("password: 1025 bytes (expected: 1 to 1024)", refusal("x".repeat(1_025)));
    }

    @Test
    public void aRefusalRepeatsNothingOfIt() {
        assertFalse(refusal("opensesame\t").contains("opensesame"));
    }

    private static String form(String typed) {
        return new String(OpaqueString.of(Secret.copyOf(typed.getBytes(UTF_8))).copyBytes(), UTF_8);
    }

    private static String refusal(String typed) {
        return refusal(typed.getBytes(UTF_8));
    }

    private static String refusal(byte[] typed) {
        Secret password = Secret.copyOf(typed);
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> OpaqueString.of(password))
                .getMessage());
    }
}
