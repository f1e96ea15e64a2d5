package org.ringback.relay.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** Commands under way, by number. Thread-safe. */
final class Commands {
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> waiting = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** One command. */
    record Command(long number, CompletableFuture<Object> result) {}

    Command begin() {
        Command command = new Command(numbers.incrementAndGet(), new CompletableFuture<>());
        waiting.put(command.number(), command.result());
        if (ended) {
            fail(command.number(), "the server is stopped");
        }
        return command;
    }

    /** Not on the caller's thread: who waits may block, and must not block the loop. */
    void complete(long number, Object result) {
        CompletableFuture<Object> command = waiting.remove(number);
        if (command != null) {
            command.completeAsync(() -> result);
        }
    }

    void fail(long number, String why) {
        CompletableFuture<Object> command = waiting.remove(number);
        if (command != null) {
            command.completeAsync(() -> {
                throw new CompletionException(new RefusedException(why));
            });
        }
    }

    void failAll(String why) {
        ended = true;
        List.copyOf(waiting.keySet()).forEach(number -> fail(number, why));
    }
}
