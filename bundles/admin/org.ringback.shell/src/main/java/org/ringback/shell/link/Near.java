package org.ringback.shell.link;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a misspelt one was probably meant to be. Stateless. */
public final class Near {
    private Near() {}

    /**
     * Finds the nearest known word.
     *
     * @param written the word as written
     * @param words the known words
     * @return the nearest word, if at most a third of its letters, and at most two, differ
     */
    public static Optional<String> to(String written, Collection<String> words) {
        String word = written.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(each -> distance(word, each) <= Math.max(1, Math.min(2, each.length() / 3)))
                .min(Comparator.<String>comparingInt(each -> distance(word, each))
                        .thenComparing(each -> each));
    }

    /** How many letters to add, drop, change or swap with the next (optimal string alignment distance). */
    private static int distance(String one, String other) {
        int[][] apart = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                apart[i][j] = i == 0 || j == 0 ? i + j : step(apart, one, other, i, j);
            }
        }
        return apart[one.length()][other.length()];
    }

    private static int step(int[][] apart, String one, String other, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(Math.min(apart[i - 1][j], apart[i][j - 1]) + 1, apart[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, apart[i - 2][j - 2] + 1) : least;
    }
}
