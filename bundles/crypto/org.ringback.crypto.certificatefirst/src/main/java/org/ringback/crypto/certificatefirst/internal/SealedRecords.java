package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession.Output;

/**
 * Sends and receives the records of one end: 16 bits of length, then that many bytes of ciphertext (Noise rev 34 §3). A
 * record with empty plaintext ends the connection in order. Not thread-safe.
 */
final class SealedRecords {
    /** Most plaintext that goes into one record, in bytes; a peer may put more in. */
    static final int MAX_PLAINTEXT = 16 * 1024;

    /** Longest ciphertext, in bytes: the largest number of 16 bits. */
    static final int MAX_LENGTH = 0xFFFF;

    /** Records have no associated data. */
    private static final byte[] NOTHING = {};

    private final CipherState sending;
    private final CipherState receiving;
    private final SealedRecordReader reader = new SealedRecordReader();

    SealedRecords(CipherState sending, CipherState receiving) {
        this.sending = sending;
        this.receiving = receiving;
    }

    /** Sends plaintext of any length; sends nothing if it is empty. */
    void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        while (plaintext.hasRemaining()) {
            byte[] part = new byte[Math.min(plaintext.remaining(), MAX_PLAINTEXT)];
            plaintext.get(part);
            sendRecord(part, output);
        }
    }

    /** Sends the record that ends the connection. */
    void sendEnd(Output output) throws ProtectionException {
        sendRecord(NOTHING, output);
    }

    /**
     * Takes bytes until a record is whole.
     *
     * @param bytes consumed up to the end of the record, or wholly
     * @param max the longest ciphertext allowed
     * @return the plaintext, of length 0 if the peer ends the connection; empty if more must come
     * @throws ProtectionException if it is not the peer's next record
     */
    Optional<byte[]> receive(ByteBuffer bytes, int max) throws ProtectionException {
        Optional<byte[]> record = reader.next(bytes, max);
        return record.isPresent() ? Optional.of(receiving.decrypt(NOTHING, record.get())) : Optional.empty();
    }

    void wipe() {
        sending.wipe();
        receiving.wipe();
    }

    private void sendRecord(byte[] plaintext, Output output) throws ProtectionException {
        int length = plaintext.length + CipherState.TAG;
        byte[] record = new byte[SealedRecordReader.HEADER + length];
        sending.encrypt(NOTHING, plaintext, record, SealedRecordReader.HEADER);
        output.toPeer(ByteBuffer.wrap(record).putShort(0, (short) length));
    }
}
