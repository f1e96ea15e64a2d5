package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;

/**
 * A file with a copy of all records of an earlier commit, sealed piece by piece. A new copy is written aside and
 * replaces the one before in one step. Immutable except for the file.
 */
final class WholeCopy {
    private static final byte[] MAGIC = "RBwhole1".getBytes(StandardCharsets.US_ASCII);
    private static final int PREFIX = Keys.NONCE - Integer.BYTES;
    private static final int HEAD = MAGIC.length + 2 * Long.BYTES + ContentSum.LENGTH + PREFIX;
    private static final int PIECE = 256 << 10;
    private static final int MAX_PIECE = 2 * Change.MAX_VALUE + PIECE;

    private final Medium medium;
    private final Path file;
    private final Keys keys;
    private final SecretKeySpec key;

    WholeCopy(Medium medium, Path file, Keys keys) {
        this.medium = medium;
        this.file = file;
        this.keys = keys;
        this.key = keys.whole();
    }

    /**
     * What a copy contains, and since when.
     *
     * @param stand the commit that it contains
     * @param made when it was made
     */
    record Head(CommitStamp stand, Instant made) {
        private byte[] toBytes(byte[] prefix) {
            return ByteBuffer.allocate(HEAD)
                    .put(MAGIC)
                    .putLong(stand.number())
                    .putLong(made.toEpochMilli())
                    .put(stand.content())
                    .put(prefix)
                    .array();
        }
    }

    /**
     * Writes a copy. The one before stays in its place until this one is whole.
     *
     * @param head the commit that the records are of
     * @param records all of them
     * @param random makes the nonces
     * @param stop asked now and then whether to give up
     * @throws IOException if it could not be written, or the records are not what they should be
     */
    void write(Head head, Iterator<Change> records, RandomGenerator random, BooleanSupplier stop) throws IOException {
        Path fresh = file.resolveSibling(file.toFile().getName() + ".new");
        medium.delete(fresh);
        byte[] prefix = new byte[PREFIX];
        random.nextBytes(prefix);
        byte[] first = head.toBytes(prefix);
        ContentSum content = new ContentSum(keys);
        try (FileChannel out = medium.open(fresh)) {
            Bytes.write(out, ByteBuffer.wrap(first), 0);
            long at = HEAD;
            int number = 0;
            boolean last = false;
            while (!last) {
                byte[] plain = piece(records, content);
                last = !records.hasNext();
                byte[] sealed = Keys.seal(key, nonce(prefix, number), bound(first, last), plain);
                ByteBuffer piece = ByteBuffer.allocate(Integer.BYTES + sealed.length);
                piece.putInt(sealed.length).put(sealed).flip();
                at += piece.limit();
                Bytes.write(out, piece, at - piece.limit());
                number++;
                if (stop.getAsBoolean()) {
                    throw new IOException("stopped");
                }
            }
            out.force(true);
        }
        if (!Arrays.equals(content.bytes(), head.stand().content())) {
            throw new IOException("records are not what they were");
        }
        medium.move(fresh, file);
        medium.sync(file);
    }

    private static byte[] piece(Iterator<Change> records, ContentSum content) {
        List<Change> some = new ArrayList<>();
        int length = 0;
        while (records.hasNext() && length < PIECE) {
            Change record = records.next();
            length += record.key().length()
                    + record.value().map(value -> value.length).orElse(0);
            content.add(record.table(), record.key(), record.value().orElse(null));
            some.add(record);
        }
        return Changes.toBytes(some);
    }

    /**
     * Reads which commit the copy contains; only {@link #read} finds out whether the copy is intact.
     *
     * @return empty if there is no copy, or its head cannot be read
     */
    Optional<Head> head() {
        try {
            if (medium.size(file) < HEAD) {
                return Optional.empty();
            }
            try (FileChannel in = medium.open(file)) {
                return head(Bytes.read(in, 0, HEAD));
            }
        } catch (IOException e) {
            // something else is in its place, which must not prevent a start
            return Optional.empty();
        }
    }

    private static Optional<Head> head(byte[] first) {
        if (!Arrays.equals(first, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(first, MAGIC.length, HEAD - MAGIC.length);
        long number = fields.getLong();
        Instant made = Instant.ofEpochMilli(fields.getLong());
        byte[] content = new byte[ContentSum.LENGTH];
        fields.get(content);
        return Optional.of(new Head(new CommitStamp(number, content), made));
    }

    /**
     * Reads the copy.
     *
     * @param each is given each record; if this method throws, discard what it was given
     * @throws IOException if the copy is not intact
     */
    void read(Consumer<Change> each) throws IOException {
        try (FileChannel in = medium.open(file)) {
            byte[] first = Bytes.read(in, 0, HEAD);
            byte[] prefix = Arrays.copyOfRange(first, HEAD - PREFIX, HEAD);
            long at = HEAD;
            int number = 0;
            while (at < in.size()) {
                byte[] length = Bytes.read(in, at, Integer.BYTES);
                int sealed = length.length < Integer.BYTES
                        ? -1
                        : ByteBuffer.wrap(length).getInt();
                if (sealed < 0 || sealed > MAX_PIECE) {
                    throw damaged(null);
                }
                byte[] piece = Bytes.read(in, at + Integer.BYTES, sealed);
                at += Integer.BYTES + (long) sealed;
                byte[] plain = Keys.open(key, nonce(prefix, number), bound(first, at >= in.size()), piece);
                Changes.read(plain).forEach(each);
                number++;
            }
            if (number == 0) {
                throw damaged(null);
            }
        } catch (GeneralSecurityException e) {
            throw damaged(e);
        }
    }

    private IOException damaged(@Nullable Throwable cause) {
        return new IOException("file: " + file + " is damaged", cause);
    }

    private static byte[] nonce(byte[] prefix, int number) {
        return ByteBuffer.allocate(Keys.NONCE).put(prefix).putInt(number).array();
    }

    private static ByteBuffer bound(byte[] first, boolean last) {
        return ByteBuffer.allocate(HEAD + 1)
                .put(first)
                .put((byte) (last ? 1 : 0))
                .flip();
    }
}
