package org.ringback.kernel;

/** A fault of our own in words for the person whose command met it; the log has it whole. Stateless. */
public final class Faults {
    private Faults() {}

    /**
     * Says what went wrong, and what to do.
     *
     * @param fault whatever was thrown
     * @return a sentence without the command's name
     */
    public static String words(Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            return "out of memory: " + fault.getMessage()
                    + " (expected: more for this program, RINGBACK_JAVA_OPTIONS=-Xmx…"
                    + " for example); what was before stands";
        }
        if (fault instanceof IllegalArgumentException || fault instanceof IllegalStateException) {
            return String.valueOf(fault.getMessage());
        }
        return "a fault of this program: " + fault + " (expected: none; the log has it whole); what was before stands";
    }
}
