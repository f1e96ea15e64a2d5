package org.ringback.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * The form in which a password is compared: the profile OpaqueString (RFC 8265 §4.2), so that the same word typed on
 * two systems is the same password. Stateless.
 *
 * <p>Copies made here are wiped. If a password is not in NFC yet, the JDK makes a {@link String} of it, which cannot be
 * wiped.
 */
public final class OpaqueString {
    /** Longest password, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1_024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** The character that a lenient decoder puts in place of bytes that are no UTF-8. */
    private static final int REPLACEMENT = 0xFFFD;

    /** Ranges of invisible code points (Unicode's Default_Ignorable_Code_Point) outside the category Format. */
    private static final int[][] INVISIBLE = {
        {0x034F, 0x034F},
        {0x115F, 0x1160},
        {0x17B4, 0x17B5},
        {0x180B, 0x180F},
        {0x3164, 0x3164},
        {0xFE00, 0xFE0F},
        {0xFFA0, 0xFFA0},
        {0xE0100, 0xE01EF}
    };

    /** Ranges of old Hangul Jamo (RFC 8264 §9.9); NFC has put those of a modern syllable into one code point. */
    private static final int[][] OLD_HANGUL = {{0x1100, 0x11FF}, {0xA960, 0xA97C}, {0xD7B0, 0xD7FB}};

    private OpaqueString() {}

    /**
     * Brings a password into this form; one that has it is not changed. Drops a UTF-8 byte order mark, which editors
     * put in front; replaces spaces of every kind by U+0020; applies NFC (RFC 8265 §4.2.2). The result must be of the
     * FreeformClass (RFC 8264 §4.3), whose contextual rules are not applied: U+200C and U+200D may stand anywhere.
     *
     * @param typed in UTF-8, without the end of the line
     * @return the password in this form, as a new secret
     * @throws IllegalArgumentException if it is refused; the message repeats nothing of it
     */
    public static Secret of(Secret typed) {
        byte[] bytes = typed.copyBytes();
        try {
            return of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Secret of(byte[] bytes) {
        boolean marked =
                Arrays.equals(Arrays.copyOf(bytes, Math.min(bytes.length, BYTE_ORDER_MARK.length)), BYTE_ORDER_MARK);
        // [PASS-2] A line's end and a UTF-8 byte order mark before its beginning are no part of it.
        int from = marked ? BYTE_ORDER_MARK.length : 0;
        checkLength(bytes.length - from);
        char[] decoded = decoded(ByteBuffer.wrap(bytes, from, bytes.length - from));
        char[] normal = normal(decoded);
        try {
            check(normal);
            return encoded(normal);
        } finally {
            Arrays.fill(decoded, ' ');
            Arrays.fill(normal, ' ');
        }
    }

    private static char[] decoded(ByteBuffer utf8) {
        char[] room = new char[utf8.remaining()];
        CharBuffer characters = CharBuffer.wrap(room);
        try {
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            var result = decoder.decode(utf8, characters, true);
            if (result.isError()) {
                result.throwException();
            }
            return Arrays.copyOf(room, characters.position());
        } catch (CharacterCodingException e) {
            throw bad("is not UTF-8", "text in UTF-8; a file in Latin-1 becomes that by: iconv -f LATIN1 -t UTF-8");
        } finally {
            Arrays.fill(room, ' ');
        }
    }

    private static char[] normal(char[] characters) {
        for (int at = 0; at < characters.length; at++) {
            if (Character.getType(characters[at]) == Character.SPACE_SEPARATOR) {
                characters[at] = ' ';
            }
        }
        CharBuffer mapped = CharBuffer.wrap(characters);
        return Normalizer.isNormalized(mapped, Normalizer.Form.NFC)
                ? characters
                : Normalizer.normalize(mapped, Normalizer.Form.NFC).toCharArray();
    }

    private static void check(char[] characters) {
        for (int at = 0; at < characters.length; ) {
            int point = Character.codePointAt(characters, at);
            check(point);
            at += Character.charCount(point);
        }
    }

    private static void check(int point) {
        String text = "text that can be typed alike everywhere: letters, digits, signs and spaces";
        // [PASS-3] Then: every space separator becomes U+0020, NFC, and refused is whatever the FreeformClass (RFC …
        switch (Character.getType(point)) {
            case Character.CONTROL -> throw bad("holds a control character", text);
            // [PASS-4] What one Unicode knows and an older one does not is refused at the older one, never read …
            case Character.UNASSIGNED ->
                throw bad("holds a character that is unassigned in the Unicode of this Java", text);
            case Character.FORMAT -> {
                if (point != 0x200C && point != 0x200D) {
                    throw bad("holds a character that shows nothing", text);
                }
            }
            case Character.SURROGATE, Character.PRIVATE_USE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                throw bad("holds a character that is no text", text);
            default -> {
                if (point == REPLACEMENT) {
                    throw bad("holds U+FFFD, which stands for what was not understood", text + "; is this in UTF-8?");
                }
                if (in(INVISIBLE, point)) {
                    throw bad("holds a character that shows nothing", text);
                }
                if (in(OLD_HANGUL, point)) {
                    throw bad("holds a part of a Hangul syllable", text);
                }
            }
        }
    }

    private static boolean in(int[][] ranges, int point) {
        return Arrays.stream(ranges).anyMatch(range -> range[0] <= point && point <= range[1]);
    }

    private static Secret encoded(char[] characters) {
        ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(characters));
        byte[] bytes = new byte[utf8.remaining()];
        utf8.get(bytes);
        try {
            checkLength(bytes.length);
            return Secret.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            utf8.clear();
            while (utf8.hasRemaining()) {
                utf8.put((byte) 0);
            }
        }
    }

    private static void checkLength(int length) {
        // [PASS-1] A password's form is its OpaqueString (RFC 8265 §4.2) in UTF-8, 1 to 1,024 bytes
        if (length < 1 || length > MAX_BYTES) {
            throw new IllegalArgumentException("password: " + length + " bytes (expected: 1 to " + MAX_BYTES + ")");
        }
    }

    private static IllegalArgumentException bad(String what, String expected) {
        return new IllegalArgumentException("password: " + what + " (expected: " + expected + ")");
    }
}
