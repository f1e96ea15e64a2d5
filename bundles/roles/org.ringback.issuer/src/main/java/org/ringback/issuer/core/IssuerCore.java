package org.ringback.issuer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.OpaqueString;
import org.ringback.api.Protection;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.RefusedException;
import org.ringback.issuer.core.IssuerAction.Abort;
import org.ringback.issuer.core.IssuerAction.Close;
import org.ringback.issuer.core.IssuerAction.Completed;
import org.ringback.issuer.core.IssuerAction.Failed;
import org.ringback.issuer.core.IssuerAction.HashPassword;
import org.ringback.issuer.core.IssuerAction.Persist;
import org.ringback.issuer.core.IssuerAction.Resolve;
import org.ringback.issuer.core.IssuerAction.StopListening;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.ProvedAddresses;
import org.ringback.kernel.ServerRoute;

/**
 * The issuer's protocol: events in, actions out. Only dispatches; a ring is {@link RingTask}, an enrolment
 * {@link EnrolTask}. To be used by one thread at a time.
 */
public final class IssuerCore {
    private final Bench bench;
    private final StoryShelf stories = new StoryShelf();
    private final KnownServers servers = new KnownServers();
    private final List<Task> tasks = new ArrayList<>();
    private IssuerSettings settings;

    /**
     * Starts with what was kept.
     *
     * @param crypto the pure functions
     * @param random where nonces and transaction IDs come from
     * @param records what was kept; the core's from now on
     * @param settings limits and the local address
     */
    public IssuerCore(CoreCrypto crypto, RandomGenerator random, IssuerRecords records, IssuerSettings settings) {
        this.bench = new Bench(
                crypto,
                random,
                new Switchboard(),
                records,
                new Tally(),
                settings.silentCalls(),
                new ProvedAddresses(),
                new LatestRefusals());
        this.settings = settings;
    }

    /**
     * Takes one event.
     *
     * @param event what happened
     * @param now when
     * @return what is to be done, in this order
     */
    public List<IssuerAction> handle(IssuerEvent event, Moment now) {
        List<IssuerAction> out = new ArrayList<>();
        if (event instanceof IssuerEvent.AcceptGrant command) {
            enrol("accept-grant", command.request(), () -> TakeGrant.read(command, now, bench), now, out);
        } else if (event instanceof IssuerEvent.Join command) {
            enrol("join", command.request(), () -> Join.read(command.enrolmentString(), bench), now, out);
        } else if (event instanceof IssuerEvent.SetPassword command) {
            setPassword(command, out);
        } else if (event instanceof IssuerEvent.PasswordHashed hashed) {
            keepPassword(hashed, out);
        } else if (event instanceof IssuerEvent.Ring command) {
            ring(command, now, out);
        } else if (event instanceof IssuerEvent.GiveUp command) {
            rings().stream()
                    .filter(ring -> ring.isRing(command.ring()))
                    .forEach(ring -> ring.stop("hung up before it was answered", now, out));
        } else if (event instanceof IssuerEvent.Configure command) {
            settings = command.settings();
        } else if (event instanceof IssuerEvent.PersistFailed failed) {
            persistFailed(failed, now, out);
        } else if (event instanceof IssuerEvent.Stop) {
            List.copyOf(tasks).forEach(task -> task.stop("this issuer is stopped", now, out));
            bench.switchboard().calls().forEach(call -> out.add(new Close(call)));
        } else if (event instanceof IssuerEvent.Tick) {
            List.copyOf(tasks).forEach(task -> task.tick(now, out));
        } else {
            dispatch(event, now, out);
        }
        forgetWhatIsOver();
        return out;
    }

    /** {@return monotonic nanoseconds at which a {@link IssuerEvent.Tick} is wanted; {@link Long#MAX_VALUE} for never} */
    public long nextDeadline() {
        return tasks.stream().mapToLong(Task::deadline).min().orElse(Long.MAX_VALUE);
    }

    /** {@return how many rings and enrolments are under way} */
    public int pending() {
        return tasks.size();
    }

    /** {@return how many call-backs stand} */
    public int calls() {
        return bench.switchboard().standingCalls();
    }

    /** {@return the stories, latest first; immutable} */
    public List<RingStory> stories() {
        return stories.snapshot();
    }

    /** {@return the counters; immutable} */
    public SortedMap<String, Long> counters() {
        return bench.tally().snapshot();
    }

    /** {@return what may be rung, by ID; immutable} */
    public List<GrantedEquipment> granted() {
        return bench.records().granted();
    }

    /** {@return this issuer's first identity, once it has one} */
    public Optional<IssuerKey> key() {
        return bench.records().key();
    }

    /** An event of something that is no task's any more needs nothing, or its end. */
    private void dispatch(IssuerEvent event, Moment now, List<IssuerAction> out) {
        Switchboard switchboard = bench.switchboard();
        if (event instanceof IssuerEvent.Established established) {
            pass(
                    switchboard.ofConnection(established.connection()),
                    event,
                    now,
                    out,
                    new Abort(established.connection()));
        } else if (event instanceof IssuerEvent.Received received) {
            pass(switchboard.ofConnection(received.connection()), event, now, out, null);
        } else if (event instanceof IssuerEvent.Malformed malformed) {
            pass(switchboard.ofConnection(malformed.connection()), event, now, out, new Abort(malformed.connection()));
        } else if (event instanceof IssuerEvent.Closed closed) {
            Task owner = switchboard.ofConnection(closed.connection());
            switchboard.forgetConnection(closed.connection());
            pass(owner, event, now, out, null);
        } else if (event instanceof IssuerEvent.Incoming incoming) {
            pass(switchboard.ofListener(incoming.listener()), event, now, out, new Abort(incoming.connection()));
        } else if (event instanceof IssuerEvent.Hello hello) {
            pass(switchboard.ofConnection(hello.connection()), event, now, out, new Abort(hello.connection()));
        } else if (event instanceof IssuerEvent.Listening listening) {
            pass(
                    switchboard.ofListener(listening.listener()),
                    event,
                    now,
                    out,
                    new StopListening(listening.listener()));
        } else if (event instanceof IssuerEvent.ListenFailed failed) {
            pass(switchboard.ofListener(failed.listener()), event, now, out, null);
        } else if (event instanceof IssuerEvent.Resolved resolved) {
            pass(switchboard.takeJob(resolved.job()), event, now, out, null);
        }
    }

    private static void pass(
            @Nullable Task owner,
            IssuerEvent event,
            Moment now,
            List<IssuerAction> out,
            @Nullable IssuerAction otherwise) {
        if (owner != null) {
            owner.handle(event, now, out);
        } else if (otherwise != null) {
            out.add(otherwise);
        }
    }

    private void enrol(
            String command, long request, Supplier<EnrolPurpose> reader, Moment now, List<IssuerAction> out) {
        long enrolments = tasks.stream().filter(EnrolTask.class::isInstance).count();
        if (enrolments >= EnrolTask.MAX_AT_ONCE) {
            out.add(new Failed(
                    request,
                    command + ": " + enrolments + " are under way (expected: at most " + EnrolTask.MAX_AT_ONCE
                            + " at once; wait for one to end)"));
            return;
        }
        try {
            EnrolPurpose purpose = reader.get();
            Route route = EnrolPurpose.route(purpose.ticket(), now);
            boolean enrolled = purpose.leavesEnrolment()
                    && bench.records().key(route.pins()).isPresent();
            List<Protection> protections =
                    ProtectionChoice.toEnrol(settings.protection(), route.protections(), enrolled);
            IssuerKey self = EnrolTask.key(route.pins(), bench);
            // A route of its own: nothing is known of it, so nobody is dialled before the key is on disk.
            ServerPlan way = way(new ServerRoute(route.servers()), route, protections.get(0), self, false, now);
            EnrolTask enrolment = new EnrolTask(request, purpose, self, way, protections, bench);
            tasks.add(enrolment);
            enrolment.start(now, out);
        } catch (IllegalArgumentException | RefusedException e) {
            out.add(new Failed(request, String.valueOf(e.getMessage())));
        }
    }

    private void setPassword(IssuerEvent.SetPassword command, List<IssuerAction> out) {
        Optional<GrantRecord> grant = bench.records().grant(command.equipment());
        if (grant.isEmpty()) {
            out.add(new Failed(command.request(), Words.noGrant(command.equipment())));
            return;
        }
        try {
            OpaqueString.of(command.password()).destroy();
        } catch (IllegalArgumentException e) {
            out.add(new Failed(command.request(), String.valueOf(e.getMessage())));
            return;
        }
        out.add(new HashPassword(
                command.request(), command.equipment(), grant.get().identity(), command.password()));
    }

    private void keepPassword(IssuerEvent.PasswordHashed hashed, List<IssuerAction> out) {
        EquipmentId equipment = hashed.equipment();
        boolean current = bench.records()
                .grant(equipment)
                .filter(grant -> grant.identity().equals(hashed.password().identity()))
                .isPresent();
        if (current) {
            out.add(new Persist(
                    List.of(bench.records().keepPassword(equipment, hashed.password())),
                    List.of(new Completed(hashed.request(), equipment))));
        } else {
            out.add(new Failed(
                    hashed.request(),
                    "password: the grant for " + equipment + " changed meanwhile (expected: set it again)"));
        }
    }

    private void ring(IssuerEvent.Ring command, Moment now, List<IssuerAction> out) {
        try {
            checkLimits();
            RingPlan plan = RingPlan.of(command, bench.records(), settings);
            RingNonce nonce = RingNonce.random(bench.random());
            Route route = plan.grant().route();
            ServerPlan way = way(servers.route(route.servers()), route, plan.protection(), plan.self(), true, now);
            StoryDraft story = new StoryDraft(nonce, command.equipment(), plan.system(), now);
            stories.add(story);
            bench.tally().add(Tally.RINGS);
            RingTask ring = new RingTask(command.request(), plan, nonce, way, story, bench);
            tasks.add(ring);
            out.add(new Completed(command.request(), nonce));
            ring.start(now, out);
        } catch (RefusedException e) {
            out.add(new Failed(command.request(), String.valueOf(e.getMessage())));
        }
    }

    private ServerPlan way(
            ServerRoute known, Route route, Protection protection, IssuerKey self, boolean sharedPort, Moment now) {
        return new ServerPlan(known, route, protection, self, settings.local(), sharedPort, now.wall());
    }

    private void checkLimits() throws RefusedException {
        long pending = rings().stream().filter(RingTask::pending).count();
        if (pending >= settings.pendingRings()) {
            throw new RefusedException("pending-rings: " + Amount.of(pending, "ring is", "rings are")
                    + " under way (expected: at most " + settings.pendingRings() + "; wait for one to end)");
        }
        if (pending + bench.switchboard().standingCalls() >= settings.calls()) {
            throw new RefusedException(
                    "calls: " + Amount.of(bench.switchboard().standingCalls(), "call-back stands", "call-backs stand")
                            + " (expected: at most " + settings.calls() + "; close one)");
        }
    }

    private void persistFailed(IssuerEvent.PersistFailed failed, Moment now, List<IssuerAction> out) {
        for (IssuerAction dropped : failed.dropped()) {
            if (dropped instanceof Completed completed) {
                out.add(new Failed(completed.request(), Words.notWritten(failed.why())));
            } else if (dropped instanceof Resolve resolve) {
                Task owner = bench.switchboard().takeJob(resolve.job());
                if (owner != null) {
                    owner.stop(Words.notWritten(failed.why()), now, out);
                }
            }
        }
    }

    private List<RingTask> rings() {
        return tasks.stream()
                .filter(RingTask.class::isInstance)
                .map(RingTask.class::cast)
                .toList();
    }

    private void forgetWhatIsOver() {
        tasks.removeIf(task -> {
            if (task.over()) {
                bench.switchboard().forget(task);
            }
            return task.over();
        });
    }
}
