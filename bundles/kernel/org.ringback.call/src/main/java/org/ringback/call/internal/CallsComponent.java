package org.ringback.call.internal;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.ringback.call.core.ConversationLimits;
import org.ringback.kernel.Answering;
import org.ringback.kernel.Call;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CallSession;
import org.ringback.kernel.Calls;
import org.ringback.kernel.ServiceKey;
import org.ringback.kernel.Suites;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * The calls of this program, and the services that answer those to its equipment. A call stays on the thread of the
 * role that handed it over, but on another loop than the role's: so it goes on while roles stop, start and are updated.
 * Thread-safe.
 */
@Component(
        service = {Calls.class, Answering.class, CallControl.class, Limits.class, CallsComponent.class},
        immediate = true) // or it would end, and its calls with it, when nobody uses it any more
public final class CallsComponent implements Calls, Answering, CallControl, Limits {
    /** So many ended calls are told, the latest. */
    static final int ENDED = 64;

    private static final Duration STOP_LIMIT = Duration.ofMillis(500);

    private final Transport transport;
    private final CallEnds ends;
    private final EquipmentServices services = new EquipmentServices();
    private final EquipmentDispatcher equipment = new EquipmentDispatcher(services);
    private final Map<Role, Loop> loops = new EnumMap<>(Role.class);
    private final CallListener listener = new Listener();
    private final Set<CallEnd> standing = new LinkedHashSet<>();
    private final Deque<CallStatus> ended = new ArrayDeque<>();
    private final Map<Long, Duration> cut = new HashMap<>();
    private final HighWater conversations = new HighWater();
    private final InstantSource clock;
    private final Suites suites;
    private final Runnable unlisten;

    /**
     * Begins without calls.
     *
     * @param transport has the loops, and dials local addresses
     * @param suites the crypto, which may change: then calls move to what is used
     */
    @Activate
    public CallsComponent(@Reference Transport transport, @Reference Suites suites) {
        this(transport, suites, InstantSource.system());
    }

    CallsComponent(Transport transport, Suites suites, InstantSource clock) {
        this.transport = transport;
        this.suites = suites;
        this.unlisten = suites.listen(() -> all().forEach(CallEnd::cryptoChanged));
        this.clock = clock;
        this.ends = new CallEnds(transport, new SecureRandom(), ConversationLimits.DEFAULT);
    }

    /**
     * Takes an equipment service (whiteboard).
     *
     * @param service answers rings
     * @param properties say for which equipment and service
     */
    @Reference(
            name = "equipment",
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            updated = "addEquipment")
    public void addEquipment(EquipmentService service, Map<String, Object> properties) {
        services.put(service, properties);
    }

    /**
     * Removes an equipment service.
     *
     * @param service the service
     */
    public void removeEquipment(EquipmentService service) {
        services.remove(service);
    }

    /** Ends all calls in order, as far as that takes a short time. */
    @Deactivate
    public void close() {
        unlisten.run();
        loops().forEach(this::end);
        equipment.close();
    }

    private void end(Role role, Loop loop) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        standing(role).forEach(call -> call.end("the program ends"));
        loop.execute(() -> told.complete(null));
        try {
            told.get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Calls that are left are closed with the loop.
        }
        loop.close();
    }

    private synchronized Map<Role, Loop> loops() {
        return new EnumMap<>(loops);
    }

    /** The loop of a role's calls. */
    synchronized Loop loop(Role role) {
        return loops.computeIfAbsent(
                role, owner -> transport.newLoop(owner.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public Call hand(CallFacts facts, CallSession session, Passing connection) {
        Loop loop = loop(facts.role());
        CallEnd call = ends.make(facts, session, suites, loop, listener);
        Optional<Duration> unmoved;
        synchronized (this) {
            standing.add(call);
            unmoved = Optional.ofNullable(cut.get(session.by().id()));
        }
        connection.passTo(call, loop);
        unmoved.ifPresent(after -> call.cutUnmoved(Set.of(session.by().id()), after));
        return call;
    }

    private synchronized List<CallEnd> all() {
        return List.copyOf(standing);
    }

    @Override
    public void cutUnmoved(Set<Long> bundles, Duration after) {
        List<CallEnd> calls;
        synchronized (this) {
            bundles.forEach(
                    bundle -> cut.put(bundle, after)); // calls by what is used are never cut, whatever its number
            calls = all();
        }
        calls.forEach(call -> call.cutUnmoved(bundles, after));
    }

    @Override
    public synchronized List<Call> standing(Role role) {
        return standing.stream()
                .filter(call -> call.facts().role() == role)
                .map(Call.class::cast)
                .toList();
    }

    @Override
    public synchronized List<CallStatus> calls() {
        return Stream.concat(standing.stream().map(CallEnd::status), ended.stream())
                .toList();
    }

    @Override
    public synchronized void renamed(Role role, EquipmentId before, EquipmentId now) {
        List<CallStatus> named = ended.stream()
                .map(call -> call.role() == role && call.equipment().equals(before) ? call.named(now) : call)
                .toList();
        ended.clear();
        ended.addAll(named);
    }

    @Override
    public CompletionStage<Duration> ping(RingNonce ring) {
        try {
            return find(ring).ping();
        } catch (RefusedException over) {
            return CompletableFuture.failedFuture(over);
        }
    }

    /**
     * Finds a call that began here.
     *
     * @param ring the ring of this program's issuer that led to it
     * @return the call
     * @throws RefusedException if it is over already; says why
     */
    CallEnd find(RingNonce ring) throws RefusedException {
        synchronized (this) {
            Optional<CallEnd> found = standing.stream()
                    .filter(call -> call.facts().role() == Role.ISSUER
                            && call.facts().ring().equals(ring))
                    .findAny();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new RefusedException("the call is over already"
                + calls().stream()
                        .filter(call ->
                                call.role() == Role.ISSUER && call.ring().equals(ring))
                        .flatMap(call -> call.end().stream())
                        .map(end -> ": " + end.why())
                        .findFirst()
                        .orElse(""));
    }

    private void ended(CallEnd call, String why) {
        conversations.reached(call.highestConversations());
        CallStatus over = call.status()
                .ended(new CallStatus.End(
                        clock.instant(), why, call.wanted(), call.facts().relayed()));
        synchronized (this) {
            standing.remove(call);
            ended.addFirst(over);
            if (ended.size() > ENDED) {
                ended.removeLast();
            }
        }
    }

    @Override
    public List<LimitUse> limits() {
        Map<CallEnd, Integer> open = new HashMap<>();
        for (CallEnd call : all()) {
            conversations.reached(call.highestConversations());
            open.put(call, call.conversations());
        }
        List<LimitUse> limits = new ArrayList<>(equipment.limits(KeyFingerprint::shortForm));
        limits.add(conversations.useOfOne(
                CallLimit.CONVERSATIONS,
                ConversationLimits.DEFAULT.conversations(),
                open,
                call -> call.facts().peer().shortForm() + " at " + call.facts().equipment()));
        return limits;
    }

    @Override
    public void forward(Map<ServiceKey, InetSocketAddress> addresses) {
        equipment.forward(addresses);
    }

    @Override
    public void markAdmin(Set<String> names) {
        equipment.markAdmin(names);
    }

    @Override
    public Set<String> of(EquipmentId id) {
        return equipment.names(id);
    }

    @Override
    public boolean admin(EquipmentId id, String service) {
        return equipment.admin(new ServiceKey(id, service));
    }

    @Override
    public List<ServiceStatus> status(EquipmentId id) {
        return equipment.status(id);
    }

    @Override
    public List<String> warnings(List<EquipmentId> joined) {
        return equipment.warnings(joined);
    }

    @Override
    public Set<String> named() {
        return services.named();
    }

    @Override
    public SortedMap<String, Long> counters() {
        return equipment.counters();
    }

    /** Is told of all calls. Refuses conversations of the peer at an issuer, which answers none. */
    private final class Listener implements CallListener {
        @Override
        public void opened(CallEnd call, Conversation conversation) {
            if (call.facts().role() == Role.ACCEPTOR) {
                equipment.opened(call, conversation);
            } else {
                conversation.reset();
            }
        }

        @Override
        public void ended(CallEnd call, String reason) {
            CallsComponent.this.ended(call, reason);
        }
    }
}
