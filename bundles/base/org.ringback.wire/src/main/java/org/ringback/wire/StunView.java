package org.ringback.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.ringback.wire.MalformedMessageException.Reason;

/**
 * Reads one STUN message in the caller's buffer, without allocating unless a method says so. It is used again for each
 * message: {@link #wrap}, read, wrap the next. The buffer must not change meanwhile. Not thread-safe; one for each
 * event loop.
 */
public final class StunView {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final CRC32 crc = new CRC32();
    private ByteBuffer buffer = NOTHING;
    private int start;
    private int end;

    /**
     * Looks at the bytes between position and limit, which must be exactly one message.
     *
     * @param bytes the message, big-endian as every new ByteBuffer is; position and limit stay as they are
     * @return null if header and attributes are well-formed, else what is wrong; then nothing else may be called
     */
    public @Nullable Reason wrap(ByteBuffer bytes) {
        if (bytes.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("byte order: little-endian (expected: big-endian, network order)");
        }
        buffer = bytes;
        start = bytes.position();
        end = bytes.limit();
        Reason reason = checkHeader();
        return reason == null ? checkAttributes() : reason;
    }

    private @Nullable Reason checkHeader() {
        int length = end - start;
        if (length < StunHeader.LENGTH) {
            return Reason.TRUNCATED;
        }
        int said = StunHeader.messageLength(buffer, start);
        if (said < 0) {
            return Reason.NOT_STUN;
        }
        if (said != length) {
            return said > length ? Reason.TRUNCATED : Reason.TRAILING_BYTES;
        }
        return null;
    }

    private @Nullable Reason checkAttributes() {
        int at = start + StunHeader.LENGTH;
        while (at < end) {
            int next = at + StunHeader.ATTRIBUTE_VALUE_OFFSET + StunHeader.padded(lengthAt(at));
            if (next > end) {
                return Reason.TRUNCATED;
            }
            // [WIRE-1] By UDP, FINGERPRINT stands last in every message (in a Probe only if its sender likes, in its …
            if (typeAt(at) == Attributes.FINGERPRINT.type() && (next != end || lengthAt(at) != Integer.BYTES)) {
                return Reason.BAD_FINGERPRINT;
            }
            at = next;
        }
        return null;
    }

    /** {@return the message type} */
    public int type() {
        return Short.toUnsignedInt(buffer.getShort(start + StunHeader.TYPE_OFFSET));
    }

    /** {@return the length of the whole message in bytes} */
    public int length() {
        return end - start;
    }

    /** {@return the transaction ID, newly allocated} */
    public TransactionId transaction() {
        return TransactionId.at(buffer, start + StunHeader.TRANSACTION_OFFSET);
    }

    /**
     * Compares the transaction ID without allocating.
     *
     * @param transaction another one
     * @return whether they are equal
     */
    public boolean hasTransaction(TransactionId transaction) {
        return buffer.getInt(start + StunHeader.TRANSACTION_OFFSET) == transaction.high()
                && buffer.getLong(start + StunHeader.TRANSACTION_OFFSET + Integer.BYTES) == transaction.low();
    }

    /**
     * Finds the first attribute of a type.
     *
     * @param type the attribute's number
     * @return its offset from the start of the message, or -1
     */
    public int find(int type) {
        for (int at = firstAttribute(); at >= 0; at = nextAttribute(at)) {
            if (typeOf(at) == type) {
                return at;
            }
        }
        return -1;
    }

    /** {@return the offset of the first attribute from the start of the message, or -1} */
    public int firstAttribute() {
        return length() > StunHeader.LENGTH ? StunHeader.LENGTH : -1;
    }

    /**
     * Goes on to the next attribute.
     *
     * @param offset of an attribute
     * @return the offset of the one after it, or -1
     */
    public int nextAttribute(int offset) {
        int next = offset + StunHeader.ATTRIBUTE_VALUE_OFFSET + StunHeader.padded(lengthOf(offset));
        return next < length() ? next : -1;
    }

    /**
     * The type of an attribute.
     *
     * @param offset of the attribute
     * @return its number
     */
    public int typeOf(int offset) {
        return typeAt(start + offset);
    }

    /**
     * The length of an attribute's value.
     *
     * @param offset of the attribute
     * @return bytes without padding
     */
    public int lengthOf(int offset) {
        return lengthAt(start + offset);
    }

    /**
     * Reads an int inside an attribute's value.
     *
     * @param offset of the attribute
     * @param index in the value
     * @return the int
     */
    public int intAt(int offset, int index) {
        return buffer.getInt(start + offset + StunHeader.ATTRIBUTE_VALUE_OFFSET + index);
    }

    /**
     * Reads a long inside an attribute's value.
     *
     * @param offset of the attribute
     * @param index in the value
     * @return the long
     */
    public long longAt(int offset, int index) {
        return buffer.getLong(start + offset + StunHeader.ATTRIBUTE_VALUE_OFFSET + index);
    }

    /**
     * Reads one byte of an attribute's value.
     *
     * @param offset of the attribute
     * @param index in the value
     * @return the byte
     */
    public byte byteAt(int offset, int index) {
        return buffer.get(start + offset + StunHeader.ATTRIBUTE_VALUE_OFFSET + index);
    }

    /**
     * A slice of an attribute's value; allocates the slice, copies nothing.
     *
     * @param offset of the attribute
     * @return the value without padding
     */
    public ByteBuffer value(int offset) {
        return buffer.slice(start + offset + StunHeader.ATTRIBUTE_VALUE_OFFSET, lengthOf(offset));
    }

    /**
     * The first bytes of the message, copied.
     *
     * @param length how many
     * @return the bytes
     */
    public byte[] prefix(int length) {
        byte[] bytes = new byte[length];
        buffer.get(start, bytes);
        return bytes;
    }

    /** {@return whether the message ends with a FINGERPRINT that matches (RFC 8489 §14.7)} */
    public boolean fingerprintMatches() {
        int offset = find(Attributes.FINGERPRINT.type());
        if (offset < 0) {
            return false;
        }
        crc.reset();
        int position = buffer.position();
        int limit = buffer.limit();
        try {
            crc.update(buffer.limit(start + offset).position(start));
        } finally {
            buffer.limit(limit).position(position);
        }
        return intAt(offset, 0) == ((int) crc.getValue() ^ StunHeader.FINGERPRINT_XOR);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    private int typeAt(int at) {
        return Short.toUnsignedInt(buffer.getShort(at));
    }

    private int lengthAt(int at) {
        return Short.toUnsignedInt(buffer.getShort(at + StunHeader.ATTRIBUTE_LENGTH_OFFSET));
    }
}
