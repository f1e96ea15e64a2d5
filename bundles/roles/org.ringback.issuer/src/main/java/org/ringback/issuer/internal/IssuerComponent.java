package org.ringback.issuer.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.Counters;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.Secret;
import org.ringback.api.StoryBook;
import org.ringback.api.control.Forward;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.Presence;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.ringback.issuer.core.IssuerCore;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.kernel.Calls;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Estates;
import org.ringback.kernel.Suites;
import org.ringback.store.Store;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer as an OSGi component; runs if {@value #PID} is configured. Its crypto may be replaced or stopped while it
 * runs: rings and call-backs go on with the crypto with which they began. Thread-safe.
 */
@Component(
        service = {IssuerControl.class, StoryBook.class, Counters.class, Limits.class},
        immediate = true,
        configurationPid = IssuerComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "ringback.role=issuer")
public final class IssuerComponent implements IssuerControl, StoryBook, Counters, Limits {
    /** PID of the configuration. */
    public static final String PID = "org.ringback.issuer";

    private static final Logger LOG = LoggerFactory.getLogger(IssuerComponent.class);
    private static final IssuerSchema SCHEMA = new IssuerSchema();
    private static final long COMMAND_SECONDS = 10;

    private final Estates estates;
    private final IssuerDriver driver;
    private volatile List<Forward> forwards;

    /**
     * Starts the issuer with its records; dials nothing before a command.
     *
     * @param transport for the sockets
     * @param store for identity, grants and passwords
     * @param suites the crypto, which may come and go
     * @param calls carries what was accepted, also while this does not run
     * @param estates tells whether a successor may come
     * @param config limits and the local address
     */
    @Activate
    public IssuerComponent(
            @Reference Transport transport,
            @Reference Store store,
            @Reference Suites suites,
            @Reference Calls calls,
            @Reference Estates estates,
            Map<String, Object> config) {
        this.estates = estates;
        IssuerConfiguration configuration = SCHEMA.read(config);
        this.forwards = configuration.forwards();
        this.driver = new IssuerDriver(transport, store, suites, new SecureRandom(), calls, configuration.settings());
        LOG.info("issuer started, {}", Amount.of(driver.runner().look(IssuerCore::grants), "grant"));
    }

    /**
     * Takes a new configuration; if it is refused, the one before stays in force.
     *
     * @param config the new one
     */
    @Modified
    void modified(Map<String, Object> config) {
        SCHEMA.change(config, LOG::error).ifPresent(changed -> {
            forwards = changed.forwards();
            driver.configure(changed.settings());
            LOG.info("issuer configured anew");
        });
    }

    /**
     * Stops; calls go on. Where a successor may come the rings under way are finished first, which it could not do.
     *
     * @param reason as Declarative Services numbers it
     */
    @Deactivate
    void stop(int reason) {
        if (estates.mayBeSucceeded(reason)) {
            driver.finish();
        }
        driver.close();
        LOG.info("issuer stopped");
    }

    @Override
    public CompletionStage<EquipmentId> join(String enrolmentString) {
        return driver.runner().needingCrypto(request -> new IssuerEvent.Join(request, enrolmentString));
    }

    @Override
    public CompletionStage<GrantedEquipment> acceptGrant(String grantString, boolean replace) {
        return acceptGrant(grantString, replace, Optional.empty());
    }

    @Override
    public CompletionStage<GrantedEquipment> acceptGrant(
            String grantString, boolean replace, Optional<EquipmentId> as) {
        return driver.runner().needingCrypto(request -> new IssuerEvent.AcceptGrant(request, grantString, replace, as));
    }

    @Override
    public CompletionStage<Void> rename(EquipmentId equipment, EquipmentId name) {
        return driver.runner()
                .<EquipmentId>command(request -> new IssuerEvent.Rename(request, equipment, name))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> password(EquipmentId equipment, Secret password) {
        Secret own = copy(password);
        CompletableFuture<EquipmentId> kept =
                driver.runner().needingCrypto(request -> new IssuerEvent.SetPassword(request, equipment, own));
        return kept.whenComplete((done, fault) -> own.destroy()).thenAccept(done -> {});
    }

    @Override
    public CompletionStage<Void> forget(EquipmentId equipment) {
        return driver.runner()
                .<EquipmentId>command(request -> new IssuerEvent.Forget(request, equipment))
                .thenAccept(done -> {});
    }

    @Override
    public CompletionStage<List<Presence>> presence(List<EquipmentId> equipment) {
        List<EquipmentId> asked = List.copyOf(equipment);
        return driver.runner().needingCrypto(request -> new IssuerEvent.AskPresence(request, asked));
    }

    @Override
    public CompletionStage<List<NetworkReport>> network() {
        return driver.runner().needingCrypto(IssuerEvent.CheckNetwork::new);
    }

    @Override
    public Ring ring(RingRequest request) throws RefusedException {
        CompletableFuture<Ring> ring = driver.runner()
                .needingCrypto(number -> new IssuerEvent.Ring(
                        number, request.equipment(), request.system(), request.protection(), request.service()));
        try {
            return ring.get(COMMAND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refused) {
                throw refused;
            }
            throw new IllegalStateException("ring", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeLater(ring);
            throw new RefusedException("ring: interrupted (expected: ring again)");
        } catch (TimeoutException e) {
            closeLater(ring);
            throw new RefusedException("ring: this issuer is too busy (expected: ring again later)");
        }
    }

    /** Closes a ring once it begins, as nobody waits for it any more. */
    @SuppressWarnings("FutureReturnValueIgnored") // if it was refused, there is nothing to close
    private static void closeLater(CompletableFuture<Ring> ring) {
        ring.thenAccept(Ring::close);
    }

    @Override
    public Page<GrantedEquipment> granted(Optional<EquipmentId> after, int limit) {
        int rows = Page.limit(limit);
        return driver.runner().look(core -> core.granted(after, rows));
    }

    @Override
    public Optional<GrantedEquipment> granted(EquipmentId equipment) {
        return driver.runner().look(core -> core.granted(equipment));
    }

    @Override
    public List<Forward> forwards() {
        return forwards;
    }

    @Override
    public List<LimitUse> limits() {
        CoreRunner<IssuerCore> runner = driver.runner();
        return runner.look(core -> core.limits(runner.loop().now()));
    }

    @Override
    public List<RingStory> stories() {
        return driver.runner().look(IssuerCore::stories);
    }

    @Override
    public Runnable listen(Consumer<EndedRing> ended) {
        return driver.runner().listen(ended);
    }

    @Override
    public SortedMap<String, Long> counters() {
        return driver.runner().look(IssuerCore::counters);
    }

    private static Secret copy(Secret password) {
        byte[] bytes = password.copyBytes();
        try {
            return Secret.copyOf(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
