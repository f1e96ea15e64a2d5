package org.ringback.nat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows of values such that any two values of two columns that may stand together do so in one row at least: far fewer rows
 * than there are combinations (a covering array of strength 2). Greedy, from a seed. Used by one thread.
 */
final class Pairs {
    /** So many rows are looked at for each one that is taken. */
    private static final int CANDIDATES = 50;

    private final int[] sizes;
    private final Together together;
    private final Random random;

    /** Two values of two columns, the left one first. */
    record Pair(int left, int leftValue, int right, int rightValue) {}

    /** Says which two values may stand in one row; of each value at least one row can be made. */
    interface Together {
        /** {@return whether these two may} */
        boolean may(Pair pair);
    }

    /**
     * Prepares.
     *
     * @param sizes how many values each column has
     * @param together which values may stand in one row
     * @param seed of the choice among equals
     */
    Pairs(int[] sizes, Together together, long seed) {
        this.sizes = sizes.clone();
        this.together = together;
        random = new Random(seed);
    }

    /** {@return rows that have all pairs; while they are fewer than asked for, then rows that have all of them again} */
    List<int[]> rows(int least) {
        List<int[]> rows = new ArrayList<>(covering());
        while (rows.size() < least) {
            List<int[]> more = covering();
            rows.addAll(more.subList(0, Math.min(more.size(), least - rows.size())));
        }
        return rows;
    }

    private List<int[]> covering() {
        Set<Pair> open = new HashSet<>(all());
        List<int[]> rows = new ArrayList<>();
        while (!open.isEmpty()) {
            int[] row = best(open);
            open.removeAll(pairs(row));
            rows.add(row);
        }
        return rows;
    }

    /** {@return all pairs that may be} */
    List<Pair> all() {
        List<Pair> all = new ArrayList<>();
        for (int left = 0; left < sizes.length; left++) {
            for (int right = left + 1; right < sizes.length; right++) {
                for (int value = 0; value < sizes[left]; value++) {
                    for (int other = 0; other < sizes[right]; other++) {
                        all.add(new Pair(left, value, right, other));
                    }
                }
            }
        }
        return all.stream().filter(together::may).toList();
    }

    /** {@return the pairs of a row} */
    static List<Pair> pairs(int[] row) {
        List<Pair> pairs = new ArrayList<>();
        for (int left = 0; left < row.length; left++) {
            for (int right = left + 1; right < row.length; right++) {
                pairs.add(new Pair(left, row[left], right, row[right]));
            }
        }
        return pairs;
    }

    /** Of some rows that each have an open pair, the one that has most of them. */
    private int[] best(Set<Pair> open) {
        List<Pair> wanted = List.copyOf(open);
        int[] best = {};
        long most = 0;
        for (int i = 0; i < CANDIDATES; i++) {
            int[] row = with(wanted.get(random.nextInt(wanted.size())));
            long covers = pairs(row).stream().filter(open::contains).count();
            if (covers > most) {
                most = covers;
                best = row;
            }
        }
        return best;
    }

    /** A random row with this pair. */
    private int[] with(Pair pair) {
        int[] row;
        do {
            row = IntStream.of(sizes).map(random::nextInt).toArray();
            row[pair.left()] = pair.leftValue();
            row[pair.right()] = pair.rightValue();
        } while (!pairs(row).stream().allMatch(together::may));
        return row;
    }
}
