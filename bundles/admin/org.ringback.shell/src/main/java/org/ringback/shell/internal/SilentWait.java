package org.ringback.shell.internal;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingStory;
import org.ringback.api.control.Ring;

/**
 * Waits for the answer of a ring, and tells a person of a long wait for silent equipment: at once how long it is at
 * most, and again and again how much of it has passed. Stateless.
 *
 * @param nanos the monotonic clock
 * @param step how long to wait before the person hears of it again
 */
record SilentWait(LongSupplier nanos, Duration step) {
    /** As people wait. */
    static final SilentWait REAL = new SilentWait(System::nanoTime, Duration.ofSeconds(10));

    /** So often at most: with the real step for longer than the two tries of a ring take. */
    static final int MOST = 13;

    /** A wait that the ring told of. */
    private record Told(Duration atMost, long began) {}

    /** Waits for the answer. */
    RingStory on(Ring ring, EquipmentId equipment, Consumer<String> tell) {
        AtomicReference<@Nullable Told> told = new AtomicReference<>();
        ring.waiting().thenAccept(atMost -> {
            tell.accept(equipment + " is silent; waiting until it registers with the server, at most "
                    + atMost.toSeconds() + " s");
            told.set(new Told(atMost, nanos.getAsLong()));
        });
        CompletableFuture<RingStory> answer = ring.answer().toCompletableFuture();
        for (int round = 0; round < MOST && !isOver(answer); round++) {
            Told wait = told.get();
            if (wait != null) {
                passed(wait, tell);
            }
        }
        return Await.on(answer);
    }

    private void passed(Told wait, Consumer<String> tell) {
        long most = wait.atMost().toSeconds();
        long seconds = Duration.ofNanos(nanos.getAsLong() - wait.began()).toSeconds();
        if (seconds > 0 && seconds < most) { // behind that its end is under way
            tell.accept("silent still: " + seconds + " s of at most " + most + " s");
        }
    }

    private boolean isOver(CompletableFuture<RingStory> answer) {
        try {
            answer.get(step.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // which ends the wait that follows
            return true;
        }
    }
}
