package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.api.control.RefusedException;
import org.ringback.call.core.Budget;
import org.ringback.call.core.ConversationLimits;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.SessionPlan;
import org.ringback.store.Change;
import org.ringback.wire.Door;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;

/**
 * One process with one core: what a driver does, without sockets and threads. A kill ends it as kill -9 does; a start
 * makes a new core from what is on disk.
 */
abstract class Party {
    private static final int MOST_TICKS_AT_ONCE = 1_000;
    static final long BUFFERS = ConversationLimits.DEFAULT.buffers();

    private static final Duration LOOK_UP = Duration.ofMillis(40);

    private final Scene scene;
    private final Host host;
    private final Fault death;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, End> ends = new HashMap<>();
    private final Map<Request<?>, CompletableFuture<?>> commands = new HashMap<>();
    private final Map<Secret, KeyFingerprint> keys = new HashMap<>();
    private Disk disk;
    private Budget buffers = new Budget(BUFFERS);
    private boolean running;
    private long life;
    private long requests;
    private long accepted;
    private long tickAt = Long.MAX_VALUE;
    private long tickedAt = Long.MIN_VALUE;
    private int ticks;

    Party(Scene scene, Host host, Disk disk, Fault death) {
        this.scene = scene;
        this.host = host;
        this.disk = disk;
        this.death = death;
    }

    /** Makes the core from the disk and opens what it listens on. */
    abstract void boot();

    abstract Core core();

    /** Does an action that is the role's own. */
    abstract void own(Action action);

    final Scene scene() {
        return scene;
    }

    final Simulation simulation() {
        return scene.simulation();
    }

    final Host host() {
        return host;
    }

    final String name() {
        return host.name();
    }

    final Disk disk() {
        return disk;
    }

    /** {@return the buffers of its calls} */
    final Budget buffers() {
        return buffers;
    }

    final MessageCodec codec() {
        return codec;
    }

    final boolean running() {
        return running;
    }

    /** {@return which of its processes runs; the same number as long as it lives} */
    final long life() {
        return life;
    }

    final void start() {
        if (!running) {
            running = true;
            buffers = new Budget(BUFFERS);
            scene.tcp().kernels().of(host).power();
            simulation().note(name(), "starts", "");
            boot();
            event(new Event.Tick());
        }
    }

    /** Ends the process at once; without power its kernel does not even reset its connections. */
    final void kill(boolean power) {
        if (running) {
            simulation().fault(death, name(), power ? "killed" : "without power");
            running = false;
            life++;
            tickAt = Long.MAX_VALUE;
            disk.lose();
            ends.clear();
            scene.udp().closeAll(host);
            scene.tcp().died(host, power);
            Set.copyOf(commands.keySet()).forEach(command -> refuse(command, "the process was killed"));
            died();
        }
    }

    /** What else ends with the process. */
    void died() {}

    /** Kills it, and starts it again after a while. */
    final void restart(boolean power, Duration down) {
        kill(power);
        simulation().in(down, this::start);
    }

    final void event(Event event) {
        if (running) {
            core().handle(event, simulation().moment()).forEach(this::perform);
            schedule();
        }
    }

    /** Runs something later, unless the process has died meanwhile. */
    final void later(Duration delay, Runnable action) {
        simulation().in(delay, whileAlive(action));
    }

    final Runnable whileAlive(Runnable action) {
        long same = life;
        return () -> {
            if (life == same && running) {
                action.run();
            }
        };
    }

    private void schedule() {
        long next = core().nextDeadline();
        if (next < tickAt) {
            tickAt = next;
            simulation().at(next, whileAlive(() -> ticked(next)));
        }
    }

    private void ticked(long planned) {
        if (tickAt != planned) {
            return;
        }
        tickAt = Long.MAX_VALUE;
        ticks = tickedAt == simulation().now() ? ticks + 1 : 0;
        tickedAt = simulation().now();
        if (ticks > MOST_TICKS_AT_ONCE) {
            throw new AssertionError(name() + ": wants ticks without end (expected: a deadline in the future)");
        }
        if (core().nextDeadline() <= simulation().now()) {
            event(new Event.Tick());
        } else {
            schedule();
        }
    }

    final <T> CompletableFuture<T> command(Function<Request<T>, Event> command) {
        Request<T> request = new Request<>(++requests);
        CompletableFuture<T> answer = new CompletableFuture<>();
        commands.put(request, answer);
        if (running) {
            event(command.apply(request));
        } else {
            refuse(request, "the process does not run");
        }
        return answer;
    }

    final long lastRequest() {
        return requests;
    }

    private void perform(Action action) {
        if (action instanceof Action.Send send) {
            send(send.connection(), send.message());
        } else if (action instanceof Action.Close close) {
            close(close.connection());
        } else if (action instanceof Action.Abort abort) {
            abort(abort.connection());
        } else if (action instanceof Action.CutCall cut) {
            Optional.ofNullable(ends.remove(cut.connection())).ifPresent(end -> end.cutCall(cut.why(), cut.told()));
        } else if (action instanceof Action.Dial dial) {
            dial(dial);
        } else if (action instanceof Action.Resolve resolve) {
            later(LOOK_UP, () -> event(resolved(resolve.server())));
        } else if (action instanceof Action.Persist persist) {
            persist(persist.changes(), persist.then());
        } else if (action instanceof Action.Completed<?> done) {
            complete(done.request(), done.result());
        } else if (action instanceof Action.Refused refused) {
            refuse(refused.request(), refused.why());
        } else {
            own(action);
        }
    }

    @SuppressWarnings("unchecked") // a request was put there with an answer of its own type
    final <T> void complete(Request<?> request, T result) {
        Optional.ofNullable((CompletableFuture<T>) commands.remove(request))
                .ifPresent(answer -> answer.complete(result));
    }

    private void refuse(Request<?> request, String why) {
        Optional.ofNullable(commands.remove(request))
                .ifPresent(answer -> answer.completeExceptionally(new RefusedException(why)));
    }

    private Event resolved(String server) {
        List<InetSocketAddress> found = scene.resolve(server);
        if (found.isEmpty()) {
            return new Event.Resolved(server, server + ": no such name");
        }
        Map<Boolean, List<InetSocketAddress>> byReach = found.stream()
                .collect(Collectors.partitioningBy(one -> scene.tcp().kernels().routes(host, one.getAddress())));
        return new Event.Resolved(server, byReach.get(true), byReach.get(false), Optional.empty());
    }

    private void persist(List<Change> changes, List<Action> then) {
        disk.write(
                simulation(),
                changes,
                whileAlive(() -> {
                    then.forEach(this::perform);
                    schedule();
                }),
                whileAlive(() -> event(new Event.NotWritten(changes, then, "the disk is full"))));
    }

    void dial(Action.Dial dial) {
        SessionPlan plan = dial.session();
        ends.put(dial.connection(), scene.tcp().dial(host, dial.to(), dial.from(), dial.sharedPort()));
        if (plan instanceof SessionPlan.ToServer to) {
            use(
                    dial.connection(),
                    plan.door(),
                    Credentials.device(key(to.identity()), to.by()),
                    server -> to.pins().authorities().contains(server.authority())
                            && server.hosts().contains(to.host()));
        } else if (plan instanceof SessionPlan.ToIssuer to) {
            use(dial.connection(), plan.door(), Credentials.device(key(to.identity())), peer -> peer.key()
                    .equals(to.issuer()));
        }
    }

    /** Asks a server to be relayed, and goes on once the other end is there. */
    final void relay(long connection, InetSocketAddress server, byte[] bind, Runnable bound) {
        ends.put(connection, scene.tcp().dial(host, server, new RelayUser(this, connection, bind, bound)));
    }

    /** Dials somebody who dials here in the same moment, and runs something once the first record of what comes is here. */
    final void dialToAnswer(long connection, InetSocketAddress to, InetSocketAddress from, Runnable hello) {
        End end = scene.tcp().dialToAnswer(host, to, from, new PunchUser(this, connection));
        end.expectHello(hello);
        ends.put(connection, end);
    }

    /** The public half of an identity; reading one takes a while, so it is remembered. */
    final KeyFingerprint key(Secret identity) {
        return keys.computeIfAbsent(
                identity,
                encoded -> scene.toolbox().identities().identity(encoded).fingerprint());
    }

    final void hearDatagrams(InetSocketAddress socket) {
        scene.udp()
                .open(
                        host,
                        socket,
                        (bytes, source, to) -> event(new Event.Datagram(ByteBuffer.wrap(bytes), source, to)));
    }

    /** {@return the number of a connection that came in: even} */
    final long accept(End end) {
        accepted += 2;
        ends.put(accepted, end);
        return accepted;
    }

    /** Dialled or accepted, a connection is used so. */
    final void use(long connection, Door door, Credentials self, Predicate<Credentials> expects) {
        End end = ends.get(connection);
        if (end != null) {
            end.use(this, connection, door, self, expects);
        }
    }

    final @Nullable End end(long connection) {
        return ends.get(connection);
    }

    final void forget(long connection) {
        ends.remove(connection);
    }

    private void send(long connection, Message message) {
        End end = ends.get(connection);
        if (end != null && !end.over()) {
            simulation().note(name(), "-> " + end.link(), message);
            scene.referee().sent(end, message);
            scene.tcp().passes(end, message).ifPresent(travels -> end.send(codec.encode(travels)));
        }
    }

    private void close(long connection) {
        End end = ends.get(connection);
        if (end != null) {
            end.close();
        }
    }

    private void abort(long connection) {
        End end = ends.get(connection);
        if (end != null) {
            end.abort();
            if (!end.answered()) {
                ends.remove(connection);
            }
        }
    }
}
