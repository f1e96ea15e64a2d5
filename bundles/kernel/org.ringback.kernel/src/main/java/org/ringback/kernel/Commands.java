package org.ringback.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** The commands that were given and not answered yet, by number. Thread-safe. */
final class Commands {
    private final String whenStopped;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** One command: the number that the core knows it by, and its answer. */
    record Command(long number, CompletableFuture<Object> answer) {}

    Commands(String whenStopped) {
        this.whenStopped = whenStopped;
    }

    Command begin() {
        Command command = new Command(numbers.incrementAndGet(), new CompletableFuture<>());
        waiting.put(command.number(), command.answer());
        if (stopped) {
            fail(command.number(), whenStopped);
        }
        return command;
    }

    /** Not on the caller's thread: who waits may block, and must not block the loop. */
    void complete(long number, Object result) {
        CompletableFuture<Object> answer = waiting.remove(number);
        if (answer != null) {
            Completions.complete(answer, () -> result);
        }
    }

    /** Not on the caller's thread either. */
    void fail(long number, String why) {
        CompletableFuture<Object> answer = waiting.remove(number);
        if (answer != null) {
            Completions.complete(answer, () -> {
                throw new CompletionException(new RefusedException(why));
            });
        }
    }

    /** Fails what waits, and whatever is still to come. */
    void stop() {
        stopped = true;
        List.copyOf(waiting.keySet()).forEach(number -> fail(number, whenStopped));
    }
}
