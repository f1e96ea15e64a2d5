package org.ringback.updater.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.Locations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what was installed or updated past what is written down, as by {@code felix:update}: it works, and the next
 * start does not have it. Thread-safe.
 */
final class PastTheLists implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(PastTheLists.class);

    /** By number; what was updated keeps its location, so it is remembered here. */
    private final Map<Long, String> updated = new ConcurrentSkipListMap<>();

    private final BundleContext context;

    PastTheLists(BundleContext context) {
        this.context = context;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.UPDATED -> {
                updated.put(bundle.getBundleId(), label(bundle));
                LOG.warn("{}", warning(bundle));
            }
            case BundleEvent.INSTALLED -> {
                if (origin(bundle) == BundleOrigin.ELSEWHERE) {
                    LOG.warn("{}", warning(bundle));
                }
            }
            case BundleEvent.UNINSTALLED -> updated.remove(bundle.getBundleId());
            default -> {
                return; // it is still the same bundle
            }
        }
    }

    /** {@return where a bundle came from, whatever its location says} */
    BundleOrigin origin(Bundle bundle) {
        return updated.containsKey(bundle.getBundleId())
                ? BundleOrigin.ELSEWHERE
                : Locations.origin(bundle.getLocation());
    }

    /** {@return what runs and is not written down, in words} */
    List<String> warnings() {
        return Stream.of(context.getBundles())
                .filter(one -> one.getBundleId() != 0 && origin(one) == BundleOrigin.ELSEWHERE)
                .map(this::warning)
                .toList();
    }

    private String warning(Bundle bundle) {
        return "bundle " + label(bundle) + ": "
                + (updated.containsKey(bundle.getBundleId()) ? "was updated" : "was installed")
                + " past what is written down: its signature was not looked at, and the next start does not have it";
    }

    private static String label(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
