package org.ringback.api.configuration;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant. Stateless. */
public final class NearMiss {
    /** One letter in so many may be wrong. */
    private static final int LETTERS_FOR_EACH_FAULT = 3;

    private NearMiss() {}

    /**
     * Looks for it.
     *
     * @param written what stands there
     * @param known what is meant
     * @return the one that is nearest, if it is near
     */
    public static Optional<String> of(String written, Collection<String> known) {
        return known.stream()
                .filter(one -> distance(plain(written), plain(one))
                        <= Math.min(2, Math.min(one.length(), written.length()) / LETTERS_FOR_EACH_FAULT))
                .min(Comparator.comparingInt((String one) -> distance(plain(written), plain(one)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Case and what stands between words are what is mistaken most. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
    }

    /** Letters to change, add, leave out or change over with the next (optimal string alignment). */
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
