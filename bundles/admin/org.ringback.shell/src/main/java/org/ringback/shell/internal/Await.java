package org.ringback.shell.internal;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ringback.api.control.RefusedException;

/** Waits for the result of a control service, and turns a failure into what a person reads. Stateless. */
final class Await {
    /** Longest wait; longer than the two tries of a ring. */
    private static final long LIMIT_SECONDS = 130;

    private Await() {}

    static <T> T on(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw CommandFailure.refused("no answer within " + LIMIT_SECONDS + " s; look into the log, then try again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("interrupted");
        }
    }

    static CommandFailure failure(Throwable cause) {
        if (cause instanceof CompletionException && cause.getCause() != null) {
            return failure(cause.getCause());
        }
        if (cause instanceof CommandFailure failure) {
            return failure;
        }
        boolean expected = cause instanceof RefusedException || cause instanceof IllegalArgumentException;
        return CommandFailure.refused(expected ? String.valueOf(cause.getMessage()) : String.valueOf(cause));
    }
}
