package org.ringback.api.configuration;

import java.util.Map;

/** Reads single values, in the same words whoever asks. Stateless. */
public final class ConfigurationValues {
    private ConfigurationValues() {}

    /**
     * Reads a text.
     *
     * @param values by key
     * @param key which
     * @param standard what counts where nothing is written
     * @return the text without the blanks around it
     */
    public static String text(Map<String, ?> values, String key, String standard) {
        Object value = values.get(key);
        String text = value == null ? "" : String.valueOf(value).strip();
        return text.isEmpty() ? standard : text;
    }

    /**
     * Reads a whole number.
     *
     * @param values by key
     * @param key which
     * @param standard what counts where nothing is written
     * @param min the smallest that is taken
     * @param max the largest that is taken
     * @return the number
     * @throws IllegalArgumentException {@code key: 'value' (expected: min to max)}
     */
    public static int number(Map<String, ?> values, String key, int standard, int min, int max) {
        String text = text(values, key, String.valueOf(standard));
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(refusal(key, text, min, max), e);
        }
        throw new IllegalArgumentException(refusal(key, text, min, max));
    }

    private static String refusal(String key, String text, int min, int max) {
        return key + ": '" + text + "' (expected: " + min + " to " + max + ")";
    }
}
