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
 * The latest commits, in a ring buffer of bounded size behind the mark, in the mark's file; each entry is sealed. If
 * the data lose some of them, they are applied again from here. Not thread-safe.
 */
final class RecentCommits {
    /** Size of the ring buffer, in bytes. */
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
     * @param content the sum over all records after it
     * @param changes what it changed
     * @param bytes its length in the ring buffer
     */
    record Entry(long number, long after, byte[] content, List<Change> changes, int bytes) {}

    RecentCommits(FileChannel file, Keys keys, RandomGenerator random, int size) throws IOException {
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
        if (length < Keys.TAG + ContentSum.LENGTH || length > ring.length - at - HEAD) {
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
                    Arrays.copyOf(plain, ContentSum.LENGTH),
                    Changes.read(Arrays.copyOfRange(plain, ContentSum.LENGTH, plain.length)),
                    steps(HEAD + length)));
        } catch (GeneralSecurityException | IOException e) {
            // torn, overwritten or changed: treated as absent
            return Optional.empty();
        }
    }

    private static int steps(int length) {
        return (length + STEP - 1) / STEP * STEP;
    }

    /** Allocates the whole ring buffer on disk, so that no later write to it can fail for want of space. */
    void reserve() throws IOException {
        for (long at = Math.max(START, file.size()); at < START + size; at += Mark.SLOT) {
            Bytes.write(file, ByteBuffer.allocate(Mark.SLOT), at);
        }
    }

    /**
     * Writes a commit over the oldest ones; it is on disk once the file was synced. A commit larger than the ring
     * buffer is left out, and counted in {@link #written} as if it filled it.
     */
    void write(long number, long after, byte[] content, List<Change> changes) throws IOException {
        lastAt = -1;
        byte[] encoded = Changes.toBytes(changes);
        int length = ContentSum.LENGTH + encoded.length + Keys.TAG;
        if (HEAD + length > size / 2) {
            written += size;
            return;
        }
        byte[] plain = Arrays.copyOf(content, ContentSum.LENGTH + encoded.length);
        System.arraycopy(encoded, 0, plain, ContentSum.LENGTH, encoded.length);
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

    /** {@return how many bytes were written into the ring buffer since the start} */
    long written() {
        return written;
    }

    int size() {
        return size;
    }

    /** Takes the last commit back: it failed. */
    void withdraw() throws IOException {
        if (lastAt >= 0) {
            Bytes.write(file, ByteBuffer.allocate(MAGIC.length), START + lastAt);
        }
    }

    /** {@return the highest commit that the file had at the start} */
    long newest() {
        return entries.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /**
     * The commits that lead from given data to the newest commit that the file had at the start.
     *
     * @param from the last commit in the data
     * @return the commits in order; empty if there are none, or one between is missing
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

    /** Frees what was read at the start. */
    void forget() {
        entries.clear();
    }
}
