package org.ringback.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fields of tag, length and value: the one format of whatever of ours is no STUN message, namely strings that people
 * carry, the issuer's box and records on disk. Tag and length are 16 bits each; a tag may repeat; the values of one tag
 * keep the order in which they were put. A reader ignores tags that it does not know. Immutable; made by
 * {@link Writer}.
 */
public final class Tlv {
    /** Longest value, in bytes. */
    public static final int MAX_VALUE = 0xFFFF;

    private static final int MAX_TAG = 0xFFFF;
    private static final int HEADER = Short.BYTES + Short.BYTES;

    private final SortedMap<Integer, List<byte[]>> fields;

    private Tlv(SortedMap<Integer, List<byte[]>> fields) {
        this.fields = fields;
    }

    /**
     * Reads fields.
     *
     * @param bytes all of them
     * @return the fields
     * @throws IllegalArgumentException if the last field is incomplete
     */
    public static Tlv read(byte[] bytes) {
        SortedMap<Integer, List<byte[]>> fields = new TreeMap<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER) {
                throw new IllegalArgumentException("TLV: cut in a header (expected: tag and length, 16 bits each)");
            }
            int tag = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                throw new IllegalArgumentException("TLV: field " + tag + " is cut (expected: " + length + " bytes)");
            }
            byte[] value = new byte[length];
            in.get(value);
            fields.computeIfAbsent(tag, key -> new ArrayList<>()).add(value);
        }
        return new Tlv(fields);
    }

    /**
     * The only value of a tag.
     *
     * @param tag which
     * @return the value
     * @throws NoSuchElementException if there is none
     * @throws IllegalArgumentException if there are several
     */
    public byte[] bytes(int tag) {
        List<byte[]> values = all(tag);
        if (values.size() > 1) {
            throw new IllegalArgumentException(
                    "TLV: field " + tag + " stands " + values.size() + " times (expected: once)");
        }
        return find(tag).orElseThrow(() -> new NoSuchElementException("TLV: field " + tag + " is missing"));
    }

    /**
     * The first value of a tag.
     *
     * @param tag which
     * @return the value, or empty
     */
    public Optional<byte[]> find(int tag) {
        return all(tag).stream().findFirst();
    }

    /**
     * Every value of a tag.
     *
     * @param tag which
     * @return the values, in order
     */
    public List<byte[]> all(int tag) {
        return List.copyOf(fields.getOrDefault(tag, List.of()));
    }

    /**
     * Every text of a tag.
     *
     * @param tag which
     * @return the texts, in order
     */
    public List<String> texts(int tag) {
        return all(tag).stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * A text field.
     *
     * @param tag which
     * @return its text
     * @throws NoSuchElementException if there is none
     * @throws IllegalArgumentException if it is no UTF-8, or there are several
     */
    public String text(int tag) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(tag)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("TLV: field " + tag + " is no text (expected: UTF-8)", e);
        }
    }

    /**
     * A number field.
     *
     * @param tag which
     * @return its 8 bytes
     * @throws NoSuchElementException if there is none
     * @throws IllegalArgumentException if it has another length, or there are several
     */
    public long number(int tag) {
        byte[] value = bytes(tag);
        if (value.length != Long.BYTES) {
            throw new IllegalArgumentException("TLV: field " + tag + " has " + value.length + " bytes (expected: 8)");
        }
        return ByteBuffer.wrap(value).getLong();
    }

    /** Collects fields. Not thread-safe. */
    public static final class Writer {
        private final List<byte[]> parts = new ArrayList<>();
        private int length;

        /**
         * Adds a field.
         *
         * @param tag 0 to 65535
         * @param value at most {@link Tlv#MAX_VALUE} bytes
         * @return this writer
         */
        public Writer put(int tag, byte[] value) {
            if (tag < 0 || tag > MAX_TAG) {
                throw new IllegalArgumentException("TLV: tag " + tag + " (expected: 0 to " + MAX_TAG + ")");
            }
            if (value.length > MAX_VALUE) {
                throw new IllegalArgumentException(
                        "TLV: field " + tag + " has " + value.length + " bytes (expected: at most " + MAX_VALUE + ")");
            }
            byte[] part = ByteBuffer.allocate(HEADER + value.length)
                    .putShort((short) tag)
                    .putShort((short) value.length)
                    .put(value)
                    .array();
            parts.add(part);
            length += part.length;
            return this;
        }

        /**
         * Adds a text field.
         *
         * @param tag 0 to 65535
         * @param value becomes UTF-8
         * @return this writer
         */
        public Writer put(int tag, String value) {
            return put(tag, value.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Adds a number field.
         *
         * @param tag 0 to 65535
         * @param value becomes 8 bytes
         * @return this writer
         */
        public Writer put(int tag, long value) {
            return put(tag, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        }

        /** {@return all fields as bytes} */
        public byte[] toBytes() {
            ByteBuffer out = ByteBuffer.allocate(length);
            parts.forEach(out::put);
            return out.array();
        }
    }
}
