package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * Cuts the peer's bytes into whole TLS records (RFC 8446 §5.1), however the network splits them. Keeps at most one
 * incomplete record, in at most about twice the memory of what came. Confined to its session.
 */
final class RecordReader {
    /** Bytes of a record's header: type, version, length. */
    static final int HEADER = 5;

    /** Offset of the 16 bits of the length. */
    static final int LENGTH_OFFSET = 3;

    /** The lowest content type, change_cipher_spec; the highest is application_data (RFC 8446 §5.1). */
    private static final int FIRST_TYPE = 20;

    private static final int LAST_TYPE = 23;
    private static final byte MAJOR_VERSION = 3;

    /** Longest protected content of a record, in bytes (RFC 8446 §5.2). */
    private static final int MAX_FRAGMENT = (1 << 14) + 256;

    private static final int FIRST_CAPACITY = 512;
    private static final byte[] NOTHING = {};

    private byte[] rest = NOTHING;
    private int kept;

    /**
     * Takes bytes until a record is whole.
     *
     * @param bytes what came; consumed up to the end of the record, or wholly
     * @return the record, header and all, valid until the next call; or empty if more must come
     * @throws ProtectionException if the record says that it is longer than allowed
     */
    Optional<ByteBuffer> next(ByteBuffer bytes) throws ProtectionException {
        if (kept == 0 && bytes.remaining() >= HEADER) {
            int length = recordLength(bytes, bytes.position());
            if (bytes.remaining() >= length) {
                ByteBuffer record = bytes.slice(bytes.position(), length);
                bytes.position(bytes.position() + length);
                return Optional.of(record);
            }
        }
        if (kept < HEADER && !keep(bytes, HEADER)) {
            return Optional.empty();
        }
        if (!keep(bytes, recordLength(ByteBuffer.wrap(rest), 0))) {
            return Optional.empty();
        }
        ByteBuffer record = ByteBuffer.wrap(rest, 0, kept);
        rest = NOTHING;
        kept = 0;
        return Optional.of(record);
    }

    /** How many bytes the whole records at the beginning take; all bytes, if the next record is longer than allowed. */
    static int whole(ByteBuffer bytes) {
        int whole = 0;
        while (bytes.remaining() - whole >= HEADER) {
            int next;
            try {
                next = recordLength(bytes, bytes.position() + whole);
            } catch (ProtectionException tooLong) {
                return bytes.remaining();
            }
            if (bytes.remaining() - whole < next) {
                break;
            }
            whole += next;
        }
        return whole;
    }

    /** Keeps bytes until there are as many as wanted. */
    private boolean keep(ByteBuffer bytes, int wanted) {
        int taken = Math.min(bytes.remaining(), wanted - kept);
        if (kept + taken > rest.length) {
            int capacity = Math.max(kept + taken, Math.max(FIRST_CAPACITY, rest.length * 2));
            rest = Arrays.copyOf(rest, Math.min(capacity, HEADER + MAX_FRAGMENT));
        }
        bytes.get(rest, kept, taken);
        kept += taken;
        return kept == wanted;
    }

    /** Reads the length byte by byte, as the caller's buffer may have either byte order. */
    private static int recordLength(ByteBuffer bytes, int start) throws ProtectionException {
        int type = Byte.toUnsignedInt(bytes.get(start));
        if (type < FIRST_TYPE || type > LAST_TYPE || bytes.get(start + 1) != MAJOR_VERSION) {
            throw new ProtectionException(
                    Reason.BROKEN, "record: begins with " + type + " (expected: TLS; something else answers there)");
        }
        int fragment = Byte.toUnsignedInt(bytes.get(start + LENGTH_OFFSET)) << Byte.SIZE
                | Byte.toUnsignedInt(bytes.get(start + LENGTH_OFFSET + 1));
        if (fragment > MAX_FRAGMENT) {
            throw new ProtectionException(
                    Reason.BROKEN, "record: " + fragment + " bytes (expected: at most " + MAX_FRAGMENT + ")");
        }
        return HEADER + fragment;
    }
}
