package org.ringback.kernel;

import org.ringback.wire.Tlv;

/**
 * Reads records on disk, each a {@link Tlv} whose field {@link #VERSION} names the version of its form; without that
 * field it is the first. Older programs ignore fields that are added to a form. If they must not ignore a field, its
 * record gets the next version: they then refuse the record in words, rather than lose the field. Stateless.
 */
public final class StoredRecord {
    /** The tag of the version. */
    public static final int VERSION = 0;

    /** The version of a form that nothing was added to which an older program must not ignore. */
    public static final long FIRST = 1;

    private StoredRecord() {}

    /**
     * Reads a record of a form that has the first version only.
     *
     * @param table where it lies
     * @param bytes the record
     * @return its fields
     * @throws IllegalArgumentException if it is of a newer version, or cut
     */
    public static Tlv read(String table, byte[] bytes) {
        return read(table, bytes, FIRST);
    }

    /**
     * Reads a record.
     *
     * @param table where it lies
     * @param bytes the record
     * @param known the highest version of its form that this program reads
     * @return its fields
     * @throws IllegalArgumentException if it is of a newer version, or cut
     */
    public static Tlv read(String table, byte[] bytes, long known) {
        Tlv fields = Tlv.read(bytes);
        long version = fields.find(VERSION).isPresent() ? fields.number(VERSION) : FIRST;
        if (version < FIRST || version > known) {
            throw new IllegalArgumentException("store: a record of " + table + " has version " + version
                    + " (expected: at most " + known
                    + "; a newer ringback wrote it: run that one, or restore the backup made before it)");
        }
        return fields;
    }
}
