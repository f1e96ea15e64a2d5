package org.ringback.acceptor.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEstate;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.kernel.Action;
import org.ringback.kernel.Answering;
import org.ringback.kernel.Calls;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Event;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Link;
import org.ringback.kernel.Request;
import org.ringback.kernel.StoryKeeper;
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
    /** How long a bundle that is exchanged finishes the rings that are under way: the server waits 10 s for an answer. */
    private static final Duration FINISHING = Duration.ofSeconds(5);

    private final Suites suites;
    private final Loop loop;
    private final AcceptorCore core;
    private final CoreRunner<AcceptorCore> runner;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1);
    private final UdpPorts udp;
    private final StoryKeeper stories;
    private final Calls calls;
    private final Interfaces interfaces;
    private final Answering answering;
    /** Stops listening for changes of the crypto, by which a configured protection may become known. */
    private final Runnable unlisten;

    private final CompletableFuture<Void> atRest = new CompletableFuture<>();

    private volatile AcceptorConfiguration options;

    /** What a predecessor left beside its core's state. */
    private record Left(AcceptorCore core, List<Event> datagrams, List<InetSocketAddress> sockets) {}

    /**
     * Starts.
     *
     * @param left what the driver before left in this process ({@link #leave})
     */
    AcceptorDriver(
            Transport transport,
            Store store,
            Suites suites,
            RandomGenerator random,
            Calls calls,
            Answering answering,
            AcceptorConfiguration options,
            Optional<byte[]> left) {
        this.suites = suites;
        this.calls = calls;
        this.answering = answering;
        this.options = options;
        answer(options);
        loop = transport.newLoop("acceptor");
        Supplier<AcceptorCore> fresh = () -> new AcceptorCore(
                store::read, store::stale, suites, random, store::commits, answering, options.settings(), this::mtu);
        Optional<Left> before = left.flatMap(
                estate -> EstateReader.read(estate, AcceptorEstate.FORM, in -> inherited(fresh.get(), in, loop.now())));
        core = before.map(Left::core).orElseGet(fresh);
        runner = new CoreRunner<>(
                new CoreRunner.Surroundings(transport, loop, store, suites, address -> true),
                core,
                event -> {},
                this::perform,
                "this gateway");
        stories = new StoryKeeper(AcceptorCore.STORIES, core.kept(), core.metrics(), store, loop);
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
            before.ifPresent(
                    found -> udp.inherit(found.sockets(), () -> runner.submit(new AcceptorEvent.NetworkChanged())));
            interfaces.look();
            calls.standing(Role.ACCEPTOR).forEach(runner.connections()::adopt);
            runner.submit(new Event.Tick());
            before.ifPresent(found -> found.datagrams().forEach(runner::submit));
        });
    }

    private OptionalInt mtu(long connection) {
        return runner.connections().find(connection).map(Link::pathMtu).orElse(OptionalInt.empty());
    }

    private static Left inherited(AcceptorCore fresh, EstateReader in, Moment now) {
        List<InetSocketAddress> sockets = new ArrayList<>();
        in.each(AcceptorEstate.SOCKET, row -> sockets.add(row.address()));
        return new Left(fresh, fresh.inherit(in, now), sockets);
    }

    /** Sets what answers conversations: first what is marked admin, so that nothing answers without its mark. */
    private void answer(AcceptorConfiguration chosen) {
        answering.markAdmin(chosen.adminServices());
        answering.forward(chosen.forwards());
    }

    void configure(AcceptorConfiguration changed) {
        options = changed;
        answer(changed);
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
            Optional<EquipmentStatus> known = core.equipment(equipment, loop.now());
            if (known.isEmpty()) {
                runner.refuse(
                        request,
                        "equipment: '" + equipment + "' is not of this gateway (expected: one that has joined)");
            } else if (!setUp.run(
                    () -> makeInformation(request, known.get(), password),
                    fault -> runner.refuse(request, "password: " + Faults.words(fault)))) {
                runner.refuse(request, "password: too much is being set up (expected: try again later)");
            }
        });
    }

    /** The salt is of the ID, which the issuer's side knows too, whatever the equipment is named here. */
    private void makeInformation(Request<EquipmentId> request, EquipmentStatus of, Secret password) {
        try {
            Secret information = suites.rings().passwordInformation(password, of.id(), of.key());
            runner.submitLater(new AcceptorEvent.SetPassword(request, of.name(), of.key(), information));
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
            stories.close();
        });
        setUp.close();
        interfaces.close();
    }

    /**
     * Finishes the rings that are under way, for a while, and ends everything but calls and registrations; the UDP
     * sockets stay open for the successor. Off the loop.
     *
     * @param heir is given what the successor needs, on the loop
     */
    void leave(Consumer<byte[]> heir) {
        unlisten.run();
        runner.finish(new AcceptorEvent.Leave(), atRest, FINISHING);
        runner.stop(() -> {
            EstateWriter out = new EstateWriter(AcceptorEstate.FORM);
            udp.sockets().forEach(socket -> out.row(AcceptorEstate.SOCKET).address(socket));
            core.leave(out);
            heir.accept(out.toBytes());
            udp.detach();
            stories.close();
        });
        setUp.close();
        interfaces.close();
    }

    private void perform(Action action) {
        if (action instanceof AcceptorAction.ToServer datagram) {
            udp.send(datagram);
        } else if (action instanceof AcceptorAction.HandOver handOver) {
            runner.connections()
                    .handOver(
                            handOver.connection(),
                            handOver.facts(),
                            handOver.facts().ring(),
                            calls);
        } else if (action instanceof AcceptorAction.Relay relay) {
            runner.connections()
                    .relay(
                            relay.connection(),
                            relay.server(),
                            Optional.empty(),
                            relay.bind(),
                            relay.transaction(),
                            () -> runner.connections().answer(relay.connection(), relay.session()));
        } else if (action instanceof AcceptorAction.Tell tell) {
            runner.submit(tell.event());
        } else if (action instanceof AcceptorAction.AtRest) {
            atRest.complete(null);
        }
    }
}
