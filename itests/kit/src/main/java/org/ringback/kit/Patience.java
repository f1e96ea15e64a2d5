package org.ringback.kit;

import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;

/** How long a test waits before it fails. Nothing here passes because time passed. Stateless. */
public final class Patience {
    /** Longer than any step of a ring may take on a busy machine. */
    public static final Duration LIMIT = Duration.ofSeconds(15);

    private Patience() {}

    /** {@return what a stage completes with; an AssertionError if it fails or takes too long} */
    public static <T> T get(CompletionStage<T> stage) {
        return Checked.get(() -> {
            try {
                return stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            } catch (TimeoutException e) {
                throw new AssertionError("nothing within " + LIMIT, e);
            }
        });
    }

    /** {@return why a stage failed; an AssertionError if it did not} */
    public static Throwable failure(CompletionStage<?> stage) {
        ExecutionException failed = assertThrows(
                ExecutionException.class, () -> stage.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return Objects.requireNonNull(failed.getCause());
    }

    /** Waits for a condition. */
    public static void until(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(condition);
    }
}
