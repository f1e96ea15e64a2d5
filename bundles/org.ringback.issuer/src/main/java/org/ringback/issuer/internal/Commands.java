package org.ringback.issuer.internal;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** Commands that were given and not answered yet, by number. Thread-safe. */
final class Commands {
    private static final String STOPPED = "this issuer is stopped";

    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> open = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** One command. */
    record Command(long number, CompletableFuture<Object> result) {}

    Command begin() {
        Command command = new Command(last.incrementAndGet(), new CompletableFuture<>());
        open.put(command.number(), command.result());
        if (stopped) {
            fail(command.number(), STOPPED);
        }
        return command;
    }

    /** Not on the caller's thread: who waits may block, and must not block the loop. */
    void complete(long number, Object result) {
        CompletableFuture<Object> command = open.remove(number);
        if (command != null) {
            command.completeAsync(() -> result);
        }
    }

    void fail(long number, String message) {
        CompletableFuture<Object> command = open.remove(number);
        if (command != null) {
            command.completeAsync(() -> {
                throw new CompletionException(new RefusedException(message));
            });
        }
    }

    /** Fails what is open, and whatever is still to come. */
    void stop() {
        stopped = true;
        open.keySet().forEach(number -> fail(number, STOPPED));
    }
}
