package org.ringback.api.configuration;

import java.util.Map;
import java.util.Set;

/**
 * What a bundle takes as its configuration. One service for each PID, there as long as the bundle is started, whether it is
 * configured or not: so a file is judged before anything of it is in force. Thread-safe.
 */
public interface ConfigurationRules {
    /** {@return the persistent identity, which is the file's name too} */
    String pid();

    /** {@return every key, as it is written} */
    Set<String> keys();

    /**
     * Judges a configuration as a whole; opens and changes nothing.
     *
     * @param values by key; one that is missing has its default
     * @throws IllegalArgumentException if it is refused: {@code key: value (expected: …)}
     */
    void check(Map<String, String> values);
}
