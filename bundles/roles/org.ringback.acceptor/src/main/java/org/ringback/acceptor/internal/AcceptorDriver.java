package org.ringback.acceptor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Answering;
import org.ringback.kernel.Calls;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Request;
import org.ringback.kernel.Suites;
import org.ringback.kernel.Workers;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * The surroundings of the core that are a gateway's own: UDP ports, interfaces, passwords. What is not said to belong
 * to the loop may be called from any thread.
 */
final class AcceptorDriver implements AutoCloseable {
    private final Suites suites;
    private final Loop loop;
    private final AcceptorCore core;
    private final CoreRunner<AcceptorCore> runner;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final UdpPorts udp;
    private final Calls calls;
    private final Interfaces interfaces;
    private final Answering answering;
    /** Stops listening for changes of the crypto, by which a configured protection may become known. */
    private final Runnable unlisten;

    private volatile AcceptorConfiguration options;

    AcceptorDriver(
            Transport transport,
            Store store,
            Suites suites,
            RandomGenerator random,
            Calls calls,
            Answering answering,
            AcceptorConfiguration options) {
        this.suites = suites;
        this.calls = calls;
        this.answering = answering;
        this.options = options;
        core = new AcceptorCore(store::read, store::stale, suites, random, store::commits, options.settings());
        answering.forward(options.forwards());
        loop = transport.newLoop("acceptor");
        runner = new CoreRunner<>(
                new CoreRunner.Surroundings(transport, loop, store, suites, address -> true),
                core,
                event -> {},
                this::perform,
                "this gateway");
        udp = new UdpPorts(
                transport,
                loop,
                setUp,
                (datagram, source, port) -> runner.submit(new Event.Datagram(datagram, source, port.local())),
                runner::submit);
        interfaces = new Interfaces(loop, runner::submit);
        unlisten = suites.listen(
                () -> loop.execute(() -> runner.submit(new AcceptorEvent.Configure(this.options.settings()))));
        loop.execute(() -> {
            udp.local(options.local());
            interfaces.look();
            calls.standing(Role.ACCEPTOR).forEach(runner.connections()::adopt);
            runner.submit(new Event.Tick());
        });
    }

    void configure(AcceptorConfiguration changed) {
        options = changed;
        answering.forward(changed.forwards());
        loop.execute(() -> {
            boolean elsewhere = udp.local(changed.local());
            runner.submit(new AcceptorEvent.Configure(changed.settings()));
            if (elsewhere) {
                runner.submit(new AcceptorEvent.NetworkChanged());
            }
        });
    }

    /** {@return the core's runner, which takes commands and questions} */
    CoreRunner<AcceptorCore> runner() {
        return runner;
    }

    /** Makes password information off the loop, then gives it to the core. */
    CompletableFuture<EquipmentId> password(EquipmentId equipment, Secret password) {
        return runner.beginNeedingCrypto(request -> {
            Optional<KeyFingerprint> key = core.equipment(equipment, loop.now()).map(EquipmentStatus::key);
            if (key.isEmpty()) {
                runner.refuse(
                        request,
                        "equipment: '" + equipment + "' is not of this gateway (expected: one that has joined)");
            } else if (!setUp.run(
                    () -> makeInformation(request, equipment, key.get(), password),
                    fault -> runner.refuse(request, "password: " + Faults.words(fault)))) {
                runner.refuse(request, "password: too much is being set up (expected: try again later)");
            }
        });
    }

    private void makeInformation(
            Request<EquipmentId> request, EquipmentId equipment, KeyFingerprint key, Secret password) {
        try {
            Secret information = suites.rings().passwordInformation(password, equipment, key);
            runner.submitLater(new AcceptorEvent.SetPassword(request, equipment, key, information));
        } finally {
            password.destroy();
        }
    }

    /** {@return what the owner should do, in words} */
    List<String> warnings() {
        return runner.look(running -> {
            List<String> warnings = new ArrayList<>(running.warnings(loop.now()));
            warnings.addAll(udp.warnings());
            return warnings;
        });
    }

    /** {@return the configuration in force} */
    AcceptorConfiguration options() {
        return options;
    }

    /** Deregisters and ends everything but calls; off the loop. */
    @Override
    public void close() {
        unlisten.run();
        runner.stop(() -> {
            runner.submit(new AcceptorEvent.Stop());
            udp.close();
        });
        setUp.close();
        interfaces.close();
    }

    private void perform(Action action) {
        if (action instanceof AcceptorAction.ToServer datagram) {
            udp.send(datagram);
        } else if (action instanceof AcceptorAction.HandOver handOver) {
            runner.connections().handOver(handOver.connection(), handOver.facts(), calls);
        } else if (action instanceof AcceptorAction.Tell tell) {
            runner.submit(tell.event());
        }
    }
}
