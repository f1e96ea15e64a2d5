package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Which records were written for good (revocations, passwords, policies), and by which commit: on disk before that commit
 * is. Whatever happens to the data, what they had before in these places does not come back. Not thread-safe.
 */
final class LastingLog implements AutoCloseable {
    private static final int ID = 32;
    private static final int SIGNED = 1 + ID + Long.BYTES;
    private static final int TAG = 16;
    static final int ENTRY = SIGNED + TAG;
    /** More entries than that are looked through for those that are needed no more. */
    static final int MANY = 4_096;

    private static final byte FLOOR = 0;
    private static final byte WRITE = 1;

    private final Medium medium;
    private final Path path;
    private final Mac mac;
    private @Nullable FileChannel file;
    /** The last commit that wrote a record for good, by the record's ID. */
    private final Map<String, Long> entries = new LinkedHashMap<>();

    private long floor;
    private long end;
    private long endBefore;
    private boolean damaged;

    LastingLog(Medium medium, Path path, Keys keys) throws IOException {
        this.medium = medium;
        this.path = path;
        this.mac = keys.lasting();
        if (!medium.exists(path)) {
            damaged = true;
            return;
        }
        FileChannel opened = medium.open(path);
        this.file = opened;
        byte[] all = Bytes.read(opened, 0, (int) Math.min(opened.size(), Integer.MAX_VALUE));
        boolean gap = false;
        for (int at = 0; at + ENTRY <= all.length; at += ENTRY) {
            if (take(all, at)) {
                damaged |= gap;
                end = (long) at + ENTRY;
            } else {
                gap = true;
            }
        }
    }

    private boolean take(byte[] all, int at) {
        mac.update(all, at, SIGNED);
        ByteBuffer entry = ByteBuffer.wrap(all, at, ENTRY);
        byte kind = entry.get();
        byte[] id = new byte[ID];
        byte[] tag = new byte[TAG];
        entry.get(id);
        long number = entry.getLong();
        entry.get(tag);
        if (!MessageDigest.isEqual(tag(), tag)) {
            return false;
        }
        if (kind == FLOOR) {
            floor = Math.max(floor, number);
        } else {
            entries.merge(HexFormat.of().formatHex(id), number, Math::max);
        }
        return true;
    }

    private byte[] tag() {
        return Arrays.copyOf(mac.doFinal(), TAG);
    }

    /** {@return whether it is missing, or entries cannot be read other than a torn one at the end} */
    boolean damaged() {
        return damaged;
    }

    /** {@return the commit up to which entries may have been forgotten: of older data nothing can be said} */
    long floor() {
        return floor;
    }

    /** {@return how many records were written for good} */
    int size() {
        return entries.size();
    }

    /** {@return the highest number in the log} */
    long newest() {
        return entries.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** {@return the IDs of the records that were written for good after a commit, and by which} */
    Map<String, Long> after(long number) {
        Map<String, Long> later = new LinkedHashMap<>(entries);
        later.values().removeIf(by -> by <= number);
        return later;
    }

    /** Notes records that a commit is about to write, and brings that to disk. */
    void append(List<String> ids, long number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ids.size() * ENTRY);
        ids.forEach(id -> bytes.put(entry(WRITE, id, number)));
        bytes.flip();
        endBefore = end;
        end += bytes.limit();
        FileChannel opened = opened();
        Bytes.write(opened, bytes, endBefore);
        opened.force(true);
        ids.forEach(id -> entries.put(id, number));
    }

    private FileChannel opened() throws IOException {
        if (file == null) {
            throw new IOException("file: " + path + " is missing");
        }
        return file;
    }

    /** The commit that was noted last came to nothing. */
    void withdraw() throws IOException {
        if (endBefore < end && file != null) {
            opened().truncate(endBefore);
            end = endBefore;
        }
    }

    private byte[] entry(byte kind, String id, long number) {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY);
        entry.put(kind).put(HexFormat.of().parseHex(id)).putLong(number);
        mac.update(entry.array(), 0, SIGNED);
        return entry.put(tag()).array();
    }

    /**
     * Writes the log anew, without what no data need that could come back.
     *
     * @param number the oldest data that could come back: what they have is needed no more
     */
    void compact(long number) throws IOException {
        Map<String, Long> kept = after(number);
        floor = Math.max(floor, number);
        Path fresh = path.resolveSibling(path.toFile().getName() + ".new");
        medium.delete(fresh);
        ByteBuffer bytes = ByteBuffer.allocate((kept.size() + 1) * ENTRY);
        bytes.put(entry(FLOOR, "00".repeat(ID), floor));
        kept.forEach((id, by) -> bytes.put(entry(WRITE, id, by)));
        bytes.flip();
        end = bytes.limit();
        endBefore = end;
        try (FileChannel written = medium.open(fresh)) {
            Bytes.write(written, bytes, 0);
            written.force(true);
        }
        medium.move(fresh, path);
        medium.sync(path);
        close();
        file = medium.open(path);
        entries.keySet().retainAll(kept.keySet());
        damaged = false;
    }

    /** {@return the ID of a record: what the log says of it tells neither its table nor its key} */
    static String id(String table, String key) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(table.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
            return HexFormat.of().formatHex(hash.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
