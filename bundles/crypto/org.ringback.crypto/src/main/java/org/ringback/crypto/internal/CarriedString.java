package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * The format of the strings that people carry: a prefix that names the kind, then in base64url without padding (RFC
 * 4648 §5) the version (8 bits), the length of all bytes (16 bits), TLV fields, and the first 8 bytes of SHA-256 over
 * prefix, version, length and fields. By the length a reader distinguishes a cut string from a changed one. Immutable.
 */
enum CarriedString {
    /** An enrolment string. */
    ENROLMENT("ringback-enrol-", "an enrolment string", "join"),
    /** A grant string. */
    GRANT("ringback-grant-", "a grant string", "accept-grant");

    /** The version that this code prints; it also reads the next one. */
    static final int VERSION = 1;

    private static final int MAX_TEXT = 16_384;
    private static final int HEADER = Byte.BYTES + Short.BYTES;
    private static final int CHECKSUM = 8;
    private static final int MAX_BYTES = 0xFFFF;

    /** Base64 has groups of four characters for three bytes; a group of one character is an error. */
    private static final int BASE64_GROUP = 4;

    private final String prefix;
    private final String name;
    private final String command;

    CarriedString(String prefix, String name, String command) {
        this.prefix = prefix;
        this.name = name;
        this.command = command;
    }

    String print(byte[] tlvs) {
        return print(VERSION, tlvs);
    }

    String print(int version, byte[] tlvs) {
        int length = HEADER + tlvs.length + CHECKSUM;
        if (length > MAX_BYTES) {
            throw bad("too long", "at most " + MAX_BYTES + " bytes");
        }
        byte[] bytes = ByteBuffer.allocate(length)
                .put((byte) version)
                .putShort((short) length)
                .put(tlvs)
                .array();
        ByteBuffer.wrap(bytes, length - CHECKSUM, CHECKSUM).put(checksum(bytes));
        return prefix + encoded(bytes);
    }

    /**
     * Reads the TLVs of a string of this kind.
     *
     * @param pasted the text; may have white space and the {@code >} of a quoted mail anywhere
     * @return the TLVs
     * @throws IllegalArgumentException if it is of another kind, cut, changed or of an unknown version
     */
    byte[] read(String pasted) {
        // [STR-5] Longest text read: 16,384 characters.
        if (pasted.length() > MAX_TEXT) {
            throw bad("too long", "at most " + MAX_TEXT + " characters");
        }
        String text = withoutWhiteSpace(pasted);
        refuseOtherKinds(text);
        String body = text.substring(prefix.length());
        for (CarriedString again : values()) {
            if (body.contains(again.prefix)) {
                throw bad("two of them, one behind the other", "one, once; copy it again");
            }
        }
        byte[] bytes = decode(body);
        if (bytes.length < HEADER + CHECKSUM) {
            throw cut();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int version = Byte.toUnsignedInt(in.get());
        // [STR-1] 1 | version: 1. The next one (2) is read too; any other is refused by name
        if (version == 0 || version > VERSION + 1) {
            throw bad("version " + version, VERSION + " or " + (VERSION + 1) + "; a newer Ringback may read it");
        }
        int length = Short.toUnsignedInt(in.getShort());
        // [STR-2] 2 | length of all these bytes: fewer that came means cut
        if (bytes.length < length) {
            throw cut();
        }
        byte[] checksum = Arrays.copyOfRange(bytes, bytes.length - CHECKSUM, bytes.length);
        byte[] alone = Arrays.copyOf(bytes, length);
        if (isWhole(alone) && body.length() > encoded(alone).length()) {
            throw followed();
        }
        // [STR-3] 8 | checksum: the first 8 bytes of SHA-256(prefix ‖ version ‖ length ‖ TLVs); a wrong one means …
        if (bytes.length > length
                || !MessageDigest.isEqual(checksum(bytes), checksum)
                || !encoded(bytes).equals(body)) {
            throw changed();
        }
        return Arrays.copyOfRange(bytes, HEADER, bytes.length - CHECKSUM);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private boolean isWhole(byte[] bytes) {
        return bytes.length >= HEADER + CHECKSUM
                && MessageDigest.isEqual(
                        checksum(bytes), Arrays.copyOfRange(bytes, bytes.length - CHECKSUM, bytes.length));
    }

    private byte[] checksum(byte[] bytes) {
        byte[] covered = ByteBuffer.allocate(prefix.length() + bytes.length - CHECKSUM)
                .put(Fields.ascii(prefix))
                .put(bytes, 0, bytes.length - CHECKSUM)
                .array();
        return Arrays.copyOf(Kdf.sha256(covered), CHECKSUM);
    }

    private void refuseOtherKinds(String text) {
        if (text.startsWith(prefix)) {
            return;
        }
        for (CarriedString other : values()) {
            if (other != this && text.startsWith(other.prefix)) {
                throw new IllegalArgumentException(
                        "this is " + other.name + " (expected: " + name + "); paste it into " + other.command);
            }
        }
        if (!text.isEmpty() && prefix.startsWith(text)) {
            throw cut();
        }
        throw bad("not one", "the text that begins with " + prefix);
    }

    private byte[] decode(String body) {
        int end = 0;
        while (end < body.length() && isBase64(body.charAt(end))) {
            end++;
        }
        byte[] bytes = decodeGroups(body.substring(0, end));
        if (end == body.length()) {
            return bytes;
        }
        throw beginsWhole(bytes) ? followed() : changed();
    }

    private static byte[] decodeGroups(String body) {
        int end = body.length() % BASE64_GROUP == 1 ? body.length() - 1 : body.length();
        return Base64.getUrlDecoder().decode(body.substring(0, end));
    }

    private boolean beginsWhole(byte[] bytes) {
        if (bytes.length < HEADER) {
            return false;
        }
        int length = Short.toUnsignedInt(
                ByteBuffer.wrap(bytes, Byte.BYTES, Short.BYTES).getShort());
        return length <= bytes.length && isWhole(Arrays.copyOf(bytes, length));
    }

    private static boolean isBase64(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private IllegalArgumentException cut() {
        return bad("cut, its end is missing", "the whole of it; copy it again");
    }

    private IllegalArgumentException followed() {
        return bad("something stands behind it", "the string alone, without what follows it; copy it again");
    }

    private IllegalArgumentException changed() {
        return bad("changed on the way, its checksum does not match", "exactly what was printed; copy it again");
    }

    private IllegalArgumentException bad(String value, String expected) {
        String field = name.substring(name.indexOf(' ') + 1);
        return new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }

    /** The text without white space, and without the marks of a quoted mail. */
    private static String withoutWhiteSpace(String text) {
        // [STR-4] White space is ignored everywhere.
        StringBuilder kept = new StringBuilder(text.length());
        text.chars()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != '>')
                .forEach(c -> kept.append((char) c));
        return kept.toString();
    }
}
