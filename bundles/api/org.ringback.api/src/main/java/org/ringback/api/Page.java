package org.ringback.api;

import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of a list, so that a long one need never be built or sent whole. Immutable.
 *
 * @param <T> the type of a row
 * @param rows the rows in the list's order; the next page begins after the last one
 * @param more whether there is a next page
 */
public record Page<T>(List<T> rows, boolean more) {
    /** Most rows that may be asked for. */
    public static final int MOST = 10_000;

    /** So many take a role no longer than a message does. */
    private static final int AT_ONCE = 500;

    /** Copies the rows. */
    public Page {
        rows = List.copyOf(rows);
    }

    /**
     * Cuts a page off the beginning of a list.
     *
     * @param <T> the type of a row
     * @param begin the list from the page's first row on; one row more than wanted suffices
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
     * Goes through a whole list, page by page; whoever changes it need not wait meanwhile.
     *
     * @param <T> the type of a row
     * @param list gives the page after an ID
     * @param id of a row
     * @return all rows, in the list's order; a page is asked for once somebody wants its rows
     */
    public static <T> Stream<T> stream(
            BiFunction<Optional<EquipmentId>, Integer, Page<T>> list, Function<T, EquipmentId> id) {
        return Stream.iterate(list.apply(Optional.empty(), AT_ONCE), Objects::nonNull, page -> page.next(list, id))
                .flatMap(page -> page.rows().stream());
    }

    /**
     * Goes through a whole list, page by page.
     *
     * @param <T> the type of a row
     * @param list gives the page after an ID
     * @param id of a row
     * @return all rows, in the list's order
     */
    public static <T> List<T> all(
            BiFunction<Optional<EquipmentId>, Integer, Page<T>> list, Function<T, EquipmentId> id) {
        return stream(list, id).toList();
    }

    @SuppressWarnings("NullAway") // none after the last ends the iteration
    private Page<T> next(BiFunction<Optional<EquipmentId>, Integer, Page<T>> list, Function<T, EquipmentId> id) {
        return more ? list.apply(Optional.of(id.apply(rows.get(rows.size() - 1))), AT_ONCE) : null;
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
