package org.ringback.kernel.internal;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.kernel.HeldSuites;
import org.ringback.kernel.Suites;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the suites what crypto bundles offer, and registers them once there is a provider and a protection. Thread-safe. */
@Component(
        immediate = true,
        service = {})
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.ringback.kernel.Suites'",
        effective = "active")
public final class SuiteTracker {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteTracker.class);

    private final HeldSuites suites = new HeldSuites();
    private final BundleContext context;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServiceRegistration<Suites> registration;

    /**
     * Begins without any.
     *
     * @param context registers the suites
     */
    @Activate
    public SuiteTracker(BundleContext context) {
        this.context = context;
    }

    /** Whole roles start by this: it holds no lock, so that other bundles can come meanwhile. */
    @Activate
    void register() {
        suites.troubles().stream().filter(said::add).forEach(trouble -> LOG.warn("{}", trouble));
        if (suites.hasSuite() && begun.compareAndSet(false, true)) {
            registration = context.registerService(Suites.class, suites, null);
        }
    }

    @Reference(
            name = "provider",
            service = CryptoProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addProvider(CryptoProvider provider, Map<String, Object> properties) {
        suites.take(provider, ranking(properties), id(properties));
        register();
    }

    void removeProvider(CryptoProvider provider, Map<String, Object> properties) {
        suites.dropProvider(id(properties));
    }

    @Reference(
            name = "protection",
            service = ConnectionProtection.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addProtection(ConnectionProtection protection, Map<String, Object> properties) {
        suites.take(protection, ranking(properties), id(properties));
        register();
    }

    void removeProtection(ConnectionProtection protection, Map<String, Object> properties) {
        suites.dropProtection(id(properties));
    }

    @Deactivate
    void deactivate() {
        ServiceRegistration<Suites> registered = registration;
        if (registered != null) {
            registered.unregister();
        }
    }

    private static int ranking(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static long id(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_ID) instanceof Long id ? id : 0;
    }
}
