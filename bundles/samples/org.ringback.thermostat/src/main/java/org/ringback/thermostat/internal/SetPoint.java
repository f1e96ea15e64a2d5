package org.ringback.thermostat.internal;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The temperature wanted: 5 to 30 °C in half degrees. Immutable.
 *
 * @param halves half degrees Celsius
 */
record SetPoint(int halves) {
    static final SetPoint MIN = new SetPoint(10);
    static final SetPoint MAX = new SetPoint(60);
    static final SetPoint DEFAULT = new SetPoint(42);

    private static final Pattern FORM = Pattern.compile("[0-9]{1,2}([.][05])?");
    private static final int LOWEST = 10;
    private static final int HIGHEST = 60;

    SetPoint {
        if (halves < LOWEST || halves > HIGHEST) {
            throw bad(halves / 2.0);
        }
    }

    /**
     * Reads a set point that a person or a program sent.
     *
     * @param text degrees, for example {@code 21} or {@code 21.5}
     * @return the set point
     * @throws IllegalArgumentException if it is no set point; the message says what was expected
     */
    static SetPoint parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw bad(text);
        }
        return new SetPoint((int) (2 * Double.parseDouble(text)));
    }

    private static IllegalArgumentException bad(Object value) {
        String shown = String.valueOf(value).replaceAll("[^ -~]", "?");
        return new IllegalArgumentException("set point: '" + shown.substring(0, Math.min(20, shown.length()))
                + "' (expected: 5 to 30 °C in half degrees, for example 21.5)");
    }

    double degrees() {
        return halves / 2.0;
    }

    SetPoint lower() {
        return halves == LOWEST ? this : new SetPoint(halves - 1);
    }

    SetPoint higher() {
        return halves == HIGHEST ? this : new SetPoint(halves + 1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f", degrees());
    }
}
