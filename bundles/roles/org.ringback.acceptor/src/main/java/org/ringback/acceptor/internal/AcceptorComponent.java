package org.ringback.acceptor.internal;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.ringback.acceptor.core.AcceptorCore;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.acceptor.core.GrantChoice;
import org.ringback.api.Amount;
import org.ringback.api.Counters;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.GrantTerms;
import org.ringback.api.OpaqueString;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.Secret;
import org.ringback.api.StoryBook;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.RefusedException;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.ringback.kernel.Answering;
import org.ringback.kernel.Calls;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Estates;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.Suites;
import org.ringback.store.Store;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's side as services; runs where {@value #PID} is configured. The crypto may be exchanged while it
 * runs, or be away for a while: what is under way stays with what it began with. Thread-safe.
 */
@Component(
        service = {AcceptorControl.class, StoryBook.class, Counters.class, Limits.class},
        immediate = true,
        configurationPid = AcceptorComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "ringback.role=acceptor")
public final class AcceptorComponent implements AcceptorControl, StoryBook, Counters, Limits {
    /** PID of the configuration. */
    public static final String PID = "org.ringback.acceptor";

    private static final AcceptorSchema SCHEMA = new AcceptorSchema();
    private static final Logger LOG = LoggerFactory.getLogger(AcceptorComponent.class);

    private static final String ESTATE = "acceptor";

    private final Answering answering;
    private final Estates estates;
    private final AcceptorDriver driver;

    /**
     * Starts with what was kept.
     *
     * @param transport for the sockets
     * @param store keeps what must survive
     * @param suites the crypto, which may come and go
     * @param calls carries what was accepted, also while this does not run
     * @param answering knows who answers
     * @param estates keeps registrations while this bundle is exchanged
     * @param config what the owner chose
     */
    @Activate
    public AcceptorComponent(
            @Reference Transport transport,
            @Reference Store store,
            @Reference Suites suites,
            @Reference Calls calls,
            @Reference Answering answering,
            @Reference Estates estates,
            Map<String, Object> config) {
        this.answering = answering;
        this.estates = estates;
        AcceptorConfiguration options = SCHEMA.read(config);
        this.driver = estates.succeed(
                ESTATE,
                left -> new AcceptorDriver(
                        transport, store, suites, new SecureRandom(), calls, answering, options, left));
        LOG.info(
                "acceptor started, {}",
                Amount.of(
                        driver.runner().look(core -> core.joined().size()),
                        "piece of equipment",
                        "pieces of equipment"));
    }

    /** Takes a new configuration; if it is refused, the one before stays in force. */
    @Modified
    void modified(Map<String, Object> properties) {
        SCHEMA.change(properties, LOG::error).ifPresent(changed -> {
            driver.configure(changed);
            LOG.info("acceptor configured anew");
        });
    }

    /**
     * Stops. Where no successor can come it deregisters.
     *
     * @param reason as Declarative Services numbers it
     */
    @Deactivate
    void deactivate(int reason) {
        if (estates.mayBeSucceeded(reason)) {
            driver.leave(left -> estates.leave(ESTATE, left));
        } else {
            driver.close();
        }
        LOG.info("acceptor stopped");
    }

    @Override
    public CompletionStage<EquipmentId> join(String enrolmentString, boolean replace) {
        return join(enrolmentString, replace, Optional.empty());
    }

    @Override
    public CompletionStage<EquipmentId> join(String enrolmentString, boolean replace, Optional<EquipmentId> as) {
        return driver.runner().needingCrypto(request -> new AcceptorEvent.Join(request, enrolmentString, replace, as));
    }

    @Override
    public CompletionStage<Void> rename(EquipmentId equipment, EquipmentId name) {
        return done(request -> new AcceptorEvent.Rename(request, equipment, name));
    }

    @Override
    public CompletionStage<Integer> renamePerson(EquipmentId person, EquipmentId name) {
        return driver.runner().command(request -> new AcceptorEvent.RenamePerson(request, person, name));
    }

    @Override
    public CompletionStage<Void> password(EquipmentId equipment, Secret password) {
        Secret own;
        try {
            own = OpaqueString.of(password);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new RefusedException(String.valueOf(e.getMessage())));
        }
        return driver.password(equipment, own)
                .whenComplete((done, fault) -> own.destroy())
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<String> grant(EquipmentId equipment, EquipmentId person) {
        return grant(equipment, person, GrantTerms.ALL);
    }

    @Override
    public CompletionStage<String> grant(EquipmentId equipment, EquipmentId person, GrantTerms terms) {
        return driver.runner().needingCrypto(request -> new AcceptorEvent.MakeGrant(request, equipment, person, terms));
    }

    @Override
    public CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person) {
        return revoke(equipment, person, "");
    }

    @Override
    public CompletionStage<Void> revoke(EquipmentId equipment, EquipmentId person, String grant) {
        GrantChoice which = new GrantChoice(equipment, person, grant);
        return done(request -> new AcceptorEvent.Revoke(request, which));
    }

    @Override
    public CompletionStage<Void> suspend(EquipmentId equipment, EquipmentId person, String grant) {
        GrantChoice which = new GrantChoice(equipment, person, grant);
        return done(request -> new AcceptorEvent.Suspend(request, which, true));
    }

    @Override
    public CompletionStage<Void> resume(EquipmentId equipment, EquipmentId person, String grant) {
        GrantChoice which = new GrantChoice(equipment, person, grant);
        return done(request -> new AcceptorEvent.Suspend(request, which, false));
    }

    @Override
    public CompletionStage<Integer> hangUp(EquipmentId person, Optional<EquipmentId> equipment) {
        return driver.runner().command(request -> new AcceptorEvent.HangUp(request, person, equipment));
    }

    private CompletionStage<Void> done(Function<Request<EquipmentId>, Event> command) {
        return driver.runner().command(command).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<List<NetworkReport>> network() {
        return driver.runner().needingCrypto(AcceptorEvent.CheckNetwork::new);
    }

    @Override
    public CompletionStage<Boolean> leave(EquipmentId equipment) {
        return driver.runner().command(request -> new AcceptorEvent.Depart(request, equipment));
    }

    @Override
    public Page<EquipmentStatus> equipment(Optional<EquipmentId> after, int limit) {
        int rows = Page.limit(limit);
        CoreRunner<AcceptorCore> runner = driver.runner();
        return runner.look(core -> core.equipment(after, rows, runner.loop().now()));
    }

    @Override
    public Optional<EquipmentStatus> equipment(EquipmentId name) {
        CoreRunner<AcceptorCore> runner = driver.runner();
        return runner.look(core -> core.equipment(name, runner.loop().now()));
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>(driver.warnings());
        List<EquipmentId> joined = driver.runner().look(AcceptorCore::joined);
        warnings.addAll(answering.warnings(joined));
        Map<String, Set<String>> named = new HashMap<>(driver.options().named());
        named.put(EquipmentService.EQUIPMENT, answering.named());
        warnings.addAll(NamedEquipment.warnings(named, joined));
        return warnings;
    }

    @Override
    public List<LimitUse> limits() {
        CoreRunner<AcceptorCore> runner = driver.runner();
        return runner.look(core -> core.limits(runner.loop().now()));
    }

    @Override
    public List<RingStory> stories() {
        return driver.runner().look(AcceptorCore::stories);
    }

    @Override
    public Runnable listen(Consumer<EndedRing> ended) {
        return driver.runner().listen(ended);
    }

    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>(driver.runner().look(AcceptorCore::counters));
        all.putAll(answering.counters());
        return all;
    }
}
