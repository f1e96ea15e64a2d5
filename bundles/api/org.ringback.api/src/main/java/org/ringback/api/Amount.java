package org.ringback.api;

import java.util.Locale;

/** How many of what, as people say it: {@code 1 grant}, {@code 2,000 grants}. Stateless. */
public final class Amount {
    private Amount() {}

    /**
     * Says how many.
     *
     * @param count how many
     * @param one what one is called; many have an s behind it
     * @return the number and the word
     */
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /**
     * Says how many.
     *
     * @param count how many
     * @param one what one is called, or does
     * @param many what many are called, or do
     * @return the number and the words
     */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
