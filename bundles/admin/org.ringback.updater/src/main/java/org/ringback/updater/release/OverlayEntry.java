package org.ringback.updater.release;

import java.time.Instant;
import java.util.Optional;

/**
 * A bundle that is to be there at each start, beside those of the feature or in the place of one. Immutable.
 *
 * @param bundle the very bytes
 * @param release the digest of the signed list that has it; empty if a person let it in unsigned
 * @param since when it was written down, whole seconds
 */
public record OverlayEntry(BundleEntry bundle, Optional<String> release, Instant since) {
    private static final String UNSIGNED = "unsigned";
    private static final int WORDS = 7;

    /** {@return the words of its line, after the first} */
    String words() {
        return bundle.words() + " " + release.orElse(UNSIGNED) + " " + since;
    }

    static OverlayEntry parse(String[] words) {
        if (words.length != WORDS) {
            throw new IllegalArgumentException("bundle: " + words.length + " words (expected: " + WORDS + ")");
        }
        String release = words[WORDS - 2];
        return new OverlayEntry(
                BundleEntry.parse(words, 1),
                release.equals(UNSIGNED) ? Optional.empty() : Optional.of(release),
                Instant.parse(words[WORDS - 1]));
    }
}
