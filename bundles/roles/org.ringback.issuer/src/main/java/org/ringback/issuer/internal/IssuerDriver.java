package org.ringback.issuer.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.ringback.api.Role;
import org.ringback.issuer.core.IssuerAction;
import org.ringback.issuer.core.IssuerCore;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.IssuerRecords;
import org.ringback.issuer.core.IssuerSettings;
import org.ringback.issuer.core.KeptPassword;
import org.ringback.kernel.Action;
import org.ringback.kernel.Calls;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Link;
import org.ringback.kernel.StoryKeeper;
import org.ringback.kernel.Suites;
import org.ringback.kernel.SynLimit;
import org.ringback.kernel.Workers;
import org.ringback.store.Store;
import org.ringback.transport.DialOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * Carries out the actions that are an issuer's own: listeners, rings, passwords. Methods that are not private may be
 * called from any thread.
 */
final class IssuerDriver implements AutoCloseable {
    /** How long a bundle that is exchanged finishes what is pending. */
    private static final Duration FINISHING = Duration.ofSeconds(10);

    private final Transport transport;
    private final Loop loop;
    private final Suites suites;
    private final CoreRunner<IssuerCore> runner;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final FirstRecords firstRecords;
    private final Listeners listeners;
    private final Rings rings;
    private final StoryKeeper stories;
    private final Calls calls;
    private final CompletableFuture<Void> atRest = new CompletableFuture<>();

    IssuerDriver(
            Transport transport,
            Store store,
            Suites suites,
            RandomGenerator random,
            Calls calls,
            IssuerSettings settings) {
        this.transport = transport;
        this.suites = suites;
        this.calls = calls;
        this.loop = transport.newLoop("issuer");
        IssuerCore core = new IssuerCore(suites, random, IssuerRecords.read(store::read), settings, this::mtu);
        this.stories = new StoryKeeper(IssuerRecords.STORIES, core.kept(), core.metrics(), store, loop);
        this.runner = new CoreRunner<>(
                new CoreRunner.Surroundings(transport, loop, store, suites, transport::hasRoute),
                core,
                event -> {},
                this::perform,
                "this issuer");
        this.firstRecords = new FirstRecords(runner, suites);
        this.listeners = new Listeners(transport, loop, setUp, firstRecords::accept, runner::submit);
        this.rings = new Rings(loop, runner::submit);
        loop.execute(() -> calls.standing(Role.ISSUER).forEach(runner.connections()::adopt));
    }

    private OptionalInt mtu(long connection) {
        return runner.connections().find(connection).map(Link::pathMtu).orElse(OptionalInt.empty());
    }

    /** {@return the core's runner, which takes commands and questions} */
    CoreRunner<IssuerCore> runner() {
        return runner;
    }

    void configure(IssuerSettings settings) {
        runner.submitLater(new IssuerEvent.Configure(settings));
    }

    /** Waits for a while until nothing is pending, as a successor has nothing of it; begins nothing more. Off the loop. */
    void finish() {
        runner.finish(new IssuerEvent.Leave(), atRest, FINISHING);
    }

    /** Ends everything but calls; off the loop. */
    @Override
    public void close() {
        runner.stop(() -> {
            runner.submit(new IssuerEvent.Stop());
            listeners.closeAll();
            stories.close();
        });
        setUp.close();
    }

    private void perform(Action action) {
        if (action instanceof IssuerAction.AwaitHello await) {
            firstRecords.await(await.connection());
        } else if (action instanceof IssuerAction.AnswerCall answer) {
            firstRecords.answer(answer);
        } else if (action instanceof IssuerAction.Relay relay) {
            runner.connections()
                    .relay(
                            relay.connection(),
                            relay.server(),
                            relay.from(),
                            relay.bind(),
                            relay.transaction(),
                            () -> firstRecords.waiting(relay.connection()));
        } else if (action instanceof IssuerAction.Punch punch) {
            DialOptions options = new DialOptions(punch.to(), Optional.of(punch.from()), true, SynLimit.PENDING);
            transport.dial(options, loop, firstRecords.waiting(punch.connection()));
        } else if (action instanceof IssuerAction.Listen listen) {
            listeners.open(listen.listener(), listen.local());
        } else if (action instanceof IssuerAction.StopListening stop) {
            listeners.stop(stop.listener());
        } else if (action instanceof IssuerAction.HandOver handOver) {
            runner.connections()
                    .handOver(handOver.connection(), handOver.facts(), handOver.nonce(), calls)
                    .ifPresent(call -> rings.standing(handOver.ring(), call));
        } else if (action instanceof IssuerAction.RingBegan began) {
            runner.complete(began.request(), rings.begin(began.request().number(), began.nonce()));
        } else if (action instanceof IssuerAction.RingWaits waits) {
            rings.waits(waits);
        } else if (action instanceof IssuerAction.RingEnded ended) {
            rings.ended(ended);
        } else if (action instanceof IssuerAction.AtRest) {
            atRest.complete(null);
        } else if (action instanceof IssuerAction.HashPassword hash) {
            hash(hash);
        }
    }

    private void hash(IssuerAction.HashPassword hash) {
        if (!setUp.run(
                () -> hashNow(hash), fault -> runner.refuse(hash.request(), "password: " + Faults.words(fault)))) {
            runner.refuse(hash.request(), "password: too much is waiting to be set up (expected: try again)");
        }
    }

    /** Hashes a password, off the loop. */
    private void hashNow(IssuerAction.HashPassword hash) {
        try {
            runner.submitLater(new IssuerEvent.PasswordHashed(
                    hash.request(),
                    hash.equipment(),
                    KeptPassword.of(suites.rings(), hash.password(), hash.target(), hash.identity())));
        } finally {
            hash.password().destroy();
        }
    }
}
