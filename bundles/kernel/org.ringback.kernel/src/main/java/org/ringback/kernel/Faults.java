package org.ringback.kernel;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts an exception of our own into words for the person whose command failed with it; the log has the exception
 * itself. Stateless.
 */
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
     * Runs an action for each, even if it throws for some; throws the first exception at the end.
     *
     * @param <T> the type of each
     * @param all, in order
     * @param action the action
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
