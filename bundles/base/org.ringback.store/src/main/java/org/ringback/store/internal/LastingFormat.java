package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/**
 * Reads and writes the records of the lasting log. Each begins at a multiple of {@link #STEP}, so that the reader finds
 * the one after a damaged one. The lasting changes of one commit are one record, sealed as a whole: after a power cut
 * it is there whole or not at all. Not thread-safe.
 */
final class LastingFormat {
    private static final int ID = 32;
    private static final int SIGNED = 1 + ID + Long.BYTES;
    private static final int TAG = 16;
    /** The length of each record is a multiple of this, in bytes. */
    static final int STEP = SIGNED + TAG;

    /** Kind of the first record: the commit up to which the log may have left changes out. */
    private static final byte FLOOR = 0;
    /** Kind of record that older versions wrote: the ID of a table's record that was written, without its value. */
    private static final byte WRITTEN = 1;
    /** Kind of record that has the lasting changes of one commit. */
    private static final byte KEPT = 2;

    private final Mac mac;
    private final SecretKeySpec key;
    private final RandomGenerator random;

    LastingFormat(Keys keys, RandomGenerator random) {
        this.mac = keys.lasting();
        this.key = keys.kept();
        this.random = random;
    }

    /**
     * What the log knows of one record of the tables.
     *
     * @param number the last commit with a lasting change of it
     * @param change that change; empty if an older version logged it without the value
     */
    record Entry(long number, Optional<Change> change) {}

    /**
     * A record of the log.
     *
     * @param length its length in bytes
     * @param floor the commit that it names, if it is a floor
     * @param entries its entries, by the ID of each record of the tables
     */
    record Found(int length, Optional<Long> floor, Map<String, Entry> entries) {}

    /** {@return the record at a position; null if there is no intact one} */
    @Nullable
    Found read(byte[] log, int at) {
        if (at + STEP > log.length) {
            return null;
        }
        mac.update(log, at, SIGNED);
        if (!MessageDigest.isEqual(tag(), Arrays.copyOfRange(log, at + SIGNED, at + STEP))) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(log, at, SIGNED);
        byte kind = head.get();
        byte[] id = new byte[ID];
        head.get(id);
        long number = head.getLong();
        return switch (kind) {
            case FLOOR -> new Found(STEP, Optional.of(number), Map.of());
            case WRITTEN ->
                new Found(
                        STEP,
                        Optional.empty(),
                        Map.of(HexFormat.of().formatHex(id), new Entry(number, Optional.empty())));
            case KEPT -> kept(log, at, ByteBuffer.wrap(id), number);
            default -> null;
        };
    }

    private @Nullable Found kept(byte[] log, int at, ByteBuffer fields, long number) {
        byte[] nonce = new byte[Keys.NONCE];
        fields.get(nonce);
        int length = fields.getInt();
        if (length > log.length - at - STEP) {
            return null;
        }
        try {
            byte[] plain = Keys.open(
                    key,
                    nonce,
                    ByteBuffer.wrap(log, at, SIGNED),
                    Arrays.copyOfRange(log, at + STEP, at + STEP + length));
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Change change : Changes.read(plain)) {
                entries.put(id(change), new Entry(number, Optional.of(change)));
            }
            return new Found(STEP + steps(length), Optional.empty(), entries);
        } catch (GeneralSecurityException | IOException e) {
            // torn or changed: treated as absent
            return null;
        }
    }

    private static int steps(int length) {
        return (length + STEP - 1) / STEP * STEP;
    }

    byte[] floor(long number) {
        return head(FLOOR, new byte[ID], number);
    }

    byte[] written(String id, long number) {
        return head(WRITTEN, HexFormat.of().parseHex(id), number);
    }

    byte[] kept(List<Change> changes, long number) {
        byte[] plain = Changes.toBytes(changes);
        int length = plain.length + Keys.TAG;
        byte[] nonce = new byte[Keys.NONCE];
        random.nextBytes(nonce);
        byte[] fields = ByteBuffer.allocate(ID).put(nonce).putInt(length).array();
        byte[] head = head(KEPT, fields, number);
        byte[] sealed = Keys.seal(key, nonce, ByteBuffer.wrap(head, 0, SIGNED), plain);
        return ByteBuffer.allocate(STEP + steps(length)).put(head).put(sealed).array();
    }

    private byte[] head(byte kind, byte[] id, long number) {
        ByteBuffer head = ByteBuffer.allocate(STEP);
        head.put(kind).put(id).putLong(number);
        mac.update(head.array(), 0, SIGNED);
        return head.put(tag()).array();
    }

    private byte[] tag() {
        return Arrays.copyOf(mac.doFinal(), TAG);
    }

    static String id(Change change) {
        return id(change.table(), change.key());
    }

    /** {@return the ID of a record: SHA-256 of its table and key, in hex} */
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
}
