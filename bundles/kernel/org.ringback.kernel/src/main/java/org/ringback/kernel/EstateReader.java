package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads an estate that {@link EstateWriter} wrote. Not thread-safe. */
public final class EstateReader {
    private static final Logger LOG = LoggerFactory.getLogger(EstateReader.class);

    private final byte[] fields;

    private EstateReader(byte[] fields) {
        this.fields = fields;
    }

    /**
     * Reads a whole estate, and wipes it, as it may hold keys.
     *
     * @param <T> what the reader makes
     * @param estate from {@link Estates#take}
     * @param version of the form that the reader knows
     * @param reader makes something of the rows, and changes nothing else
     * @return that; empty if the estate has another form, so that its role begins without it
     */
    public static <T> Optional<T> read(byte[] estate, long version, Function<EstateReader, T> reader) {
        try {
            EstateReader fields = new EstateReader(estate);
            long written = fields.only(StoredRecord.VERSION).number();
            if (written == version) {
                return Optional.of(reader.apply(fields));
            }
            LOG.warn("what the bundle before left has form {} (expected: {}); begun without it", written, version);
        } catch (RuntimeException e) {
            LOG.warn("what the bundle before left cannot be read; begun without it", e);
        } finally {
            Arrays.fill(estate, (byte) 0);
        }
        return Optional.empty();
    }

    /**
     * Reads the rows of one kind, in order.
     *
     * @param kind as it was written
     * @param reader takes each
     */
    public void each(int kind, Consumer<EstateRow> reader) {
        ByteBuffer in = ByteBuffer.wrap(fields);
        while (in.hasRemaining()) {
            int tag = Short.toUnsignedInt(in.getShort());
            int length = Short.toUnsignedInt(in.getShort());
            if (length > in.remaining()) {
                throw new IllegalArgumentException("estate: a row is cut (expected: " + length + " bytes)");
            }
            if (tag == kind) {
                reader.accept(new EstateRow(in.slice(in.position(), length)));
            }
            in.position(in.position() + length);
        }
    }

    /**
     * The row of a kind of which there is one.
     *
     * @param kind as it was written
     * @return the row
     * @throws NoSuchElementException if there is none
     */
    public EstateRow only(int kind) {
        EstateRow[] found = new EstateRow[1];
        each(kind, row -> found[0] = row);
        return Optional.ofNullable(found[0]).orElseThrow();
    }
}
