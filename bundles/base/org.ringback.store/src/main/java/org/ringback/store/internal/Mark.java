package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * The number of the last commit, in a file beside the data, so that data older than the mark are recognised. Two slots
 * of 4 KiB are written in turn and in place, so that a torn write leaves the other one. A slot also has the commit up
 * to which the lasting log is complete, so that a shorter log is recognised, and whether the store was closed after its
 * last commit. Not thread-safe.
 */
final class Mark {
    static final int SLOT = 4096;
    static final int SLOTS = 2;

    private static final byte[] MAGIC = "RBmark 1".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED = MAGIC.length + 2 * Long.BYTES;
    static final int LENGTH = SIGNED + Keys.MAC;
    private static final int MORE_SIGNED = LENGTH + Long.BYTES + 1;
    private static final int WHOLE = MORE_SIGNED + Keys.MAC;

    private final FileChannel file;
    private final Mac mac;
    private long generation;
    private long commit = NONE;
    private long log;
    private boolean closed;

    /** Neither slot is intact. */
    static final long NONE = -1;

    Mark(FileChannel file, Keys keys) throws IOException {
        this.file = file;
        this.mac = keys.mark();
        for (int slot = 0; slot < SLOTS; slot++) {
            take(Bytes.read(file, (long) slot * SLOT, WHOLE));
        }
    }

    private void take(byte[] slot) {
        if (slot.length < LENGTH || !Arrays.equals(slot, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return;
        }
        mac.update(slot, 0, SIGNED);
        if (!MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(slot, SIGNED, LENGTH))) {
            return;
        }
        ByteBuffer fields = ByteBuffer.wrap(slot, MAGIC.length, 2 * Long.BYTES);
        long generationHere = fields.getLong();
        commit = Math.max(commit, fields.getLong());
        boolean latest = generationHere > generation;
        generation = Math.max(generation, generationHere);
        boolean more = slot.length == WHOLE && signed(slot);
        if (more) {
            log = Math.max(log, ByteBuffer.wrap(slot, LENGTH, Long.BYTES).getLong());
        }
        if (latest) {
            closed = more && slot[MORE_SIGNED - 1] != 0;
        }
    }

    private boolean signed(byte[] slot) {
        mac.update(slot, 0, MORE_SIGNED);
        return MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(slot, MORE_SIGNED, WHOLE));
    }

    /** {@return the highest commit in an intact slot, or {@link #NONE}} */
    long commit() {
        return commit;
    }

    /**
     * {@return the commit up to which the lasting log is complete; 0 in marks of older versions, which did not note it}
     */
    long log() {
        return log;
    }

    /** Sets the commit up to which the lasting log is complete; {@link #write} writes it. */
    void log(long number) {
        log = Math.max(log, number);
    }

    /** {@return whether the store was closed after {@link #commit}, so that nothing was written since} */
    boolean closed() {
        return closed;
    }

    /**
     * Overwrites the older slot; it is on disk once the file was synced.
     *
     * @param number the last commit
     * @param isClosed whether nothing will be written after it
     */
    void write(long number, boolean isClosed) throws IOException {
        generation++;
        ByteBuffer slot =
                ByteBuffer.allocate(WHOLE).put(MAGIC).putLong(generation).putLong(number);
        mac.update(slot.array(), 0, SIGNED);
        slot.put(mac.doFinal()).putLong(log).put((byte) (isClosed ? 1 : 0));
        mac.update(slot.array(), 0, MORE_SIGNED);
        slot.put(mac.doFinal()).flip();
        Bytes.write(file, slot, generation % SLOTS * SLOT);
        commit = number;
        closed = isClosed;
    }
}
