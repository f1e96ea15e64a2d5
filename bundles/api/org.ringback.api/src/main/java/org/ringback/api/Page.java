package org.ringback.api;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

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
     * Cuts a page out of a list that is kept by ID.
     *
     * @param <E> what is kept
     * @param <T> what the page shows of it
     * @param kept the list
     * @param after the last ID of the page before; empty for the first page
     * @param limit how many are wanted, 1 to {@link #MOST}
     * @param row makes what is shown; only of what is on the page, and of one more
     * @return the page
     */
    public static <E, T> Page<T> of(
            NavigableMap<EquipmentId, E> kept, Optional<EquipmentId> after, int limit, Function<E, T> row) {
        long begin = limit(limit) + 1L;
        NavigableMap<EquipmentId, E> rest =
                after.map(last -> kept.tailMap(last, false)).orElse(kept);
        return of(rest.values().stream().limit(begin).map(row).toList(), limit);
    }

    /**
     * Goes through a whole list, page by page.
     *
     * @param <T> what the list has
     * @param list gives the page after an ID
     * @param id of a row
     * @return all rows, in the list's order
     */
    public static <T> List<T> all(
            BiFunction<Optional<EquipmentId>, Integer, Page<T>> list, Function<T, EquipmentId> id) {
        List<T> all = new ArrayList<>();
        boolean more = true;
        while (more) {
            Optional<EquipmentId> last =
                    all.isEmpty() ? Optional.empty() : Optional.of(id.apply(all.get(all.size() - 1)));
            Page<T> page = list.apply(last, MOST);
            all.addAll(page.rows());
            more = page.more();
        }
        return all;
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
