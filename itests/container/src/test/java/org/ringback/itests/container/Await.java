package org.ringback.itests.container;

import static org.junit.Assert.fail;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what must come, and says what did not. Stateless. */
final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    /** Waits until nothing is wanting; the supplier tells what still is, empty when all is there. */
    static void until(Supplier<String> wanting) {
        until(LIMIT, wanting);
    }

    /** Waits so long until nothing is wanting. */
    static void until(Duration limit, Supplier<String> wanting) {
        long end = System.nanoTime() + limit.toNanos();
        String last = wanting.get();
        while (!last.isEmpty()) {
            if (System.nanoTime() - end > 0) {
                fail("after " + limit.toSeconds() + " s still: " + last);
            }
            LockSupport.parkNanos(LOOK_NANOS);
            last = wanting.get();
        }
    }

    /** Waits for an answer. */
    static <T> T done(CompletionStage<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
