package org.ringback.kernel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.ringback.api.control.RefusedException;

/** The commands that were given but not answered yet. Thread-safe. */
final class Commands {
    private final String whenStopped;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Request<?>, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /** One command: the name by which the core knows it, and the future with its answer. */
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

    /** Completes a command, on another thread: what waits for it may block, and must not block the loop. */
    <T> void complete(Request<T> request, T result) {
        @SuppressWarnings("unchecked") // a request was put there with an answer of its own type
        CompletableFuture<T> answer = (CompletableFuture<T>) waiting.remove(request);
        if (answer != null) {
            Completions.complete(answer, () -> result);
        }
    }

    /** Refuses a command, on another thread. */
    void refuse(Request<?> request, String why) {
        CompletableFuture<?> answer = waiting.remove(request);
        if (answer != null) {
            Completions.complete(answer, () -> {
                throw new CompletionException(new RefusedException(why));
            });
        }
    }

    /** Refuses all commands that wait, and all later ones. */
    void stop() {
        stopped = true;
        List.copyOf(waiting.keySet()).forEach(request -> refuse(request, whenStopped));
    }
}
