package org.ringback.api;

/**
 * The name under which a piece of equipment, or an issuer, is enrolled with a server: 1 to 64 characters of
 * {@code a-z 0-9 . _ -}, first and last a letter or digit. Travels as USERNAME and TARGET-ID. Immutable.
 *
 * @param value the name itself
 */
public record EquipmentId(String value) implements Comparable<EquipmentId> {
    /** Longest equipment ID, in characters (all of them one byte in UTF-8). */
    public static final int MAX_LENGTH = 64;

    /** Checks the form. */
    public EquipmentId {
        if (!isOne(value)) {
            throw Checks.bad(
                    "equipment ID",
                    value,
                    "1 to 64 characters of a-z, 0-9, '.', '_' and '-', the first and the last a letter or a digit");
        }
    }

    /**
     * Checks the form without an exception, as strangers send such names.
     *
     * @param text anything
     * @return whether it is an equipment ID
     */
    public static boolean isOne(String text) {
        int last = text.length() - 1;
        if (last < 0 || last >= MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i <= last; i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean inside = i > 0 && i < last;
            if (!letterOrDigit && !(inside && (c == '.' || c == '_' || c == '-'))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Words it for a sentence in which it stands by itself.
     *
     * @return the ID; between quotes if it has digits alone, as it would be read as a number
     */
    public String inWords() {
        return value.chars().allMatch(Character::isDigit) ? "'" + value + "'" : value;
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
