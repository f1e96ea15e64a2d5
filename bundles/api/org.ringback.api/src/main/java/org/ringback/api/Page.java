package org.ringback.api;

import java.util.List;

/**
 * A part of a list, so that nobody has to make or carry the whole of a long one. Immutable.
 *
 * @param <T> what the list has
 * @param rows in the list's order; the next page begins after the last of them
 * @param more whether there is a next page
 */
public record Page<T>(List<T> rows, boolean more) {
    /** Most rows that may be asked for. */
    public static final int MOST = 10_000;

    /** Copies. */
    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * Cuts a page off.
     *
     * @param <T> what the list has
     * @param begin the list from there on, one row more than are wanted if there are so many
     * @param limit how many are wanted
     * @return the page
     */
    public static <T> Page<T> of(List<T> begin, int limit) {
        return new Page<>(begin.subList(0, Math.min(limit, begin.size())), begin.size() > limit);
    }

    /**
     * Checks how many rows are wanted.
     *
     * @param limit what was asked for
     * @return the same
     * @throws IllegalArgumentException if it is not 1 to {@link #MOST}
     */
    public static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw Checks.bad("limit", limit, "1 to " + MOST + " rows");
        }
        return limit;
    }
}
