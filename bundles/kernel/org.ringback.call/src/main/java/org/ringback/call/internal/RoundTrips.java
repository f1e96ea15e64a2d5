package org.ringback.call.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.Pings;
import org.ringback.kernel.Completions;

/**
 * Who waits for the PONGs of one call. To be used under the lock of its {@link Engine}; the stages complete on threads of
 * their own.
 */
final class RoundTrips {
    private final Multiplexer multiplexer;
    private final Map<Long, CompletableFuture<Duration>> waiting = new HashMap<>();

    RoundTrips(Multiplexer multiplexer) {
        this.multiplexer = multiplexer;
    }

    /** Sends a PING; completes with the time to its PONG. */
    CompletableFuture<Duration> begin(Moment now) {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        String end = multiplexer.end();
        if (end != null) {
            refuse(answer, over(end));
            return answer;
        }
        multiplexer
                .pings()
                .begin(now)
                .ifPresentOrElse(
                        value -> waiting.put(value, answer),
                        () -> refuse(
                                answer,
                                "ping: " + Pings.MOST + " wait for their answer over this call (expected: at most so"
                                        + " many at once; try again in a moment)"));
        return answer;
    }

    /** Tells what has become of PINGs since; once the call is over, what has not. */
    void tell() {
        for (Pings.Answer told = multiplexer.pings().answer();
                told != null;
                told = multiplexer.pings().answer()) {
            CompletableFuture<Duration> answer = waiting.remove(told.value());
            if (answer != null) {
                told.after()
                        .ifPresentOrElse(
                                after -> Completions.complete(answer, () -> after),
                                () -> refuse(
                                        answer,
                                        "ping: no answer over this call within " + Pings.LIMIT.toSeconds() + " s"));
            }
        }
        String end = multiplexer.end();
        if (end != null) {
            List.copyOf(waiting.values()).forEach(answer -> refuse(answer, over(end)));
            waiting.clear();
        }
    }

    private static String over(String end) {
        return "ping: the call is over: " + end;
    }

    private static void refuse(CompletableFuture<Duration> answer, String why) {
        Completions.complete(answer, () -> {
            throw new CompletionException(new RefusedException(why));
        });
    }
}
