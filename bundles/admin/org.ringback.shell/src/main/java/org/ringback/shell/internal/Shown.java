package org.ringback.shell.internal;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;

/**
 * Which of perhaps very many rows a status shows. Immutable.
 *
 * @param <T> what a row is
 * @param rows those shown
 * @param more how many are left out
 */
record Shown<T>(List<T> rows, int more) {
    /** So many are shown whatever they are; of more, at most so many of those that need somebody. */
    static final int FEW = 20;

    /**
     * What the words of the command ask for.
     *
     * @param all whether every row is wanted
     * @param id the only one that is wanted; empty for any
     */
    record Wanted(boolean all, String id) {
        /** Chooses warnings: of one alone those that name it. */
        List<String> of(List<String> warnings) {
            Pattern name = Pattern.compile("(?<![a-z0-9-])" + Pattern.quote(id) + "(?![a-z0-9-])");
            return warnings.stream()
                    .filter(warning -> id.isEmpty() || name.matcher(warning).find())
                    .toList();
        }

        /** Chooses rows; of many, the first in an order among those that need somebody. */
        <T> Shown<T> of(List<T> rows, Function<T, EquipmentId> name, Predicate<T> concerns, Comparator<T> order) {
            List<T> named = rows.stream()
                    .filter(row -> id.isEmpty() || name.apply(row).value().equals(id))
                    .toList();
            List<T> shown = all || named.size() <= FEW
                    ? named
                    : named.stream().filter(concerns).sorted(order).limit(FEW).toList();
            return new Shown<>(shown, named.size() - shown.size());
        }
    }
}
