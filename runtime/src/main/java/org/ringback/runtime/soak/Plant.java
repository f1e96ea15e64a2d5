package org.ringback.runtime.soak;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be planted in the crypto of the last round, so that a person sees that a soak can fail. */
public enum Plant {
    /** Every HMAC is another one, of the same length. */
    HMAC("HmacSHA256", "HmacSHA3-256");

    private final String constant;
    private final String other;

    Plant(String constant, String other) {
        this.constant = constant;
        this.other = other;
    }

    /** The constant of the classes that is changed. */
    String constant() {
        return constant;
    }

    /** What stands in its place. */
    String other() {
        return other;
    }

    /** {@return the word for it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the words of all, for a person} */
    public static String words() {
        return Arrays.stream(values()).map(Plant::word).collect(Collectors.joining(", "));
    }
}
