package org.ringback.kernel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.ringback.api.Moment;
import org.ringback.store.Change;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives one core without I/O: events in, actions out, one after the other, on one loop; sets its timer; writes what it
 * wants written; hands in what persons ask for. Each method says on which thread it may be called.
 *
 * @param <E> the core's events
 * @param <A> the core's actions
 */
public final class CoreDriver<E, A> {
    private static final Logger LOG = LoggerFactory.getLogger(CoreDriver.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    /** A fault, as while the crypto bundle is being exchanged, ends no timer, and is not met again at once. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Loop loop;
    private final Store store;
    private final BiFunction<E, Moment, List<A>> handle;
    private final LongSupplier nextDeadline;
    private final Consumer<A> perform;
    private final E tick;
    private final Commands commands;
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private boolean turning;
    private boolean storeFails;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};
    private volatile boolean stopped;

    /**
     * Drives nothing before the first event.
     *
     * @param loop on which everything happens; ends with {@link #stop}
     * @param store keeps what the core wants kept
     * @param handle the core: gives the actions that follow an event
     * @param nextDeadline the core: the monotonic nanoseconds at which it wants a tick, {@link Long#MIN_VALUE} for
     *     at once, {@link Long#MAX_VALUE} for never; a tick that is too early must do no harm
     * @param perform does one action, on the loop
     * @param tick the event that says that a deadline passed
     * @param whenStopped what a command hears that comes too late, and what to do then
     */
    public CoreDriver(
            Loop loop,
            Store store,
            BiFunction<E, Moment, List<A>> handle,
            LongSupplier nextDeadline,
            Consumer<A> perform,
            E tick,
            String whenStopped) {
        this.loop = loop;
        this.store = store;
        this.handle = handle;
        this.nextDeadline = nextDeadline;
        this.perform = perform;
        this.tick = tick;
        this.commands = new Commands(whenStopped);
    }

    /** {@return the loop} */
    public Loop loop() {
        return loop;
    }

    /**
     * Hands an event in; if the core is at work on another one, behind that. On the loop.
     *
     * @param event what happened
     */
    public void submit(E event) {
        turn(() -> handle.apply(event, loop.now()).forEach(perform));
    }

    /**
     * Hands an event in from any thread, soon.
     *
     * @param event what happened
     */
    public void submitLater(E event) {
        loop.execute(() -> submit(event));
    }

    /**
     * Gives a command, from any thread.
     *
     * @param event makes the event out of the command's number
     * @return completes with what {@link #complete} got, or with {@link org.ringback.api.control.RefusedException}; on
     *     a thread of neither the loop's nor the caller's
     */
    public CompletableFuture<Object> command(LongFunction<E> event) {
        return begin(number -> submit(event.apply(number)));
    }

    /**
     * Begins a command that is more than one event, from any thread.
     *
     * @param task runs on the loop with the command's number
     * @return as with {@link #command}
     */
    public CompletableFuture<Object> begin(LongConsumer task) {
        Commands.Command<Object> command = commands.begin();
        loop.execute(() -> {
            try {
                task.accept(command.request().number());
            } catch (RuntimeException | Error fault) {
                fail(command.request().number(), Faults.words(fault));
                throw fault; // into the log
            }
        });
        return command.answer();
    }

    /**
     * Completes a command, from any thread; one that is answered already stays so.
     *
     * @param number which
     * @param result its result
     */
    public void complete(long number, Object result) {
        commands.complete(new Request<>(number), result);
    }

    /**
     * Refuses a command, from any thread; one that is answered already stays so.
     *
     * @param number which
     * @param why in words, and what to do
     */
    public void fail(long number, String why) {
        commands.refuse(new Request<>(number), why);
    }

    /**
     * Writes changes; what depends on them is done once they are on disk. On the loop.
     *
     * @param changes all or none
     * @param then actions to be done afterwards
     * @param failed makes the event that tells the core that they are not on disk, out of the words why
     */
    public void persist(List<Change> changes, List<A> then, Function<String, E> failed) {
        store.write(changes)
                .whenComplete((done, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        storeFails = false;
                        // What is acknowledged is on disk: a fault in one of these must not keep an answer from who
                        // waits.
                        turn(() -> Faults.each(then, perform));
                    } else {
                        submit(failed.apply(notWritten(fault)));
                    }
                }));
    }

    private String notWritten(Throwable fault) {
        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
        String why = String.valueOf(cause.getMessage());
        if (!storeFails) {
            storeFails = true;
            LOG.error("store: nothing can be acknowledged: {}", why);
        }
        return why;
    }

    /**
     * Looks at what belongs to the loop, from any thread; blocks for a moment.
     *
     * @param <T> what is looked at
     * @param question runs on the loop
     * @param unanswered what to say instead if the loop ended or does not answer
     * @return the answer
     */
    public <T> T ask(Supplier<T> question, Supplier<T> unanswered) {
        if (loop.inLoop()) {
            return question.get();
        }
        if (stopped) {
            return unanswered.get();
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question to the core failed", e);
        } catch (TimeoutException e) {
            LOG.debug("a question to the core was not answered in time", e);
        }
        return unanswered.get();
    }

    /**
     * Ends the loop, after one last task; then fails the commands that wait. Off the loop; soon.
     *
     * @param last takes leave, on the loop
     */
    public void stop(Runnable last) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                last.run();
            } finally {
                cancelTimer.run();
                left.complete(null);
            }
        });
        try {
            left.get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("did not stop in order; what is left is closed");
        }
        stopped = true;
        loop.close();
        commands.stop();
    }

    /** One turn after the other, also if an action leads to the next at once. */
    private void turn(Runnable turn) {
        turns.add(turn);
        if (turning) {
            return;
        }
        turning = true;
        boolean done = false;
        try {
            for (Runnable next = turns.poll(); next != null; next = turns.poll()) {
                next.run();
            }
            done = true;
        } finally {
            turning = false;
            setTimer(done ? Long.MIN_VALUE : loop.now().plus(AFTER_A_FAULT));
        }
    }

    /** A timer that is too early does no harm: it only ticks. So what moves a deadline away moves no timer. */
    private void setTimer(long notBefore) {
        long deadline = Math.max(nextDeadline.getAsLong(), notBefore);
        if (deadline >= timerAt) {
            return;
        }
        cancelTimer.run();
        timerAt = deadline;
        long now = loop.now().nanos();
        Duration wait = deadline <= now ? Duration.ZERO : Duration.ofNanos(deadline - now);
        cancelTimer = loop.schedule(wait, () -> {
            timerAt = Long.MAX_VALUE;
            submit(tick);
        });
    }
}
