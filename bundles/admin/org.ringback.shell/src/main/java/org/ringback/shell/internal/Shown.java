package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;

/**
 * Those of perhaps very many rows that {@code status} shows. Immutable.
 *
 * @param <T> the type of a row
 * @param rows the rows to show
 * @param more how many are left out
 */
record Shown<T>(List<T> rows, int more) {
    /** Up to so many rows are all shown; of more, at most so many of those that need somebody. */
    static final int FEW = 20;

    /**
     * What the command line asks for.
     *
     * @param all whether every row is wanted
     * @param id the only one that is wanted; empty for any
     */
    record Wanted(boolean all, String id) {
        /** Chooses warnings; if one ID is wanted, those that name it. */
        List<String> of(List<String> warnings) {
            Pattern name = Pattern.compile("(?<![a-z0-9-])" + Pattern.quote(id) + "(?![a-z0-9-])");
            return warnings.stream()
                    .filter(warning -> id.isEmpty() || name.matcher(warning).find())
                    .toList();
        }

        /** Chooses rows; of many, the first ones in {@code order} that need somebody. Keeps no others. */
        <T> Shown<T> of(Stream<T> rows, Function<T, EquipmentId> name, Predicate<T> concerns, Comparator<T> order) {
            int count = 0;
            List<T> first = new ArrayList<>();
            List<T> concerning = new ArrayList<>();
            for (T row : (Iterable<T>) rows.filter(one -> isWanted(name.apply(one)))::iterator) {
                count++;
                if (all || count <= FEW) {
                    first.add(row);
                }
                if (concerns.test(row)) {
                    concerning.add(row);
                }
            }
            List<T> shown = all || count <= FEW
                    ? first
                    : concerning.stream().sorted(order).limit(FEW).toList();
            return new Shown<>(shown, count - shown.size());
        }

        private boolean isWanted(EquipmentId name) {
            return id.isEmpty() || name.value().equals(id);
        }
    }
}
