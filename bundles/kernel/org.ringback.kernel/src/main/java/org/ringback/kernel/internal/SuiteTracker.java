package org.ringback.kernel.internal;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.Warnings;
import org.ringback.api.control.CryptoControl;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldSuites;
import org.ringback.kernel.Suites;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.CryptoProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tracks the services of crypto bundles for {@link HeldSuites}, and registers that as a service once there is a
 * provider and a protection. Thread-safe.
 */
@Component(
        immediate = true,
        service = {})
@Capability(
        namespace = "osgi.service",
        attribute =
                "objectClass:List<String>='org.ringback.kernel.Suites,org.ringback.api.control.CryptoControl,org.ringback.api.Warnings'",
        effective = "active")
public final class SuiteTracker {
    private static final Logger LOG = LoggerFactory.getLogger(SuiteTracker.class);

    private final HeldSuites suites = new HeldSuites();
    private final CryptoNews news = new CryptoNews(suites);
    private final Runnable unlisten;
    private final BundleContext context;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable ServiceRegistration<?> registration;

    /**
     * Begins without a service.
     *
     * @param context registers the service
     */
    @Activate
    public SuiteTracker(BundleContext context) {
        this.context = context;
        this.unlisten = suites.listen(this::tell);
    }

    /**
     * Registers the service without holding a lock, as roles start within this call, and other bundles may come
     * meanwhile.
     */
    @Activate
    void register() {
        if (suites.hasSuite() && begun.compareAndSet(false, true)) {
            registration = context.registerService(
                    new String[] {Suites.class.getName(), CryptoControl.class.getName(), Warnings.class.getName()},
                    suites,
                    null);
        }
    }

    /** Logs what changed, unless the program ends: then all goes. */
    private void tell() {
        if (context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() != Bundle.STOPPING) {
            news.since().forEach(SuiteTracker::log);
        }
    }

    private static void log(CryptoNews.Line line) {
        if (line.warning()) {
            LOG.warn("{}", line.words());
        } else {
            LOG.info("{}", line.words());
        }
    }

    @Reference(
            name = "provider",
            service = CryptoProvider.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addProvider(CryptoProvider provider, Map<String, Object> properties) {
        suites.take(provider, by(properties), number(properties, Constants.SERVICE_ID));
        register();
    }

    void removeProvider(CryptoProvider provider, Map<String, Object> properties) {
        suites.dropProvider(number(properties, Constants.SERVICE_ID));
    }

    @Reference(
            name = "protection",
            service = ConnectionProtection.class,
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addProtection(ConnectionProtection protection, Map<String, Object> properties) {
        suites.take(protection, by(properties), number(properties, Constants.SERVICE_ID));
        register();
    }

    void removeProtection(ConnectionProtection protection, Map<String, Object> properties) {
        suites.dropProtection(number(properties, Constants.SERVICE_ID));
    }

    @Deactivate
    void deactivate() {
        unlisten.run();
        ServiceRegistration<?> registered = registration;
        if (registered != null) {
            registered.unregister();
        }
    }

    private CryptoBundle by(Map<String, Object> properties) {
        Bundle bundle = context.getBundle(number(properties, Constants.SERVICE_BUNDLEID));
        return new CryptoBundle(
                bundle.getSymbolicName(),
                bundle.getVersion().toString(),
                bundle.getBundleId(),
                bundle.getLastModified());
    }

    private static long number(Map<String, Object> properties, String key) {
        return properties.get(key) instanceof Long number ? number : 0;
    }
}
