package org.ringback.relay.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.ringback.api.Counters;
import org.ringback.api.StoryBook;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.control.ServerControl;
import org.ringback.api.limits.Limits;
import org.ringback.kernel.Estates;
import org.ringback.kernel.Registry;
import org.ringback.kernel.Suites;
import org.ringback.relay.core.AfterSetback;
import org.ringback.store.Change;
import org.ringback.store.Store;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as an OSGi component; runs if PID {@code org.ringback.relay} is configured. An address that cannot be
 * bound is tried again; {@code status} says which and why. Called by the component runtime, one call at a time.
 */
@Component(
        immediate = true,
        service = {},
        configurationPid = RelayComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Capability(
        namespace = "osgi.service",
        attribute = {
            "objectClass:List<String>='org.ringback.api.control.ServerControl,org.ringback.api.StoryBook,"
                    + "org.ringback.api.Counters,org.ringback.api.limits.Limits'",
            "ringback.role=server"
        },
        effective = "active")
public final class RelayComponent {
    /** PID of the configuration. */
    public static final String PID = "org.ringback.relay";

    private static final Logger LOG = LoggerFactory.getLogger(RelayComponent.class);
    private static final String ESTATE = "relay";
    private static final String HOME = "ringback.home";
    private static final RelaySchema SCHEMA = new RelaySchema();

    private final BundleContext context;
    private final Transport transport;
    private final Store store;
    private final Registry registry;
    private final Suites suites;
    private final Estates estates;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    volatile @Nullable AuditLog audit;

    private @Nullable RelayDriver driver;
    private @Nullable ServiceRegistration<?> services;

    /**
     * Takes the services that do not change while it runs.
     *
     * @param context registers the services; knows the home directory
     * @param transport opens sockets
     * @param store keeps what must survive
     * @param registry the equipment list
     * @param suites the crypto, which may come and go
     * @param estates keeps what the server knows while this bundle is exchanged
     */
    @Activate
    public RelayComponent(
            BundleContext context,
            @Reference Transport transport,
            @Reference Store store,
            @Reference Registry registry,
            @Reference Suites suites,
            @Reference Estates estates) {
        this.context = context;
        this.transport = transport;
        this.store = store;
        this.registry = registry;
        this.suites = suites;
        this.estates = estates;
    }

    @Activate
    void activate(Map<String, Object> properties) {
        try {
            open(SCHEMA.read(properties), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** Takes a new configuration; if it is refused, the one before stays in force. */
    @Modified
    void modified(Map<String, Object> properties) {
        SCHEMA.change(properties, LOG::error).ifPresent(this::change);
    }

    private void change(RelayConfiguration options) {
        RelayDriver running = driver;
        if (running != null && running.options().listen().equals(options.listen())) {
            running.configure(options);
            LOG.info("{}: configuration taken", PID);
            return;
        }
        RelayConfiguration before = running == null ? null : running.options();
        stop(RelayDriver::close);
        if (!start(options, before == null) && before != null) {
            LOG.error("{}: listen: none could be had; what was in force before comes back", PID);
            start(before, true);
        }
    }

    /** Starts the server, or logs why it cannot. */
    private boolean start(RelayConfiguration options, boolean withoutAddressToo) {
        try {
            return open(options, withoutAddressToo);
        } catch (IOException | UncheckedIOException | IllegalStateException | IllegalArgumentException e) {
            LOG.error("{}: {}; not started", PID, e.getMessage());
            return false;
        }
    }

    /** Starts the server, if wanted even without an address. */
    private boolean open(RelayConfiguration options, boolean withoutAddressToo) throws IOException {
        forgetAfterSetback();
        Authority authority =
                Authority.open(store, suites.current().provider().authorities(), home().resolve("keys"), Instant.now());
        RelayDriver fresh = estates.succeed(
                ESTATE,
                left -> new RelayDriver(
                        transport,
                        store,
                        registry,
                        suites,
                        authority,
                        new SecureRandom(),
                        options,
                        this::record,
                        left));
        if (!fresh.open() && !withoutAddressToo) {
            fresh.close();
            return false;
        }
        driver = fresh;
        services = register(new RelayControl(fresh, registry));
        return true;
    }

    /** Records what a device did, if a log runs; what that cannot write it counts by itself. */
    private void record(AuditEntry entry) {
        Optional.ofNullable(audit).ifPresent(log -> log.record(entry));
    }

    /** If the store has older data, forgets what somebody could use a second time. */
    private void forgetAfterSetback() throws IOException {
        List<Change> changes = store.setback()
                .map(setback -> AfterSetback.changes(setback, store::each))
                .orElse(List.of());
        if (!changes.isEmpty()) {
            LOG.warn("{}: the store went back: open codes and leases are dropped", PID);
            Authority.write(store, changes, "store: what went back was not dropped");
        }
    }

    private ServiceRegistration<?> register(RelayControl control) {
        Dictionary<String, Object> properties = FrameworkUtil.asDictionary(Map.of("ringback.role", "server"));
        String[] names = {
            ServerControl.class.getName(), StoryBook.class.getName(), Counters.class.getName(), Limits.class.getName()
        };
        return context.registerService(names, control, properties);
    }

    /**
     * Stops the server. If a successor may come, its sockets stay open for a moment, and what it knows of registrations
     * is kept: an update loses no datagram and no registration.
     *
     * @param reason as Declarative Services numbers it
     */
    @Deactivate
    void deactivate(int reason) {
        stop(
                estates.mayBeSucceeded(reason)
                        ? running -> running.leave(left -> estates.leave(ESTATE, left))
                        : RelayDriver::close);
    }

    private void stop(Consumer<RelayDriver> how) {
        ServiceRegistration<?> registered = services;
        services = null;
        if (registered != null) {
            registered.unregister();
        }
        RelayDriver running = driver;
        driver = null;
        if (running != null) {
            how.accept(running);
            LOG.info("server stopped");
        }
    }

    private Path home() {
        String home = context.getProperty(HOME);
        if (home == null || home.isBlank()) {
            throw new IllegalStateException(
                    HOME + ": not set (expected: framework property with the directory of the data)");
        }
        return Path.of(home);
    }
}
