package org.ringback.kernel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one core without I/O: events in, actions out, one after the other, on one loop; sets its timer; writes what it
 * wants written; carries its connections, looks its names up, hands in what persons ask for. Each method says on which
 * thread it may be called.
 *
 * @param <C> the core's type
 */
public final class CoreRunner<C extends Core> {
    private static final Logger LOG = LoggerFactory.getLogger(CoreRunner.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    /** A fault ends no timer, and is not met again at once. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Loop loop;
    private final Store store;
    private final C core;
    private final String name;
    private final Consumer<Action> own;
    private final Commands commands;
    private final NewWork newWork;
    private final Connections connections;
    private final Names names;
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private boolean turning;
    private boolean storeFails;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};
    private volatile boolean stopped;

    /**
     * What surrounds a core.
     *
     * @param transport gives sockets
     * @param loop on which everything happens; ends with {@link #stop}
     * @param store keeps what the core wants kept
     * @param suites the crypto, which may come and go
     * @param reachable of which addresses of a server the core is told
     */
    public record Surroundings(
            Transport transport, Loop loop, Store store, Suites suites, Predicate<InetAddress> reachable) {}

    /**
     * Runs nothing before the first event.
     *
     * @param around what surrounds the core
     * @param core whose events and actions they are
     * @param heard hears, before the core does, what happens to connections
     * @param own does one of the actions that are the role's own, on the loop
     * @param name what a command that comes too late hears of: "this gateway", for example
     */
    public CoreRunner(Surroundings around, C core, Consumer<Event> heard, Consumer<Action> own, String name) {
        this.loop = around.loop();
        this.store = around.store();
        this.core = core;
        this.own = own;
        this.name = name;
        this.commands = new Commands(name + " is stopped (expected: start it and give the command again)");
        this.newWork = new NewWork(loop, around.suites());
        this.connections = new Connections(around.transport(), loop, around.suites(), newWork, event -> {
            heard.accept(event);
            submit(event);
        });
        this.names = new Names(around.reachable(), this::submitLater);
    }

    /** {@return the connections} */
    public Connections connections() {
        return connections;
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
    public void submit(Event event) {
        turn(() -> core.handle(event, loop.now()).forEach(this::perform));
    }

    /**
     * Hands an event in from any thread, soon.
     *
     * @param event what happened
     */
    public void submitLater(Event event) {
        loop.execute(() -> submit(event));
    }

    /**
     * Gives a command, from any thread.
     *
     * @param <T> what completes it
     * @param event makes the event out of the command's name
     * @return completes with what {@link #complete} got, or with {@link org.ringback.api.control.RefusedException}; on
     *     a thread of neither the loop's nor the caller's
     */
    public <T> CompletableFuture<T> command(Function<Request<T>, Event> event) {
        return begin(request -> submit(event.apply(request)));
    }

    /**
     * As {@link #command}, for one that cannot be done without crypto: while there is none, it waits a while for it.
     *
     * @param <T> what completes it
     * @param event makes the event out of the command's name
     * @return as with {@link #command}
     */
    public <T> CompletableFuture<T> needingCrypto(Function<Request<T>, Event> event) {
        return beginNeedingCrypto(request -> submit(event.apply(request)));
    }

    /**
     * Begins a command that is more than one event and cannot be done without crypto, from any thread.
     *
     * @param <T> what completes it
     * @param task runs on the loop with the command's name
     * @return as with {@link #command}
     */
    public <T> CompletableFuture<T> beginNeedingCrypto(Consumer<Request<T>> task) {
        return begin(request ->
                newWork.begin(request, Optional.empty(), () -> task.accept(request), why -> refuse(request, why)));
    }

    private <T> CompletableFuture<T> begin(Consumer<Request<T>> task) {
        Commands.Command<T> command = commands.begin();
        loop.execute(() -> {
            try {
                task.accept(command.request());
            } catch (RuntimeException | Error fault) {
                refuse(command.request(), Faults.words(fault));
                throw fault; // into the log
            }
        });
        return command.answer();
    }

    /**
     * Completes a command, from any thread; one that is answered already stays so.
     *
     * @param <T> what completes it
     * @param request which
     * @param result its result
     */
    public <T> void complete(Request<T> request, T result) {
        commands.complete(request, result);
    }

    /**
     * Refuses a command, from any thread; one that is answered already stays so.
     *
     * @param request which
     * @param why in words, and what to do
     */
    public void refuse(Request<?> request, String why) {
        commands.refuse(request, why);
    }

    private void perform(Action action) {
        if (action instanceof Action.Send send) {
            connections.send(send.connection(), send.message());
        } else if (action instanceof Action.Close close) {
            connections.close(close.connection());
        } else if (action instanceof Action.Abort abort) {
            connections.abort(abort.connection());
        } else if (action instanceof Action.CutCall cut) {
            connections.cutCall(cut.connection(), cut.why());
        } else if (action instanceof Action.Dial dial) {
            connections.dial(dial);
        } else if (action instanceof Action.Resolve resolve) {
            names.resolve(resolve.server());
        } else if (action instanceof Action.Persist persist) {
            persist(persist);
        } else if (action instanceof Action.Completed<?> completed) {
            complete(completed);
        } else if (action instanceof Action.Refused refused) {
            refuse(refused.request(), refused.why());
        } else {
            own.accept(action);
        }
    }

    private <T> void complete(Action.Completed<T> completed) {
        complete(completed.request(), completed.result());
    }

    private void persist(Action.Persist persist) {
        store.write(persist.changes())
                .whenComplete((done, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        storeFails = false;
                        // What is acknowledged is on disk: a fault in one of these must not keep an answer from who
                        // waits.
                        turn(() -> Faults.each(persist.then(), this::perform));
                    } else {
                        submit(new Event.NotWritten(persist.changes(), persist.then(), notWritten(fault)));
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
     * Looks at the core, from any thread; blocks for a moment.
     *
     * @param <T> what is looked at
     * @param look runs on the loop
     * @return what was seen
     * @throws IllegalStateException if the loop ended or does not answer, in words
     */
    public <T> T look(Function<C, T> look) {
        if (loop.inLoop()) {
            return look.apply(core);
        }
        if (stopped) {
            throw unanswered();
        }
        try {
            return CompletableFuture.supplyAsync(() -> look.apply(core), loop)
                    .get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a question to the core failed", e);
        } catch (TimeoutException e) {
            LOG.debug("a question to the core was not answered in time", e);
        }
        throw unanswered();
    }

    private IllegalStateException unanswered() {
        return new IllegalStateException(name + " does not answer: it is stopped, or overloaded");
    }

    /**
     * Closes all connections and ends the loop, after one last task; then refuses the commands that wait. Off the loop;
     * soon.
     *
     * @param last takes leave, on the loop
     */
    public void stop(Runnable last) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                last.run();
                newWork.close();
                connections.closeAll();
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
        newWork.unlisten();
        names.close();
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
        long deadline = Math.max(core.nextDeadline(), notBefore);
        if (deadline >= timerAt) {
            return;
        }
        cancelTimer.run();
        timerAt = deadline;
        long now = loop.now().nanos();
        Duration wait = deadline <= now ? Duration.ZERO : Duration.ofNanos(deadline - now);
        cancelTimer = loop.schedule(wait, () -> {
            timerAt = Long.MAX_VALUE;
            submit(new Event.Tick());
        });
    }
}
