package org.ringback.api;

import java.util.regex.Pattern;

/**
 * The name under which a piece of equipment, or an issuer, is enrolled with a server: 1 to 64 characters of
 * {@code a-z 0-9 . _ -}, first and last a letter or digit. Travels as USERNAME and TARGET-ID. Immutable.
 *
 * @param value the name itself
 */
public record EquipmentId(String value) implements Comparable<EquipmentId> {
    /** Longest equipment ID, in characters (all of them one byte in UTF-8). */
    public static final int MAX_LENGTH = 64;

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");

    /** Checks the form. */
    public EquipmentId {
        if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || !FORM.matcher(value).matches()) {
            throw Checks.bad(
                    "equipment ID",
                    value,
                    "1 to 64 characters of a-z, 0-9, '.', '_' and '-', the first and the last a letter or a digit");
        }
    }

    @Override
    public int compareTo(EquipmentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
