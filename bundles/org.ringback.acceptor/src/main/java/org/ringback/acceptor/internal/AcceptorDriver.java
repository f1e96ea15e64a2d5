package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/** Turns the core: events in, actions out, all on one loop. What other threads want is handed over to it. */
final class AcceptorDriver implements AutoCloseable {
    private static final long STOP_SECONDS = 5;
    private static final long LOOK_SECONDS = 5;
    private static final int LOOK_UP_THREADS = 2;
    private static final int WAITING = 128;
    private static final Duration LOOK_AT_INTERFACES = Duration.ofMinutes(1);
    /** A fault, as while the crypto bundle is being exchanged, ends no timer, and is not met again at once. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Store store;
    private final CryptoServices crypto;
    private final Loop loop;
    private final AcceptorCore core;
    private final Workers setUp = Workers.queueing("ringback-set-up", 1, WAITING);
    private final Workers lookUps = Workers.queueing("ringback-names", LOOK_UP_THREADS, WAITING);
    private final Links links;
    private final UdpPorts udp;
    private final HandOvers handOvers;
    private final Answers answers;
    private final Commands commands = new Commands();
    private final Queue<AcceptorEvent> events = new ArrayDeque<>();
    private boolean turning;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};

    AcceptorDriver(
            Transport transport,
            Store store,
            CryptoServices crypto,
            RandomGenerator random,
            EquipmentServices services,
            Options options) {
        this.store = store;
        this.crypto = crypto;
        Map<String, Map<String, byte[]>> stored = new HashMap<>();
        AcceptorCore.TABLES.forEach(table -> stored.put(table, store.read(table)));
        core = new AcceptorCore(stored, crypto, random, options.settings());
        answers = new Answers(services, transport);
        answers.forwards(options.forwards());
        loop = transport.newLoop("acceptor");
        links = new Links(transport, loop, crypto, this::submit);
        udp = new UdpPorts(
                transport,
                loop,
                setUp,
                (datagram, source, port) -> submit(new AcceptorEvent.Datagram(datagram, source)));
        handOvers = new HandOvers(loop, random, answers);
        loop.execute(() -> {
            udp.local(options.local());
            lookAtInterfaces();
            submit(new AcceptorEvent.Tick());
        });
    }

    void configure(Options options) {
        answers.forwards(options.forwards());
        loop.execute(() -> {
            udp.local(options.local());
            submit(new AcceptorEvent.Configure(options.settings()));
        });
    }

    /** Gives a command, on any thread. */
    CompletableFuture<Object> command(LongFunction<AcceptorEvent> event) {
        Commands.Command command = commands.begin();
        loop.execute(() -> submit(event.apply(command.number())));
        return command.answer();
    }

    /** Makes password information off the loop, then gives it to the core. */
    CompletableFuture<Object> password(EquipmentId equipment, Secret password) {
        Commands.Command command = commands.begin();
        loop.execute(() -> {
            Optional<KeyFingerprint> key = core.key(equipment);
            if (key.isEmpty()) {
                commands.failed(
                        command.number(),
                        "equipment: '" + equipment + "' is not of this gateway (expected: one that has joined)");
            } else if (!setUp.run(() -> makeInformation(command.number(), equipment, key.get(), password))) {
                commands.failed(command.number(), "password: too much is being set up (expected: try again later)");
            }
        });
        return command.answer();
    }

    private void makeInformation(long request, EquipmentId equipment, KeyFingerprint key, Secret password) {
        try {
            Secret information = crypto.ring().passwordInformation(password, equipment, key);
            loop.execute(() -> submit(new AcceptorEvent.SetPassword(request, equipment, key, information)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            commands.failed(request, "password: " + e.getMessage());
        } finally {
            password.destroy();
        }
    }

    /**
     * Looks at the core, from any thread.
     *
     * @param <T> what is looked at
     * @param look runs on the loop
     * @param stopped what is seen when there is no loop any more
     * @return what was seen
     */
    <T> T look(Function<AcceptorCore, T> look, Supplier<T> stopped) {
        if (loop.inLoop()) {
            return look.apply(core);
        }
        CompletableFuture<T> seen = new CompletableFuture<>();
        loop.execute(() -> seen.complete(look.apply(core)));
        try {
            return seen.get(LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            return stopped.get();
        }
        return stopped.get();
    }

    Loop loop() {
        return loop;
    }

    Answers answers() {
        return answers;
    }

    /** Deregisters and ends everything; off the loop. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.execute(() -> {
            submit(new AcceptorEvent.Stop());
            links.closeAll();
            udp.close();
            stopped.complete(null);
        });
        try {
            stopped.get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // best effort: the loop closes what is left
        }
        loop.close();
        answers.close();
        setUp.close();
        lookUps.close();
        commands.stop();
    }

    /** One event after the other, also where an action leads to the next at once. */
    private void submit(AcceptorEvent event) {
        events.add(event);
        if (turning) {
            return;
        }
        turning = true;
        long notBefore = loop.now().plus(AFTER_A_FAULT);
        try {
            for (AcceptorEvent next = events.poll(); next != null; next = events.poll()) {
                core.handle(next, loop.now()).forEach(this::perform);
            }
            notBefore = Long.MIN_VALUE;
        } finally {
            turning = false;
            setTimer(notBefore);
        }
    }

    private void setTimer(long notBefore) {
        long deadline = Math.max(core.nextDeadline(), notBefore);
        if (deadline == timerAt) {
            return;
        }
        cancelTimer.run();
        cancelTimer = () -> {};
        timerAt = deadline;
        if (deadline != Long.MAX_VALUE) {
            long now = loop.now().nanos();
            Duration wait = deadline <= now ? Duration.ZERO : Duration.ofNanos(deadline - now);
            cancelTimer = loop.schedule(wait, () -> {
                timerAt = Long.MAX_VALUE;
                submit(new AcceptorEvent.Tick());
            });
        }
    }

    private void perform(AcceptorAction action) {
        if (action instanceof AcceptorAction.SendDatagram datagram) {
            udp.send(datagram.bytes(), datagram.to());
        } else if (action instanceof AcceptorAction.Send send) {
            links.send(send.connection(), send.message());
        } else if (action instanceof AcceptorAction.Close close) {
            links.close(close.connection());
        } else if (action instanceof AcceptorAction.Abort abort) {
            links.abort(abort.connection());
        } else if (action instanceof AcceptorAction.DialServer dial) {
            links.dial(dial);
        } else if (action instanceof AcceptorAction.DialIssuer dial) {
            links.dial(dial);
        } else if (action instanceof AcceptorAction.HandOver handOver) {
            handOvers.take(handOver, links.find(handOver.connection()));
        } else if (action instanceof AcceptorAction.Resolve resolve) {
            resolve(resolve.server());
        } else if (action instanceof AcceptorAction.Persist persist) {
            persist(persist);
        } else if (action instanceof AcceptorAction.Completed completed) {
            commands.completed(completed.request(), completed.result());
        } else if (action instanceof AcceptorAction.Failed failed) {
            commands.failed(failed.request(), failed.message());
        }
    }

    private void resolve(String server) {
        Runnable lookUp = () -> {
            List<InetSocketAddress> found = Names.find(server);
            loop.execute(() -> submit(new AcceptorEvent.Resolved(server, found)));
        };
        if (!lookUps.run(lookUp)) {
            submit(new AcceptorEvent.Resolved(server, List.of()));
        }
    }

    private void persist(AcceptorAction.Persist persist) {
        store.write(persist.changes())
                .whenComplete((done, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        persist.then().forEach(this::perform);
                    } else {
                        Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                        submit(new AcceptorEvent.PersistFailed(persist.then(), String.valueOf(cause.getMessage())));
                    }
                }));
    }

    /** Addresses come and go; asking the system for them may take a moment. */
    private void lookAtInterfaces() {
        lookUps.run(() -> {
            Set<InetAddress> own = new HashSet<>();
            try {
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .forEach(own::add);
            } catch (SocketException e) {
                return;
            }
            loop.execute(() -> submit(new AcceptorEvent.OwnAddresses(own)));
        });
        loop.schedule(LOOK_AT_INTERFACES, this::lookAtInterfaces);
    }
}
