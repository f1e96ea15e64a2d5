package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;
import org.ringback.store.Change;

/**
 * The latest commits themselves, behind the mark in its file: a ring of bounded size, each entry sealed. What the data
 * lost of them comes back from here. Not thread-safe.
 */
final class Recent {
    /** How much is kept, in bytes. */
    static final int SIZE = 1 << 20;

    private static final long START = (long) Mark.SLOTS * Mark.SLOT;
    private static final int STEP = 512;
    private static final byte[] MAGIC = "RBcommit".getBytes(StandardCharsets.US_ASCII);
    private static final int BOUND = MAGIC.length + 2 * Long.BYTES + Integer.BYTES;
    private static final int HEAD = BOUND + Keys.NONCE;

    private final FileChannel file;
    private final SecretKeySpec key;
    private final RandomGenerator random;
    private final int size;
    private final Map<Long, Entry> entries = new HashMap<>();
    private int next;
    private int lastAt = -1;
    private long written;

    /**
     * One commit.
     *
     * @param number its number
     * @param after the commit that it follows
     * @param content what stands for all records after it
     * @param changes what it changed
     * @param bytes what it takes in the ring
     */
    record Entry(long number, long after, byte[] content, List<Change> changes, int bytes) {}

    Recent(FileChannel file, Keys keys, RandomGenerator random, int size) throws IOException {
        this.file = file;
        this.key = keys.recent();
        this.random = random;
        this.size = size;
        byte[] ring = Bytes.read(file, START, size);
        long newest = -1;
        for (int at = 0; at + HEAD <= ring.length; at += STEP) {
            Optional<Entry> found = entry(ring, at);
            if (found.isPresent() && found.get().after() < found.get().number()) {
                entries.put(found.get().number(), found.get());
                if (found.get().number() > newest) {
                    newest = found.get().number();
                    next = at + found.get().bytes();
                }
            }
        }
    }

    private Optional<Entry> entry(byte[] ring, int at) {
        if (!Arrays.equals(ring, at, at + MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer head = ByteBuffer.wrap(ring, at + MAGIC.length, HEAD - MAGIC.length);
        long number = head.getLong();
        long after = head.getLong();
        int length = head.getInt();
        if (length < Keys.TAG + Content.LENGTH || length > ring.length - at - HEAD) {
            return Optional.empty();
        }
        byte[] nonce = new byte[Keys.NONCE];
        head.get(nonce);
        try {
            byte[] plain = Keys.open(
                    key,
                    nonce,
                    ByteBuffer.wrap(ring, at, BOUND),
                    Arrays.copyOfRange(ring, at + HEAD, at + HEAD + length));
            return Optional.of(new Entry(
                    number,
                    after,
                    Arrays.copyOf(plain, Content.LENGTH),
                    Changes.read(Arrays.copyOfRange(plain, Content.LENGTH, plain.length)),
                    steps(HEAD + length)));
        } catch (GeneralSecurityException | IOException e) {
            // torn, overwritten or changed: it is not there
            return Optional.empty();
        }
    }

    private static int steps(int length) {
        return (length + STEP - 1) / STEP * STEP;
    }

    /** Makes room on the disk, so that no later write here can fail for want of it. */
    void reserve() throws IOException {
        for (long at = Math.max(START, file.size()); at < START + size; at += Mark.SLOT) {
            Bytes.write(file, ByteBuffer.allocate(Mark.SLOT), at);
        }
    }

    /**
     * Writes a commit over the oldest ones; it is on disk once the file was synced. One that is too large for the ring is left out, and counts as if it filled it.
     */
    void write(long number, long after, byte[] content, List<Change> changes) throws IOException {
        lastAt = -1;
        byte[] encoded = Changes.toBytes(changes);
        int length = Content.LENGTH + encoded.length + Keys.TAG;
        if (HEAD + length > size / 2) {
            written += size;
            return;
        }
        byte[] plain = Arrays.copyOf(content, Content.LENGTH + encoded.length);
        System.arraycopy(encoded, 0, plain, Content.LENGTH, encoded.length);
        byte[] nonce = new byte[Keys.NONCE];
        random.nextBytes(nonce);
        ByteBuffer entry = ByteBuffer.allocate(HEAD + length);
        entry.put(MAGIC).putLong(number).putLong(after).putInt(length);
        byte[] sealed = Keys.seal(key, nonce, ByteBuffer.wrap(entry.array(), 0, BOUND), plain);
        entry.put(nonce).put(sealed).flip();
        if (next + steps(entry.limit()) > size) {
            next = 0;
        }
        lastAt = next;
        next += steps(entry.limit());
        Bytes.write(file, entry, START + lastAt);
        written += steps(entry.limit());
    }

    /** {@return how many bytes were written into the ring since the start} */
    long written() {
        return written;
    }

    int size() {
        return size;
    }

    /** The commit that was written last came to nothing. */
    void withdraw() throws IOException {
        if (lastAt >= 0) {
            Bytes.write(file, ByteBuffer.allocate(MAGIC.length), START + lastAt);
        }
    }

    /** {@return the highest number that was here at the start} */
    long newest() {
        return entries.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * The commits that lead from data to the newest that was here at the start.
     *
     * @param from the data's number
     * @return them in order; empty if there are none, or one is missing
     */
    List<Entry> since(long from) {
        Deque<Entry> way = new ArrayDeque<>();
        Entry entry = entries.get(newest());
        while (entry != null && entry.number() > from) {
            way.addFirst(entry);
            if (entry.after() == from) {
                return List.copyOf(way);
            }
            entry = entries.get(entry.after());
        }
        return List.of();
    }

    /** What was read at the start is needed no more. */
    void forget() {
        entries.clear();
    }
}
