package org.ringback.relay.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Registry;
import org.ringback.api.control.RefusedException;
import org.ringback.api.crypto.ServerCredentials;
import org.ringback.relay.core.Counts;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayCore;
import org.ringback.relay.core.RelayEvent;
import org.ringback.store.Store;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;
import org.ringback.wire.MessageCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the core on: events in, actions out, all on one loop. What other threads ask for ({@link #command},
 * {@link #ask}) is handed over.
 */
final class RelayDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RelayDriver.class);
    private static final long ANSWER_SECONDS = 5;
    /** A fault, as while the crypto bundle is being exchanged, must not be met again at once, and again. */
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);

    private final Store store;
    private final CryptoServices crypto;
    private final Authority authority;
    private final Loop loop;
    private final RelayCore core;
    private final Sockets sockets;
    private final Commands commands = new Commands();
    private final MessageCodec codec = new MessageCodec();
    private final Links links;
    private final Queue<RelayEvent> queue = new ArrayDeque<>();
    private boolean draining;
    private boolean storeFails;
    private long timerAt = Long.MAX_VALUE;
    private Runnable cancelTimer = () -> {};
    private volatile Options options;
    private volatile List<InetSocketAddress> bound;

    RelayDriver(
            Transport transport,
            Store store,
            Registry registry,
            CryptoServices crypto,
            Authority authority,
            RandomGenerator random,
            Options options) {
        this.store = store;
        this.crypto = crypto;
        this.authority = authority;
        this.options = options;
        this.bound = options.listen();
        this.loop = transport.newLoop("relay");
        this.core = new RelayCore(
                options.settings(bound, authority.pins()), crypto, registry, random, store::read, loop.now());
        this.links = new Links(transport, loop, crypto, this, options);
        this.sockets = new Sockets(transport, loop, this::datagram, links::accept);
    }

    /**
     * Opens the sockets. Not on a loop.
     *
     * @throws IOException {@code listen: value (expected: …)}; then the driver is closed
     */
    void open() throws IOException {
        try {
            bound = sockets.open(options.listen());
        } catch (IOException e) {
            close();
            throw e;
        }
        configure(options);
    }

    /** Takes new options; where it listens stays. */
    void configure(Options changed) {
        options = changed;
        loop.execute(() -> {
            links.limits(changed);
            submit(new RelayEvent.Configure(changed.settings(bound, authority.pins())));
        });
    }

    Options options() {
        return options;
    }

    List<InetSocketAddress> bound() {
        return bound;
    }

    Authority authority() {
        return authority;
    }

    /** Gives a command on any thread; fails with {@link RefusedException} in words. */
    CompletableFuture<Object> command(LongFunction<RelayEvent> event) {
        Commands.Command command = commands.begin();
        loop.execute(() -> submit(event.apply(command.number())));
        return command.result();
    }

    /** Looks into the core from any thread. */
    <T> T ask(Function<RelayCore, T> question) {
        if (loop.inLoop()) {
            return question.apply(core);
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.apply(core));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the relay was asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the relay did not answer: it is stopped, or overloaded", e);
        }
    }

    /** Ends everything, sockets too. */
    @Override
    public void close() {
        close(false);
    }

    /** Ends everything; the sockets may stay for the next owner, with what waits in them. */
    void close(boolean keepSockets) {
        sockets.close(keepSockets);
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        loop.execute(() -> {
            links.closeAll();
            cancelTimer.run();
            stopped.complete(null);
        });
        try {
            stopped.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the relay did not stop in order; what is left is closed");
        }
        loop.close();
        commands.failAll("the server is stopped");
    }

    private void datagram(ByteBuffer bytes, InetSocketAddress source, UdpPort port) {
        submit(new RelayEvent.Datagram(bytes, source, port.local()));
    }

    /** The leaf for a handshake that begins now. On the loop. */
    ServerCredentials credentials() {
        return authority.credentials(
                crypto.authorities(), options.hosts(bound), loop.now().wall());
    }

    Counts counts() {
        return core.counts();
    }

    /** Whether the key is enrolled. On the loop. */
    boolean knows(KeyFingerprint key) {
        return core.knows(key);
    }

    /** One event after the other, also if an action leads to the next at once. */
    void submit(RelayEvent event) {
        queue.add(event);
        if (draining) {
            return;
        }
        draining = true;
        long notBefore = loop.now().plus(AFTER_A_FAULT);
        try {
            for (RelayEvent next = queue.poll(); next != null; next = queue.poll()) {
                core.handle(next, loop.now()).forEach(this::perform);
            }
            notBefore = Long.MIN_VALUE;
        } finally {
            draining = false;
            setTimer(notBefore);
        }
    }

    /** A timer that is too early does no harm: it only ticks. So a refresh moves none. */
    private void setTimer(long notBefore) {
        long deadline = Math.max(core.nextDeadline(), notBefore);
        if (deadline >= timerAt) {
            return;
        }
        cancelTimer.run();
        timerAt = deadline;
        long wait = Math.max(0, deadline - loop.now().nanos());
        cancelTimer = loop.schedule(Duration.ofNanos(wait), () -> {
            timerAt = Long.MAX_VALUE;
            submit(new RelayEvent.Tick());
        });
    }

    private void perform(RelayAction action) {
        if (action instanceof RelayAction.SendDatagram datagram) {
            UdpPort port = sockets.port(datagram.socket());
            if (port != null) {
                port.send(ByteBuffer.wrap(datagram.bytes()), datagram.to());
            }
        } else if (action instanceof RelayAction.Send send) {
            links.send(send.connection(), codec.encode(send.message()));
        } else if (action instanceof RelayAction.Close close) {
            links.close(close.connection());
        } else if (action instanceof RelayAction.Abort abort) {
            links.abort(abort.connection());
        } else if (action instanceof RelayAction.Persist persist) {
            persist(persist);
        } else if (action instanceof RelayAction.Completed completed) {
            commands.complete(completed.request(), completed.result());
        } else if (action instanceof RelayAction.Failed failed) {
            commands.fail(failed.request(), failed.message());
        } else if (action instanceof RelayAction.Alarm alarm) {
            LOG.warn("alarm: {}", alarm.message());
        }
    }

    private void persist(RelayAction.Persist persist) {
        store.write(persist.changes())
                .whenComplete((done, fault) -> loop.execute(() -> {
                    if (fault == null) {
                        storeFails = false;
                        persist.then().forEach(this::perform);
                        return;
                    }
                    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                    if (!storeFails) {
                        storeFails = true;
                        LOG.error("store: nothing can be acknowledged: {}", cause.getMessage());
                    }
                    submit(new RelayEvent.PersistFailed(
                            persist.changes(), persist.then(), String.valueOf(cause.getMessage())));
                }));
    }
}
