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

    /** The highest version that this program reads. */
    static final long KNOWN = 1;

    private StoredRecord() {}

    /**
     * Reads a record.
     *
     * @param table where it lies
     * @param bytes the record
     * @return its fields
     * @throws IllegalArgumentException if it is of a newer version, or cut
     */
    public static Tlv read(String table, byte[] bytes) {
        Tlv fields = Tlv.read(bytes);
        long version = fields.find(VERSION).isPresent() ? fields.number(VERSION) : KNOWN;
        if (version < 1 || version > KNOWN) {
            throw new IllegalArgumentException("store: a record of " + table + " has version " + version
                    + " (expected: at most " + KNOWN
                    + "; a newer ringback wrote it: run that one, or restore the backup made before it)");
        }
        return fields;
    }
}
