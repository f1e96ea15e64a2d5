package org.ringback.issuer.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.OpaqueString;
import org.ringback.api.Page;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Event;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Owners;
import org.ringback.kernel.PathMtuSource;
import org.ringback.kernel.ProvedAddresses;
import org.ringback.kernel.ServerWay;
import org.ringback.kernel.StandingCall;
import org.ringback.kernel.Stories;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;
import org.ringback.kernel.UnservedRing;
import org.ringback.kernel.Unwritten;

/**
 * The issuer's protocol: events in, actions out. Only dispatches; a ring is {@link RingTask}, an enrolment
 * {@link EnrolTask}, a question whether equipment is there {@link PresenceTask},
 * a look at the network {@link NetworkCheckTask}. To be used by one thread at a time.
 */
public final class IssuerCore implements Core {
    private final Context context;
    private final Stories stories = new Stories();
    private final KnownServers servers = new KnownServers();
    private final List<Task> tasks = new ArrayList<>();
    private final IssuerLimits limits;
    private final Unwritten unwritten;
    private IssuerSettings settings;
    private boolean leaving;

    /**
     * Makes the core of an issuer with its records.
     *
     * @param crypto the crypto that a core may call
     * @param random gives nonces and transaction IDs
     * @param records the records from disk; only the core may use them from now on
     * @param settings limits and the local address
     * @param mtus tells how long a packet the path of a connection takes
     */
    public IssuerCore(
            CoreCrypto crypto,
            RandomGenerator random,
            IssuerRecords records,
            IssuerSettings settings,
            PathMtuSource mtus) {
        this.context = new Context(
                crypto,
                random,
                new Owners(),
                records,
                new Metrics(),
                settings.silentCalls(),
                new ProvedAddresses(),
                new PortLimits(),
                new LatestRefusals(),
                new PunchRules(settings.dialable()),
                new RelayedLately(),
                mtus);
        this.limits = new IssuerLimits(context, tasks);
        this.unwritten = new Unwritten(records::record);
        this.settings = settings;
    }

    @Override
    public List<Action> handle(Event event, Moment now) {
        Turn turn = new Turn(now, unwritten);
        if (event instanceof IssuerEvent own) {
            handle(own, turn);
        } else if (event instanceof Event.CallStands stands) {
            stands(stands, turn);
        } else if (event instanceof Event.CallUnserved unserved) {
            UnservedRing.tell(unserved, context.owners(), stories, context.records()::services);
        } else if (event instanceof Event.NotWritten failed) {
            context.metrics().count(IssuerMetric.NOT_WRITTEN);
            unwritten.failed(failed, turn, (connection, why) -> context.owners().notWritten(connection, why, turn));
        } else if (event instanceof Event.Tick) {
            context.owners().tick(turn);
            List.copyOf(tasks).forEach(task -> task.tick(turn));
            if (unwritten.due(turn.nanos())) {
                turn.persist(List.of());
            }
        } else {
            if (event instanceof Event.Resolved resolved) {
                tasks(NetworkCheckTask.class).forEach(check -> check.resolved(resolved, turn));
            }
            context.owners().handle(event, turn);
        }
        tasks.removeIf(Task::over);
        if (leaving && tasks.stream().noneMatch(Task::pending)) {
            turn.act(new IssuerAction.AtRest());
        }
        return turn.actions();
    }

    private void handle(IssuerEvent event, Turn turn) {
        if (event instanceof IssuerEvent.AcceptGrant command) {
            turn.command(
                    command.request(),
                    () -> enrol("accept-grant", () -> TakeGrant.read(command, turn.now(), context), turn));
        } else if (event instanceof IssuerEvent.Join command) {
            turn.command(command.request(), () -> enrol("join", () -> Join.read(command, context), turn));
        } else if (event instanceof IssuerEvent.SetPassword command) {
            turn.command(command.request(), () -> setPassword(command, turn));
        } else if (event instanceof IssuerEvent.PasswordHashed hashed) {
            turn.command(hashed.request(), () -> keepPassword(hashed, turn));
        } else if (event instanceof IssuerEvent.Forget command) {
            turn.command(command.request(), () -> new ForgetGrant(context, tasks).begin(command, turn));
        } else if (event instanceof IssuerEvent.Rename command) {
            turn.command(command.request(), () -> new RenameGrant(context, tasks, stories).begin(command, turn));
        } else if (event instanceof IssuerEvent.AskPresence command) {
            turn.command(command.request(), () -> presence(command, turn));
        } else if (event instanceof IssuerEvent.CheckNetwork command) {
            turn.command(command.request(), () -> checkNetwork(command, turn));
        } else if (event instanceof IssuerEvent.Ring command) {
            turn.command(command.request(), () -> ring(command, turn));
        } else if (event instanceof IssuerEvent.GiveUp command) {
            rings().filter(ring -> ring.isRing(command.ring()))
                    .findAny()
                    .ifPresent(ring -> ring.stop("hung up before it was answered", turn));
        } else if (event instanceof IssuerEvent.Configure command) {
            settings = command.settings();
            context.punches().dialable(settings.dialable());
        } else if (event instanceof IssuerEvent.Leave) {
            leaving = true;
        } else if (event instanceof IssuerEvent.Stop) {
            List.copyOf(tasks).forEach(task -> task.stop("this issuer is stopped", turn));
        } else {
            callBack(event, turn);
        }
    }

    /** A call of an earlier run goes on as long as the equipment that it is with is granted. */
    private void stands(Event.CallStands stands, Turn turn) {
        CallFacts facts = stands.facts();
        StandingCall call = new StandingCall(facts, Optional.empty());
        context.owners().pass(stands.connection(), call);
        if (context.records()
                .grant(facts.equipment())
                .filter(grant -> grant.identity().equals(facts.peer()))
                .isEmpty()) {
            call.cut(
                    stands.connection(), "there is no grant for it any more", Optional.empty(), context.owners(), turn);
        }
    }

    /** Passes an event on; one of a ring that is over is ignored or ends its connection. */
    private void callBack(IssuerEvent event, Turn turn) {
        if (event instanceof IssuerEvent.Incoming incoming) {
            rings().flatMap(ring -> ring.listener(incoming.listener()).stream())
                    .findAny()
                    .ifPresentOrElse(calls -> calls.incoming(incoming, turn), () -> incomingElsewhere(incoming, turn));
        } else if (event instanceof IssuerEvent.Hello hello) {
            context.owners()
                    .find(hello.connection(), CallAcceptance.Call.class)
                    .ifPresentOrElse(call -> call.hello(turn), () -> turn.act(new Action.Abort(hello.connection())));
        } else if (event instanceof IssuerEvent.Listening listening) {
            ringAt(listening.listener())
                    .ifPresentOrElse(
                            ring -> ring.listening(listening.local(), listening.own(), turn),
                            () -> listeningElsewhere(listening.listener(), turn));
        } else if (event instanceof IssuerEvent.ListenFailed failed) {
            ringAt(failed.listener()).ifPresent(ring -> ring.notListening(failed.why(), turn));
            tasks(NetworkCheckTask.class).forEach(check -> check.notListening(failed.listener(), turn));
        }
    }

    private void incomingElsewhere(IssuerEvent.Incoming incoming, Turn turn) {
        if (tasks(NetworkCheckTask.class).noneMatch(check -> check.incoming(incoming, turn))) {
            turn.act(new Action.Abort(incoming.connection()));
        }
    }

    private void listeningElsewhere(long listener, Turn turn) {
        if (tasks(NetworkCheckTask.class).noneMatch(check -> check.listening(listener, turn))) {
            turn.act(new IssuerAction.StopListening(listener));
        }
    }

    private Optional<RingTask> ringAt(long listener) {
        return rings().filter(ring -> ring.listener(listener).isPresent()).findAny();
    }

    @Override
    public long nextDeadline() {
        return Collections.min(
                List.of(context.owners().deadline(), unwritten.deadline(), Core.earliest(tasks, Task::wakeAt)));
    }

    /** {@return how many rings, enrolments and questions are under way} */
    public int pending() {
        return tasks.size();
    }

    /** {@return how many call-backs are open} */
    public int calls() {
        return limits.calls();
    }

    /** {@return how much of each limit is used} */
    public List<LimitUse> limits(Moment now) {
        return limits.all(settings, now);
    }

    /** {@return the stories, latest first; immutable} */
    public List<RingStory> stories() {
        return stories.snapshot();
    }

    /** {@return the same stories, for whoever keeps them on disk, on the same thread} */
    public Stories kept() {
        return stories;
    }

    /** {@return the counters, for whoever counts on the same thread} */
    public Metrics metrics() {
        return context.metrics();
    }

    @Override
    public List<EndedRing> takeEnded() {
        return stories.takeEnded();
    }

    /** {@return the counters; immutable} */
    public SortedMap<String, Long> counters() {
        return context.metrics().snapshot();
    }

    /** {@return how many pieces of equipment may be rung} */
    public int grants() {
        return context.records().grants();
    }

    /** {@return a page of what may be rung, by local name} */
    public Page<GrantedEquipment> granted(Optional<EquipmentId> after, int limit) {
        return context.records().granted(context.refusals(), after, limit);
    }

    /** {@return the grant of one piece of equipment, if there is one} */
    public Optional<GrantedEquipment> granted(EquipmentId equipment) {
        return context.records().granted(context.refusals(), equipment);
    }

    /** {@return this issuer's first identity, once it has one} */
    public Optional<IssuerKey> key() {
        return context.records().key();
    }

    private void enrol(String command, Supplier<EnrolPurpose> reader, Turn turn) throws RefusedException {
        checkStays();
        limits.mayEnrol(command);
        try {
            EnrolPurpose purpose = reader.get();
            ServerEntry route = EnrolPurpose.route(purpose.ticket(), turn.now());
            boolean enrolled = !purpose.fromOperator()
                    && context.records().key(route.pins()).isPresent();
            List<ProtectionId> protections = ProtectionChoice.toEnrol(
                    settings.protection(),
                    route.protections(),
                    enrolled,
                    context.crypto().protections());
            EnrolTask enrolment = new EnrolTask(purpose, route, protections, settings, context);
            limits.add(enrolment);
            enrolment.start(turn);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private void setPassword(IssuerEvent.SetPassword command, Turn turn) throws RefusedException {
        GrantRecord grant = context.records()
                .grant(command.equipment())
                .orElseThrow(() -> new RefusedException(Words.noGrant(command.equipment())));
        try {
            OpaqueString.of(command.password()).destroy();
        } catch (IllegalArgumentException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
        turn.act(new IssuerAction.HashPassword(
                command.request(), grant.name(), grant.target(), grant.identity(), command.password()));
    }

    private void keepPassword(IssuerEvent.PasswordHashed hashed, Turn turn) throws RefusedException {
        EquipmentId equipment = hashed.equipment();
        GrantRecord current = context.records()
                .grant(equipment)
                .filter(grant -> grant.identity().equals(hashed.password().identity()))
                .orElseThrow(() -> new RefusedException(
                        "password: the grant for " + equipment + " changed meanwhile (expected: set it again)"));
        turn.persist(
                List.of(context.records().keepPassword(current, hashed.password())),
                new Action.Completed<>(hashed.request(), equipment));
    }

    private void presence(IssuerEvent.AskPresence command, Turn turn) throws RefusedException {
        checkStays();
        limits.mayAsk();
        PresenceTask question = new PresenceTask(command, servers, settings, context);
        limits.add(question);
        question.start(turn);
    }

    private void checkNetwork(IssuerEvent.CheckNetwork command, Turn turn) throws RefusedException {
        checkStays();
        limits.mayCheckNetwork();
        NetworkCheckTask check = new NetworkCheckTask(command, servers, settings, context);
        limits.add(check);
        check.start(turn);
    }

    private void ring(IssuerEvent.Ring command, Turn turn) throws RefusedException {
        checkStays();
        limits.mayRing(settings);
        RingPlan plan = RingPlan.of(
                command, context.records(), settings, context.crypto().protections());
        RingNonce nonce = RingNonce.random(context.random());
        ServerEntry route = plan.grant().route();
        ServerWay way = new ServerWay(
                servers.route(route.servers()),
                Role.ISSUER,
                plan.self().encoded(),
                route.pins(),
                plan.protection(),
                settings.local(),
                true);
        Story story = new Story("issuer", turn.now());
        story.names(nonce, command.equipment(), plan.system());
        stories.add(story);
        context.metrics().count(IssuerMetric.RINGS);
        Instant time = route.time(turn.now().wall());
        RingTask ring = new RingTask(command.request().number(), plan, nonce, way, time, story, context);
        limits.add(ring);
        turn.act(new IssuerAction.RingBegan(command.request(), nonce));
        ring.start(turn);
    }

    private void checkStays() throws RefusedException {
        if (leaving) {
            throw new RefusedException("issuer: its bundle is being exchanged (expected: again in a moment)");
        }
    }

    private Stream<RingTask> rings() {
        return tasks(RingTask.class);
    }

    private <T extends Task> Stream<T> tasks(Class<T> kind) {
        return List.copyOf(tasks).stream().filter(kind::isInstance).map(kind::cast);
    }
}
