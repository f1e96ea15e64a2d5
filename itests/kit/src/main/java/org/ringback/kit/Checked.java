package org.ringback.kit;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Calls that a test expects to work: a checked exception ends it. Stateless. */
public final class Checked {
    private Checked() {}

    /** Gives something, or throws. */
    public interface Call<T> {
        /** {@return what it gives} */
        T call() throws Exception;
    }

    /** Does something, or throws. */
    public interface Step {
        /** Does it. */
        void run() throws Exception;
    }

    /** {@return what the call gives} */
    public static <T> T get(Call<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** Does the step. */
    public static void run(Step step) {
        get(() -> {
            step.run();
            return true;
        });
    }
}
