package org.ringback.api.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that a misspelt one was probably meant to be. Stateless. */
public final class NearMiss {
    /** A word may have one mistake for so many letters. */
    private static final int LETTERS_FOR_EACH_FAULT = 3;

    private static final int MOST_FAULTS = 2;

    private static final String ASKED = "; did you mean ";

    private NearMiss() {}

    /**
     * Finds the nearest known word.
     *
     * @param written the word as written
     * @param known the known words
     * @return the nearest one, if it is near enough: besides case and separators at most two letters differ, and at most
     *     a third of the longer of the two words, so that nobody who wrote {@code no} is offered {@code on}
     */
    public static Optional<String> of(String written, Collection<String> known) {
        String word = plain(written);
        return known.stream()
                .filter(one -> distance(word, plain(one)) <= faults(word, plain(one)))
                .min(Comparator.comparingInt((String one) -> distance(word, plain(one)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * Words that for the end of what was expected.
     *
     * @param written the word as written
     * @param known the known words
     * @return {@code ; did you mean WORD?}; empty if none is near enough
     */
    public static String asked(String written, Collection<String> known) {
        return of(written, known).map(near -> ASKED + near + "?").orElse("");
    }

    /** Whether a message asks so already. */
    static boolean asksIn(String message) {
        return message.contains(ASKED);
    }

    private static int faults(String one, String other) {
        return Math.min(MOST_FAULTS, Math.max(one.length(), other.length()) / LETTERS_FOR_EACH_FAULT);
    }

    /** The text without case and separators, where most mistakes are made. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** How many letters to change, add, drop or swap with the next (optimal string alignment distance). */
    private static int distance(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    table[i][j] = i + j;
                    continue;
                }
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
                least = Math.min(least, table[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                table[i][j] = swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
            }
        }
        return table[one.length()][other.length()];
    }
}
