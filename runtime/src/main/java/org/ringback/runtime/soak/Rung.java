package org.ringback.runtime.soak;

/**
 * What became of one ring. Immutable.
 *
 * @param phase in which it was due
 * @param millis from when it was due until its bytes were back and it was hung up, or until it had failed
 * @param sent bytes that were said to what answers
 * @param returned bytes that came back as they were said
 * @param reason why it failed; empty if it was answered and every byte came back
 */
record Rung(Phase phase, double millis, int sent, int returned, String reason) {
    /** What the soak does meanwhile. */
    enum Phase {
        WARM_UP("warmUp", "warming up"),
        QUIET("quiet", "quiet"),
        UPDATES("updates", "during updates");

        private final String key;
        private final String words;

        Phase(String key, String words) {
            this.key = key;
            this.words = words;
        }

        /** {@return its name for programs} */
        String key() {
            return key;
        }

        /** {@return its name for persons} */
        String words() {
            return words;
        }
    }

    boolean answered() {
        return reason.isEmpty();
    }
}
