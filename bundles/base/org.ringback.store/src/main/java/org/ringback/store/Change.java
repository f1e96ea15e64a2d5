package org.ringback.store;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes or removes one record of a table. Immutable (the array is not copied: nobody changes it); not compared with
 * equals.
 *
 * @param table which table, 1 to 64 characters of {@code a-z 0-9 . -}
 * @param key which record, 1 to 200 characters
 * @param value its new bytes, at most {@link #MAX_VALUE}; empty removes it
 * @param isLasting whether the record's earlier values must never come back; see {@link #lasting}
 */
public record Change(String table, String key, Optional<byte[]> value, boolean isLasting) {
    /** Longest name of a table, in characters. */
    public static final int MAX_TABLE = 64;

    /** Longest key, in characters. */
    public static final int MAX_KEY = 200;

    /** Largest record, in bytes. */
    public static final int MAX_VALUE = 1 << 20;

    private static final Pattern TABLE = Pattern.compile("[a-z0-9.-]{1," + MAX_TABLE + "}");

    /** Checks table, key and value against the limits above; throws IllegalArgumentException. */
    public Change {
        checkTable(table);
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "key: " + key.length() + " characters (expected: 1 to " + MAX_KEY + " characters)");
        }
        int length = value.map(bytes -> bytes.length).orElse(0);
        if (length > MAX_VALUE) {
            throw new IllegalArgumentException("value: " + length + " bytes (expected: at most " + MAX_VALUE + ")");
        }
    }

    /**
     * Writes a record.
     *
     * @param table which table
     * @param key which record
     * @param value its bytes
     * @return the change
     */
    public static Change put(String table, String key, byte[] value) {
        return new Change(table, key, Optional.of(value), false);
    }

    /**
     * Removes a record.
     *
     * @param table which table
     * @param key which record
     * @return the change
     */
    public static Change remove(String table, String key) {
        return new Change(table, key, Optional.empty(), false);
    }

    /**
     * Makes this change last, as a revocation must: if older data ever take the place of the present ones, the store
     * applies this change to them again, without the other changes of its commit. Costs some more flushes to disk.
     *
     * @return the change
     */
    public Change lasting() {
        return new Change(table, key, value, true);
    }

    /**
     * Checks the name of a table.
     *
     * @param table the name
     * @return the name
     * @throws IllegalArgumentException if it is none
     */
    public static String checkTable(String table) {
        if (!TABLE.matcher(table).matches()) {
            throw new IllegalArgumentException(
                    "table: '" + table + "' (expected: 1 to " + MAX_TABLE + " characters of a-z, 0-9, '.' and '-')");
        }
        return table;
    }
}
