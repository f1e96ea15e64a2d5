package org.ringback.kernel;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /**
     * Does something with each, whatever it throws with another; the first that was thrown is thrown at the end.
     *
     * @param <T> what they are
     * @param all in their order
     * @param action for each
     */
    static <T> void each(List<T> all, Consumer<T> action) {
        @Nullable Throwable first = null;
        for (T one : all) {
            try {
                action.accept(one);
            } catch (RuntimeException | Error fault) {
                first = first == null ? fault : first;
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException fault) {
            throw fault;
        }
    }
}
