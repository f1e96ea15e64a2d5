package org.ringback.issuer.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ringback.api.RingNonce;
import org.ringback.issuer.core.IssuerAction;
import org.ringback.issuer.core.IssuerAction.HandOver;
import org.ringback.issuer.core.IssuerAction.HashPassword;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.issuer.core.IssuerCore;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.IssuerRecords;
import org.ringback.issuer.core.IssuerSettings;
import org.ringback.issuer.core.KeptPassword;
import org.ringback.kernel.CoreDriver;
import org.ringback.kernel.Faults;
import org.ringback.kernel.NewWork;
import org.ringback.kernel.Suites;
import org.ringback.kernel.Workers;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * Turns the core: what happens to an issuer becomes events, and its actions are done. What is not private may be called
 * from any thread.
 */
final class IssuerDriver implements AutoCloseable {
    private static final int NAME_THREADS = 2;
    private static final String STOPPED = "this issuer is stopped (expected: start it and give the command again)";

    private final Transport transport;
    private final Suites suites;
    private final NewWork newWork;
    private final IssuerCore core;
    private final CoreDriver<IssuerEvent, IssuerAction> driver;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final Workers names = Workers.queueing("ringback-names", NAME_THREADS);
    private final Connections connections;
    private final Listeners listeners;
    private final Rings rings;

    IssuerDriver(Transport transport, Store store, Suites suites, RandomGenerator random, IssuerSettings settings) {
        this.transport = transport;
        this.suites = suites;
        this.core = new IssuerCore(suites, random, IssuerRecords.read(store::read), settings);
        Loop loop = transport.newLoop("issuer");
        this.driver = new CoreDriver<>(
                loop, store, core::handle, core::nextDeadline, this::perform, new IssuerEvent.Tick(), STOPPED);
        this.newWork = new NewWork(loop, suites);
        this.connections = new Connections(transport, loop, suites, newWork, driver::submit);
        this.listeners = new Listeners(transport, loop, setUp, connections::accept, driver::submit);
        this.rings = new Rings(transport, loop, random, driver::submit);
    }

    /** Gives a command; its answer fails with {@link org.ringback.api.control.RefusedException} in words. */
    CompletableFuture<Object> command(LongFunction<IssuerEvent> event) {
        return driver.command(event);
    }

    /** As {@link #command}, for one that cannot be done while there is no crypto: it waits a while for it. */
    CompletableFuture<Object> needingCrypto(LongFunction<IssuerEvent> event) {
        return newWork.command(driver, request -> driver.submit(event.apply(request)));
    }

    /**
     * Looks at the core.
     *
     * @param <T> what is looked at
     * @param look runs on the loop
     * @param stopped what is seen when there is no loop any more
     * @return what was seen
     */
    <T> T look(Function<IssuerCore, T> look, Supplier<T> stopped) {
        return driver.ask(() -> look.apply(core), stopped);
    }

    void configure(IssuerSettings settings) {
        driver.submitLater(new IssuerEvent.Configure(settings));
    }

    /** Ends everything; off the loop. */
    @Override
    public void close() {
        driver.stop(() -> {
            driver.submit(new IssuerEvent.Stop());
            newWork.close();
            rings.endAll();
            listeners.closeAll();
            connections.links().closeAll();
        });
        newWork.unlisten();
        setUp.close();
        names.close();
    }

    private void perform(IssuerAction action) {
        if (action instanceof IssuerAction.Send send) {
            connections.links().send(send.connection(), send.message());
        } else if (action instanceof IssuerAction.Close close) {
            connections.close(close.connection());
        } else if (action instanceof IssuerAction.Abort abort) {
            connections.abort(abort.connection());
        } else if (action instanceof IssuerAction.DialServer dial) {
            connections.dial(dial);
        } else if (action instanceof IssuerAction.AwaitHello await) {
            connections.await(await.connection());
        } else if (action instanceof IssuerAction.AnswerCall answer) {
            connections.answer(answer);
        } else if (action instanceof IssuerAction.Resolve resolve) {
            resolve(resolve);
        } else if (action instanceof IssuerAction.Listen listen) {
            listeners.open(listen.listener(), listen.local());
        } else if (action instanceof IssuerAction.StopListening stop) {
            listeners.stop(stop.listener());
        } else if (action instanceof HandOver handOver) {
            connections.links().find(handOver.connection()).ifPresent(link -> rings.handOver(handOver, link));
        } else if (action instanceof IssuerAction.RingWaits waits) {
            rings.waits(waits);
        } else if (action instanceof IssuerAction.RingEnded ended) {
            rings.ended(ended);
        } else if (action instanceof HashPassword hash) {
            hash(hash);
        } else if (action instanceof Persist persist) {
            driver.persist(
                    persist.changes(), persist.then(), why -> new IssuerEvent.PersistFailed(persist.then(), why));
        } else if (action instanceof IssuerAction.Completed completed) {
            complete(completed);
        } else if (action instanceof IssuerAction.Failed failed) {
            driver.fail(failed.request(), failed.message());
        }
    }

    private void complete(IssuerAction.Completed completed) {
        Object result = completed.result() instanceof RingNonce nonce
                ? rings.begin(completed.request(), nonce)
                : completed.result();
        driver.complete(completed.request(), result);
    }

    private void resolve(IssuerAction.Resolve resolve) {
        if (!names.run(
                () -> driver.submitLater(Names.resolve(resolve.job(), resolve.servers(), transport::hasRoute)),
                fault -> driver.submitLater(
                        new IssuerEvent.Resolved(resolve.job(), List.of(), List.of(Faults.words(fault)))))) {
            driver.submit(new IssuerEvent.Resolved(
                    resolve.job(), List.of(), List.of("too many names are waiting to be resolved")));
        }
    }

    private void hash(HashPassword hash) {
        if (!setUp.run(() -> hashNow(hash), fault -> driver.fail(hash.request(), "password: " + Faults.words(fault)))) {
            driver.fail(hash.request(), "password: too much is waiting to be set up (expected: try again)");
        }
    }

    /** Off the loop. */
    private void hashNow(HashPassword hash) {
        try {
            driver.submitLater(new IssuerEvent.PasswordHashed(
                    hash.request(),
                    hash.equipment(),
                    KeptPassword.of(suites.rings(), hash.password(), hash.equipment(), hash.identity())));
        } finally {
            hash.password().destroy();
        }
    }
}
