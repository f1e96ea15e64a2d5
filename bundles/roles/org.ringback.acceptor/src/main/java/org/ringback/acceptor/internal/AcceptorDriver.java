package org.ringback.acceptor.internal;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.net.HostPort;
import org.ringback.kernel.CoreDriver;
import org.ringback.kernel.Faults;
import org.ringback.kernel.NewWork;
import org.ringback.kernel.Suites;
import org.ringback.kernel.Workers;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/** Turns the core: what happens to a gateway becomes events, and its actions are done. What is not said to belong to the loop may be called from any thread. */
final class AcceptorDriver implements AutoCloseable {
    private static final int LOOK_UP_THREADS = 2;
    private static final String STOPPED = "this gateway is stopped (expected: start it and give the command again)";

    private final Suites suites;
    private final NewWork newWork;
    private final Loop loop;
    private final AcceptorCore core;
    private final CoreDriver<AcceptorEvent, AcceptorAction> driver;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final Workers lookUps = Workers.queueing("ringback-names", LOOK_UP_THREADS);
    private final Connections connections;
    private final UdpPorts udp;
    private final HandOvers handOvers;
    private final Interfaces interfaces;
    private final Answers answers;
    private volatile AcceptorConfiguration options;

    AcceptorDriver(
            Transport transport,
            Store store,
            Suites suites,
            RandomGenerator random,
            EquipmentServices services,
            AcceptorConfiguration options) {
        this.suites = suites;
        this.options = options;
        Map<String, Map<String, byte[]>> stored = new HashMap<>();
        AcceptorCore.TABLES.forEach(table -> stored.put(table, store.read(table)));
        core = new AcceptorCore(stored, suites, random, store::commits, options.settings());
        core.lost(store::stale);
        answers = new Answers(services, transport);
        answers.forwards(options.forwards());
        loop = transport.newLoop("acceptor");
        driver = new CoreDriver<>(
                loop, store, core::handle, core::nextDeadline, this::perform, new AcceptorEvent.Tick(), STOPPED);
        newWork = new NewWork(loop, suites);
        connections = new Connections(transport, loop, suites, newWork, driver::submit);
        udp = new UdpPorts(
                transport,
                loop,
                setUp,
                (datagram, source, port) -> driver.submit(new AcceptorEvent.Datagram(datagram, source)),
                (to, cause, why) -> driver.submit(new AcceptorEvent.SendFailed(to, cause, why)));
        interfaces = new Interfaces(loop, driver::submit);
        handOvers = new HandOvers(loop, random, answers);
        loop.execute(() -> {
            udp.local(options.local());
            interfaces.look();
            driver.submit(new AcceptorEvent.Tick());
        });
    }

    void configure(AcceptorConfiguration changed) {
        options = changed;
        answers.forwards(changed.forwards());
        loop.execute(() -> {
            boolean elsewhere = udp.local(changed.local());
            driver.submit(new AcceptorEvent.Configure(changed.settings()));
            if (elsewhere) {
                driver.submit(new AcceptorEvent.NetworkChanged());
            }
        });
    }

    /** Gives a command; its answer fails with {@link org.ringback.api.control.RefusedException} in words. */
    CompletableFuture<Object> command(LongFunction<AcceptorEvent> event) {
        return driver.command(event);
    }

    /** As {@link #command}, for one that cannot be done while there is no crypto: it waits a while for it. */
    CompletableFuture<Object> needingCrypto(LongFunction<AcceptorEvent> event) {
        return newWork.command(driver, request -> driver.submit(event.apply(request)));
    }

    /** Makes password information off the loop, then gives it to the core. */
    CompletableFuture<Object> password(EquipmentId equipment, Secret password) {
        return newWork.command(driver, request -> {
            Optional<KeyFingerprint> key = core.key(equipment);
            if (key.isEmpty()) {
                driver.fail(
                        request,
                        "equipment: '" + equipment + "' is not of this gateway (expected: one that has joined)");
            } else if (!setUp.run(
                    () -> makeInformation(request, equipment, key.get(), password),
                    fault -> driver.fail(request, "password: " + Faults.words(fault)))) {
                driver.fail(request, "password: too much is being set up (expected: try again later)");
            }
        });
    }

    private void makeInformation(long request, EquipmentId equipment, KeyFingerprint key, Secret password) {
        try {
            Secret information = suites.rings().passwordInformation(password, equipment, key);
            driver.submitLater(new AcceptorEvent.SetPassword(request, equipment, key, information));
        } finally {
            password.destroy();
        }
    }

    /**
     * Looks at the core.
     *
     * @param <T> what is looked at
     * @param look runs on the loop
     * @param stopped what is seen when there is no loop any more
     * @return what was seen
     */
    <T> T look(Function<AcceptorCore, T> look, Supplier<T> stopped) {
        return driver.ask(() -> look.apply(core), stopped);
    }

    Loop loop() {
        return loop;
    }

    /** What is in force. */
    AcceptorConfiguration options() {
        return options;
    }

    Answers answers() {
        return answers;
    }

    /** Deregisters and ends everything; off the loop. */
    @Override
    public void close() {
        driver.stop(() -> {
            driver.submit(new AcceptorEvent.Stop());
            newWork.close();
            connections.links().closeAll();
            udp.close();
        });
        newWork.unlisten();
        answers.close();
        setUp.close();
        lookUps.close();
        interfaces.close();
    }

    private void perform(AcceptorAction action) {
        if (action instanceof AcceptorAction.SendDatagram datagram) {
            udp.send(datagram.bytes(), datagram.to());
        } else if (action instanceof AcceptorAction.Send send) {
            connections.links().send(send.connection(), send.message());
        } else if (action instanceof AcceptorAction.Close close) {
            connections.close(close.connection());
        } else if (action instanceof AcceptorAction.Abort abort) {
            connections.abort(abort.connection());
        } else if (action instanceof AcceptorAction.DialServer dial) {
            connections.dial(dial);
        } else if (action instanceof AcceptorAction.DialIssuer dial) {
            connections.dial(dial);
        } else if (action instanceof AcceptorAction.HandOver handOver) {
            connections.links().find(handOver.connection()).ifPresent(link -> handOvers.take(handOver, link));
        } else if (action instanceof AcceptorAction.Resolve resolve) {
            resolve(resolve.server());
        } else if (action instanceof AcceptorAction.Persist persist) {
            driver.persist(
                    persist.changes(), persist.then(), why -> new AcceptorEvent.PersistFailed(persist.then(), why));
        } else if (action instanceof AcceptorAction.Tell tell) {
            driver.submit(tell.event());
        } else if (action instanceof AcceptorAction.Completed completed) {
            driver.complete(completed.request(), completed.result());
        } else if (action instanceof AcceptorAction.Failed failed) {
            driver.fail(failed.request(), failed.message());
        }
    }

    private void resolve(String server) {
        if (!lookUps.run(
                () -> driver.submitLater(new AcceptorEvent.Resolved(server, find(server))),
                fault -> driver.submitLater(new AcceptorEvent.Resolved(server, List.of())))) {
            driver.submit(new AcceptorEvent.Resolved(server, List.of()));
        }
    }

    /** Blocks while the system's resolver does. */
    private static List<InetSocketAddress> find(String server) {
        try {
            return HostPort.parse(server).resolve();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return List.of();
        }
    }
}
