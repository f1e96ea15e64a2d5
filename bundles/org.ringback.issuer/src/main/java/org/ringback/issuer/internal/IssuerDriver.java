package org.ringback.issuer.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.crypto.Secret;
import org.ringback.issuer.core.IssuerAction;
import org.ringback.issuer.core.IssuerAction.HandOver;
import org.ringback.issuer.core.IssuerAction.HashPassword;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.issuer.core.IssuerCore;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.IssuerRecords;
import org.ringback.issuer.core.IssuerSettings;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * Turns the core on: events in, actions out, all on one loop. What other threads ask for ({@link #command},
 * {@link #shown}) is handed over.
 */
final class IssuerDriver implements AutoCloseable {
    private static final int NAME_THREADS = 2;
    private static final long STOP_SECONDS = 5;
    /** A fault, as while the crypto bundle is being exchanged, ends no timer, and is not met again at once. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Store store;
    private final CryptoServices crypto;
    private final Loop loop;
    private final IssuerCore core;
    private final SetUp setUp = new SetUp("ringback-set-up", 1);
    private final SetUp names = new SetUp("ringback-names", NAME_THREADS);
    private final Links links;
    private final Listeners listeners;
    private final Queue<IssuerEvent> queue = new ArrayDeque<>();
    private final Commands commands = new Commands();
    private final Rings rings;
    private boolean draining;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};
    private volatile Shown shown;

    /** What may be seen from outside; immutable. */
    record Shown(List<RingStory> stories, SortedMap<String, Long> counters, List<GrantedEquipment> granted) {}

    IssuerDriver(
            Transport transport, Store store, CryptoServices crypto, RandomGenerator random, IssuerSettings settings) {
        this.store = store;
        this.crypto = crypto;
        this.core = new IssuerCore(crypto, random, IssuerRecords.read(store::read), settings);
        this.loop = transport.newLoop("issuer");
        this.links = new Links(transport, loop, crypto, this::submit);
        this.listeners = new Listeners(transport, loop, setUp, links);
        this.rings = new Rings(transport, loop, random, this::submit);
        this.shown = show();
    }

    Shown shown() {
        return shown;
    }

    /** Gives a command on any thread; fails with {@link org.ringback.api.control.RefusedException} in words. */
    CompletableFuture<Object> command(LongFunction<IssuerEvent> event) {
        Commands.Command command = commands.begin();
        loop.execute(() -> submit(event.apply(command.number())));
        return command.result();
    }

    void configure(IssuerSettings settings) {
        loop.execute(() -> submit(new IssuerEvent.Configure(settings)));
    }

    /** Ends everything; off the loop. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.execute(() -> {
            submit(new IssuerEvent.Stop());
            rings.endAll();
            listeners.closeAll();
            links.closeAll();
            stopped.complete(null);
        });
        try {
            stopped.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // the loop closes what is left
        }
        loop.close();
        setUp.close();
        names.close();
        commands.stop();
    }

    /** One event after the other, also if an action leads to the next at once. */
    private void submit(IssuerEvent event) {
        queue.add(event);
        if (draining) {
            return;
        }
        draining = true;
        long notBefore = loop.now().plus(AFTER_A_FAULT);
        try {
            for (IssuerEvent next = queue.poll(); next != null; next = queue.poll()) {
                core.handle(next, loop.now()).forEach(this::perform);
            }
            notBefore = Long.MIN_VALUE;
        } finally {
            draining = false;
            setTimer(notBefore);
        }
        shown = show();
    }

    private Shown show() {
        return new Shown(core.stories(), core.counters(), core.granted());
    }

    private void setTimer(long notBefore) {
        long deadline = Math.max(core.nextDeadline(), notBefore);
        if (deadline == timerAt) {
            return;
        }
        cancelTimer.run();
        timerAt = deadline;
        if (deadline == Long.MAX_VALUE) {
            cancelTimer = () -> {};
        } else {
            long wait = Math.max(0, deadline - loop.now().nanos());
            cancelTimer = loop.schedule(Duration.ofNanos(wait), () -> {
                timerAt = Long.MAX_VALUE;
                submit(new IssuerEvent.Tick());
            });
        }
    }

    private void perform(IssuerAction action) {
        if (action instanceof IssuerAction.Send send) {
            links.send(send.connection(), send.message());
        } else if (action instanceof IssuerAction.Close close) {
            links.close(close.connection());
        } else if (action instanceof IssuerAction.Abort abort) {
            links.abort(abort.connection());
        } else if (action instanceof IssuerAction.DialServer dial) {
            links.dial(dial);
        } else if (action instanceof IssuerAction.AnswerCall answer) {
            links.answer(answer);
        } else if (action instanceof IssuerAction.Resolve resolve) {
            resolve(resolve);
        } else if (action instanceof IssuerAction.Listen listen) {
            listeners.open(listen.listener(), listen.local());
        } else if (action instanceof IssuerAction.StopListening stop) {
            listeners.stop(stop.listener());
        } else if (action instanceof HandOver handOver) {
            Link link = links.find(handOver.connection());
            if (link != null) {
                rings.handOver(handOver, link);
            }
        } else if (action instanceof IssuerAction.RingEnded ended) {
            rings.ended(ended);
        } else if (action instanceof HashPassword hash) {
            hash(hash);
        } else if (action instanceof Persist persist) {
            persist(persist);
        } else if (action instanceof IssuerAction.Completed completed) {
            complete(completed);
        } else if (action instanceof IssuerAction.Failed failed) {
            commands.fail(failed.request(), failed.message());
        }
    }

    private void complete(IssuerAction.Completed completed) {
        Object result = completed.result() instanceof RingNonce nonce
                ? rings.begin(completed.request(), nonce)
                : completed.result();
        commands.complete(completed.request(), result);
    }

    private void resolve(IssuerAction.Resolve resolve) {
        names.execute(
                () -> {
                    IssuerEvent found = Names.resolve(resolve.job(), resolve.servers());
                    loop.execute(() -> submit(found));
                },
                () -> submit(new IssuerEvent.Resolved(
                        resolve.job(), List.of(), List.of("too many names are waiting to be resolved"))));
    }

    private void hash(HashPassword hash) {
        setUp.execute(
                () -> hashNow(hash),
                () -> commands.fail(
                        hash.request(), "password: too much is waiting to be set up (expected: try again)"));
    }

    /** Off the loop. */
    private void hashNow(HashPassword hash) {
        try {
            Secret information = crypto.rings().passwordInformation(hash.password(), hash.equipment(), hash.identity());
            loop.execute(() -> submit(
                    new IssuerEvent.PasswordHashed(hash.request(), hash.equipment(), hash.identity(), information)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            commands.fail(hash.request(), "password: " + e.getMessage());
        } finally {
            hash.password().destroy();
        }
    }

    private void persist(Persist persist) {
        store.write(persist.changes())
                .whenComplete((done, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        persist.then().forEach(this::perform);
                    } else {
                        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                        submit(new IssuerEvent.PersistFailed(persist.then(), String.valueOf(cause.getMessage())));
                    }
                }));
    }
}
