package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.ringback.wire.Tlv;

/**
 * Writes an estate ({@link Estates}): rows of values, each row a field as {@link Tlv} has them, under the version of
 * their form; all in one array, as there may be a million rows. An estate is read by the same program, in another version of one bundle: a changed form gets another version,
 * and is then not read at all. Not thread-safe.
 */
public final class EstateWriter {
    /** Tag and length, 16 bits each. */
    static final int HEADER = 2 * Short.BYTES;

    private static final int FIRST_ROOM = 1_024;

    private ByteBuffer out = ByteBuffer.allocate(FIRST_ROOM);
    private int row;

    /**
     * Begins an estate.
     *
     * @param version of its form
     */
    public EstateWriter(long version) {
        header(StoredRecord.VERSION);
        number(version);
    }

    /**
     * Begins the next row, which takes the values that follow.
     *
     * @param kind tells it from rows of another kind; from 1
     * @return this writer
     */
    public EstateWriter row(int kind) {
        end();
        header(kind);
        return this;
    }

    private void header(int tag) {
        row = out.position();
        room(HEADER).putShort((short) tag).putShort((short) 0);
    }

    private void end() {
        int length = out.position() - row - HEADER;
        if (length > Tlv.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "estate: a row of " + length + " bytes (expected: at most " + Tlv.MAX_VALUE + ")");
        }
        out.putShort(row + Short.BYTES, (short) length);
    }

    /**
     * Adds a number.
     *
     * @param value any
     * @return this writer
     */
    public EstateWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    /**
     * Adds a fraction.
     *
     * @param value any
     * @return this writer
     */
    public EstateWriter fraction(double value) {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    /**
     * Adds whether something is so.
     *
     * @param value whether
     * @return this writer
     */
    public EstateWriter flag(boolean value) {
        room(Byte.BYTES).put((byte) (value ? 1 : 0));
        return this;
    }

    /**
     * Adds bytes, with their length.
     *
     * @param value at most 65,535 bytes less what else is in the row
     * @return this writer
     */
    public EstateWriter bytes(byte[] value) {
        room(Short.BYTES + value.length).putShort((short) value.length).put(value);
        return this;
    }

    /**
     * Adds a text.
     *
     * @param value as long as bytes may be
     * @return this writer
     */
    public EstateWriter text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds an address with its port; of an IPv6 address with its scope.
     *
     * @param value not unresolved
     * @return this writer
     */
    public EstateWriter address(InetSocketAddress value) {
        EstateRow.put(room(EstateRow.LONGEST_ADDRESS), value);
        return this;
    }

    private ByteBuffer room(int length) {
        if (out.remaining() < length) {
            byte[] before = out.array();
            out = ByteBuffer.allocate(Math.max(2 * before.length, before.length + length))
                    .put(before, 0, out.position());
            Arrays.fill(before, (byte) 0);
        }
        return out;
    }

    /** {@return all rows; this writer is done} */
    public byte[] toBytes() {
        end();
        byte[] whole = Arrays.copyOf(out.array(), out.position());
        Arrays.fill(out.array(), (byte) 0);
        return whole;
    }
}
