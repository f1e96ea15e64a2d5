package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * The number of the last commit, beside the data: two slots of 4 KiB, written in turn and in place, so that a torn write
 * leaves the other one. Data that are older than the mark went back. Behind the number stands up to which commit the
 * lasting log is known to be, so that a shorter one shows, and whether the store was closed after that commit. Not
 * thread-safe.
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

    /** No slot is good. */
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

    /** {@return the highest number in a good slot, or {@link #NONE}} */
    long commit() {
        return commit;
    }

    /** {@return up to which commit the lasting log is known to be; 0 in marks of before that was kept} */
    long log() {
        return log;
    }

    /** The lasting log is on disk up to a commit; the next mark says so. */
    void log(long number) {
        log = Math.max(log, number);
    }

    /** {@return whether the store was closed after that commit: then nothing was written since} */
    boolean closed() {
        return closed;
    }

    /**
     * Writes the older slot anew; it is on disk once the file was synced.
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
