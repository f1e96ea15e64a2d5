package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * Cuts the peer's bytes into records: 16 bits of length, then that many bytes of ciphertext. Keeps at most one
 * incomplete record, in at most about twice the memory of what came. Not thread-safe.
 */
final class SealedRecordReader {
    /** Bytes of the length before each record. */
    static final int HEADER = Short.BYTES;

    private static final int FIRST_CAPACITY = 512;
    private static final byte[] NOTHING = {};

    private byte[] kept = NOTHING;
    private int count;
    private int headerBytes;
    private int length;

    /**
     * The length of the first record in the bytes.
     *
     * @param bytes the received bytes; not consumed
     * @param max the longest ciphertext allowed
     * @return the length of header and ciphertext; 0 if the record is not whole; all bytes if it is longer than allowed
     */
    static int whole(ByteBuffer bytes, int max) {
        if (bytes.remaining() < HEADER) {
            return 0;
        }
        int length = Byte.toUnsignedInt(bytes.get(bytes.position())) << Byte.SIZE
                | Byte.toUnsignedInt(bytes.get(bytes.position() + 1));
        if (length > max) {
            return bytes.remaining();
        }
        return bytes.remaining() < HEADER + length ? 0 : HEADER + length;
    }

    /**
     * Takes bytes until a record is whole.
     *
     * @param bytes the received bytes; consumed up to the end of the record, or wholly
     * @param max the longest ciphertext allowed
     * @return the ciphertext, or empty if more must come
     * @throws ProtectionException if the record says that it is shorter than a tag or longer than allowed
     */
    Optional<byte[]> next(ByteBuffer bytes, int max) throws ProtectionException {
        while (headerBytes < HEADER) {
            if (!bytes.hasRemaining()) {
                return Optional.empty();
            }
            length = length << Byte.SIZE | Byte.toUnsignedInt(bytes.get());
            headerBytes++;
        }
        // [CF-10] Records, after message 2: 16 bits of length, then so many bytes of ciphertext (16 to 65,535), the …
        if (length < CipherState.TAG || length > max) {
            throw new ProtectionException(
                    Reason.BROKEN, "record: " + length + " bytes (expected: " + CipherState.TAG + " to " + max + ")");
        }
        int taken = Math.min(bytes.remaining(), length - count);
        if (count + taken > kept.length) {
            int capacity = Math.max(count + taken, Math.max(FIRST_CAPACITY, kept.length * 2));
            kept = Arrays.copyOf(kept, Math.min(capacity, length));
        }
        bytes.get(kept, count, taken);
        count += taken;
        if (count < length) {
            return Optional.empty();
        }
        byte[] record = kept.length == length ? kept : Arrays.copyOf(kept, length);
        kept = NOTHING;
        count = 0;
        headerBytes = 0;
        length = 0;
        return Optional.of(record);
    }
}
