package org.ringback.acceptor.internal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** Commands that wait for their answer. Answers are given on another thread than the loop's. Thread-safe. */
final class Commands {
    private static final String STOPPED = "this gateway is stopped (expected: start it and give the command again)";

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * One command.
     *
     * @param number its request number
     * @param answer completes once it is done
     */
    record Command(long number, CompletableFuture<Object> answer) {}

    Command begin() {
        long number = numbers.incrementAndGet();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        waiting.put(number, answer);
        if (stopped) {
            failed(number, STOPPED);
        }
        return new Command(number, answer);
    }

    void completed(long number, Object result) {
        CompletableFuture<Object> answer = waiting.remove(number);
        if (answer != null) {
            answer.completeAsync(() -> result);
        }
    }

    void failed(long number, String message) {
        CompletableFuture<Object> answer = waiting.remove(number);
        if (answer != null) {
            answer.completeAsync(() -> {
                throw new CompletionException(new RefusedException(message));
            });
        }
    }

    void stop() {
        stopped = true;
        waiting.keySet().forEach(number -> failed(number, STOPPED));
    }
}
