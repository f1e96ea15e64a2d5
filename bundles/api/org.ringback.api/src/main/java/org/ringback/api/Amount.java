package org.ringback.api;

import java.util.Locale;

/** Prints a count with its noun, as people say it: {@code 1 grant}, {@code 2,000 grants}. Stateless. */
public final class Amount {
    private Amount() {}

    /**
     * Says how many.
     *
     * @param count how many
     * @param one the noun for one; an s makes it the plural
     * @return the number and the word
     */
    public static String of(long count, String one) {
        return of(count, one, one + "s");
    }

    /**
     * Says how many.
     *
     * @param count how many
     * @param one the word for one: a noun or a verb
     * @param many the word for none or many
     * @return the number and the words
     */
    public static String of(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
