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
import org.ringback.api.EndedRing;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one core on one loop: gives it events one after the other, and carries out its actions; sets its timer, writes
 * its changes to the store, opens its connections, resolves names, and gives it the commands of persons. Each method
 * says on which thread it may be called.
 *
 * @param <C> the core's type
 */
public final class CoreRunner<C extends Core> {
    private static final Logger LOG = LoggerFactory.getLogger(CoreRunner.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofMillis(500);
    /** How long to wait after a bug threw an exception in the core before its timer is set again. */
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
    private final EndedRings endedRings;
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private boolean turning;
    private boolean storeFails;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};
    private volatile boolean stopped;

    /**
     * What a runner needs from outside.
     *
     * @param transport gives sockets
     * @param loop on which everything runs; {@link #stop} ends it
     * @param store takes the core's changes
     * @param suites the crypto, which may come and go
     * @param reachable the addresses that the core is told when a name is resolved
     */
    public record Surroundings(
            Transport transport, Loop loop, Store store, Suites suites, Predicate<InetAddress> reachable) {}

    /**
     * Makes the runner; the core is not called before the first event.
     *
     * @param around what surrounds the core
     * @param core the core
     * @param heard is told each event before the core is
     * @param own carries out the actions of the role's own, on the loop
     * @param name the name of the role in the refusal of a command that comes too late, for example "this gateway"
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
        this.endedRings = new EndedRings(core, loop);
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
     * Gives the core an event; if it is handling another one, after that. On the loop.
     *
     * @param event what happened
     */
    public void submit(Event event) {
        turn(() -> core.handle(event, loop.now()).forEach(this::perform));
    }

    /**
     * Gives the core an event soon; from any thread.
     *
     * @param event what happened
     */
    public void submitLater(Event event) {
        loop.execute(() -> submit(event));
    }

    /**
     * Tells somebody of each ring that ends, in the place of whoever was told before; from any thread.
     *
     * @param ended told on the loop, after the turn in which it ended; must not hold it up
     * @return ends it
     */
    public Runnable listen(Consumer<EndedRing> ended) {
        return endedRings.listen(ended);
    }

    /**
     * Gives a command, from any thread.
     *
     * @param <T> what completes it
     * @param event makes the event from the request that names the command
     * @return completes with what {@link #complete} got, or with {@link org.ringback.api.control.RefusedException}; on
     *     a thread of neither the loop's nor the caller's
     */
    public <T> CompletableFuture<T> command(Function<Request<T>, Event> event) {
        return begin(request -> submit(event.apply(request)));
    }

    /**
     * Gives a command as {@link #command} does, but one that needs crypto: if none runs, the command waits for it, for
     * a while.
     *
     * @param <T> what completes it
     * @param event makes the event from the request that names the command
     * @return as with {@link #command}
     */
    public <T> CompletableFuture<T> needingCrypto(Function<Request<T>, Event> event) {
        return beginNeedingCrypto(request -> submit(event.apply(request)));
    }

    /**
     * Begins a command that takes more than one event and needs crypto; from any thread.
     *
     * @param <T> what completes it
     * @param task runs on the loop, with the request that names the command
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
     * Completes a command, unless it is answered already; from any thread.
     *
     * @param <T> what completes it
     * @param request which
     * @param result its result
     */
    public <T> void complete(Request<T> request, T result) {
        commands.complete(request, result);
    }

    /**
     * Refuses a command, unless it is answered already; from any thread.
     *
     * @param request which
     * @param why the reason in words, and what to do
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
            connections.cutCall(cut.connection(), cut.why(), cut.told());
        } else if (action instanceof Action.NameCall name) {
            connections.nameCall(name.connection(), name.name());
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
                        // The changes are on disk: an exception in one of these actions must not prevent the other
                        // answers.
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
     * Reads something from the core, from any thread; blocks for a moment.
     *
     * @param <T> the type of the result
     * @param look runs on the loop
     * @return what {@code look} returned
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
     * Gives the core an event after which it begins nothing more, and waits until it says that nothing is under way. Not
     * to be called on the loop.
     *
     * @param leave the event
     * @param atRest is completed once the core says so
     * @param atMost how long to wait
     */
    public void finish(Event leave, CompletableFuture<Void> atRest, Duration atMost) {
        submitLater(leave);
        try {
            atRest.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{}: what was under way for longer than {} s is lost with its bundle", name, atMost.toSeconds());
        }
    }

    /**
     * Runs a last task, closes all connections, tells of the rings that ended by that, and ends the loop, then refuses the
     * commands that wait. Not to be called on the loop.
     *
     * @param last the last task, such as deregistering; on the loop
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
                try {
                    endedRings.tell();
                } finally {
                    left.complete(null);
                }
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

    /** Runs one turn after the other, even if an action causes the next one at once. */
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
            endedRings.tell();
        }
    }

    /**
     * Sets the timer, unless it fires early enough already: a deadline that becomes later does not move the timer, as a
     * tick that comes too early does no harm.
     */
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
