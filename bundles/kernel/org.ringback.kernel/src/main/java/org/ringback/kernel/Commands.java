package org.ringback.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** The commands that were given and not answered yet. Thread-safe. */
final class Commands {
    private final String whenStopped;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Request<?>, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** One command: what the core knows it by, and its answer. */
    record Command<T>(Request<T> request, CompletableFuture<T> answer) {}

    Commands(String whenStopped) {
        this.whenStopped = whenStopped;
    }

    <T> Command<T> begin() {
        Command<T> command = new Command<>(new Request<>(numbers.incrementAndGet()), new CompletableFuture<>());
        waiting.put(command.request(), command.answer());
        if (stopped) {
            refuse(command.request(), whenStopped);
        }
        return command;
    }

    /** Not on the caller's thread: who waits may block, and must not block the loop. */
    <T> void complete(Request<T> request, T result) {
        @SuppressWarnings("unchecked") // a request was put there with an answer of its own type
        CompletableFuture<T> answer = (CompletableFuture<T>) waiting.remove(request);
        if (answer != null) {
            Completions.complete(answer, () -> result);
        }
    }

    /** Not on the caller's thread either. */
    void refuse(Request<?> request, String why) {
        CompletableFuture<?> answer = waiting.remove(request);
        if (answer != null) {
            Completions.complete(answer, () -> {
                throw new CompletionException(new RefusedException(why));
            });
        }
    }

    /** Refuses what waits, and whatever is still to come. */
    void stop() {
        stopped = true;
        List.copyOf(waiting.keySet()).forEach(request -> refuse(request, whenStopped));
    }
}
