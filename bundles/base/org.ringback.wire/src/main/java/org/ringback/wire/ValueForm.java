package org.ringback.wire;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the value of an attribute stands on the wire. Stateless.
 *
 * @param <T> the value's type
 * @param minLength in bytes, without padding
 * @param maxLength in bytes, without padding
 * @param expected shape and limits in words
 * @param reader reads exactly the value's bytes
 * @param writer makes the value's bytes
 * @param choice whether the value names one of several, of which a newer peer may know more
 */
record ValueForm<T>(int minLength, int maxLength, String expected, Reader<T> reader, Writer<T> writer, boolean choice) {
    private static final int MIN_ERROR_CODE = 300;
    private static final int MAX_ERROR_CODE = 699;
    private static final int HUNDRED = 100;
    private static final int CLASS_MASK = 0x7;
    private static final int MAX_REASON_PHRASE = 763;

    /** A form that is no choice: a newer version adds no value to it. */
    ValueForm(int minLength, int maxLength, String expected, Reader<T> reader, Writer<T> writer) {
        this(minLength, maxLength, expected, reader, writer, false);
    }

    /** Reads a value. */
    interface Reader<T> {
        /** {@return the value, or null if it is out of its limits: a stranger's bytes must not cost us an exception} */
        @Nullable
        T read(ByteBuffer value, TransactionId transaction);
    }

    /** Writes a value. */
    interface Writer<T> {
        /**
         * {@return the bytes; throws IllegalArgumentException if the value is out of its limits, which is our own bug}
         */
        byte[] write(T value, TransactionId transaction);
    }

    static ValueForm<byte[]> bytes(int min, int max) {
        String expected = min == max ? min + " bytes" : min + " to " + max + " bytes";
        return new ValueForm<>(min, max, expected, (value, transaction) -> rest(value), (bytes, transaction) -> bytes);
    }

    /** A value of exactly {@code length} bytes. */
    static <T> ValueForm<T> fixed(int length, Function<byte[], T> parse, Function<T, byte[]> print) {
        return new ValueForm<>(
                length,
                length,
                length + " bytes",
                (value, transaction) -> parse.apply(rest(value)),
                (value, transaction) -> print.apply(value));
    }

    static <T> ValueForm<T> text(int max, TextParser<T> parser, Function<T, String> print, String expected) {
        return new ValueForm<>(
                1,
                max,
                expected,
                (value, transaction) -> {
                    String text = utf8(value);
                    return text == null ? null : parser.parse(text);
                },
                (text, transaction) -> print.apply(text).getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a value from text. */
    interface TextParser<T> {
        /** {@return the value, or null if the text is not one} */
        @Nullable
        T parse(String text);
    }

    /** One byte that names one of several values. */
    static <T> ValueForm<T> choice(T[] values, ToIntFunction<T> number, String expected) {
        return new ValueForm<>(
                Byte.BYTES,
                Byte.BYTES,
                "1 byte: " + expected,
                (value, transaction) -> numbered(values, number, value.get()),
                (chosen, transaction) -> new byte[] {(byte) number.applyAsInt(chosen)},
                true);
    }

    /**
     * A list of bytes, each the number of a value that this version may not know; numbers that can never be one are
     * left out.
     */
    static <T> ValueForm<List<T>> choices(
            int max, IntFunction<@Nullable T> reader, ToIntFunction<T> number, String expected) {
        return new ValueForm<>(
                Byte.BYTES,
                max,
                expected,
                (value, transaction) -> {
                    List<T> known = new ArrayList<>();
                    while (value.hasRemaining()) {
                        T one = reader.apply(Byte.toUnsignedInt(value.get()));
                        if (one != null) {
                            known.add(one);
                        }
                    }
                    return known.isEmpty() ? null : List.copyOf(known);
                },
                (chosen, transaction) -> {
                    ByteBuffer out = ByteBuffer.allocate(chosen.size());
                    chosen.forEach(one -> out.put((byte) number.applyAsInt(one)));
                    return out.array();
                });
    }

    static ValueForm<Integer> int32(int min, int max, String limits) {
        String expected = "4 bytes: " + limits;
        return new ValueForm<>(
                Integer.BYTES,
                Integer.BYTES,
                expected,
                (value, transaction) -> {
                    int number = value.getInt();
                    return number < min || number > max ? null : number;
                },
                (number, transaction) -> ByteBuffer.allocate(Integer.BYTES)
                        .putInt((int) checked(number, min, max, expected))
                        .array());
    }

    static ValueForm<Long> int64(long min, long max, String limits) {
        String expected = "8 bytes: " + limits;
        return new ValueForm<>(
                Long.BYTES,
                Long.BYTES,
                expected,
                (value, transaction) -> {
                    long number = value.getLong();
                    return number < min || number > max ? null : number;
                },
                (number, transaction) -> ByteBuffer.allocate(Long.BYTES)
                        .putLong(checked(number, min, max, expected))
                        .array());
    }

    static <T> ValueForm<List<T>> list(int itemLength, int max, Function<byte[], T> parse, Function<T, byte[]> print) {
        return new ValueForm<>(
                itemLength,
                itemLength * max,
                "1 to " + max + " values of " + itemLength + " bytes",
                (value, transaction) -> {
                    if (value.remaining() % itemLength != 0) {
                        return null;
                    }
                    List<T> items = new ArrayList<>();
                    while (value.hasRemaining()) {
                        byte[] item = new byte[itemLength];
                        value.get(item);
                        items.add(parse.apply(item));
                    }
                    return List.copyOf(items);
                },
                (items, transaction) -> {
                    ByteBuffer out = ByteBuffer.allocate(items.size() * itemLength);
                    items.forEach(item -> out.put(print.apply(item)));
                    return out.array();
                });
    }

    /** ERROR-CODE: class and number; we send no reason phrase, and skip one of up to 763 bytes (RFC 8489 §14.8). */
    static ValueForm<Integer> errorCode() {
        String expected = "4 bytes: " + MIN_ERROR_CODE + " to " + MAX_ERROR_CODE + " as class and number; up to "
                + MAX_REASON_PHRASE + " bytes of phrase behind them are ignored";
        return new ValueForm<>(
                Integer.BYTES,
                Integer.BYTES + MAX_REASON_PHRASE,
                expected,
                (value, transaction) -> {
                    int word = value.getInt();
                    int number = word & 0xFF;
                    int code = (word >> Byte.SIZE & CLASS_MASK) * HUNDRED + number;
                    return number >= HUNDRED || code < MIN_ERROR_CODE || code > MAX_ERROR_CODE ? null : code;
                },
                (code, transaction) -> {
                    checked(code, MIN_ERROR_CODE, MAX_ERROR_CODE, expected);
                    return new byte[] {0, 0, (byte) (code / HUNDRED), (byte) (code % HUNDRED)};
                });
    }

    static byte[] rest(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static <T> @Nullable T numbered(T[] values, ToIntFunction<T> number, byte wanted) {
        for (T value : values) {
            if (number.applyAsInt(value) == Byte.toUnsignedInt(wanted)) {
                return value;
            }
        }
        return null;
    }

    private static long checked(long number, long min, long max, String expected) {
        if (number < min || number > max) {
            throw new IllegalArgumentException(number + " (expected: " + expected + ")");
        }
        return number;
    }

    /** Decodes UTF-8 strictly; returns null, without the cost of an exception, for bytes that are no UTF-8. */
    private static @Nullable String utf8(ByteBuffer value) {
        byte[] bytes = rest(value);
        if (isAscii(bytes)) {
            return new String(bytes, StandardCharsets.US_ASCII);
        }
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        boolean bad = decoder.decode(ByteBuffer.wrap(bytes), chars, true).isError()
                || decoder.flush(chars).isError();
        return bad ? null : chars.flip().toString();
    }

    /** Whether the bytes are ASCII, as nearly all texts are: then no decoder is needed. */
    private static boolean isAscii(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }
}
