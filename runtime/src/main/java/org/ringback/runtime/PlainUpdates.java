package org.ringback.runtime;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Remembers which bundles were updated in their places, as by {@code felix:update}: their locations still say what was
 * there before. It is no bundle's, so that it outlives the exchange of any. Thread-safe.
 */
final class PlainUpdates implements SynchronousBundleListener, Supplier<Set<Long>> {
    private final Set<Long> updated = new ConcurrentSkipListSet<>();

    @Override
    public void bundleChanged(BundleEvent event) {
        long number = event.getBundle().getBundleId();
        if (event.getType() == BundleEvent.UPDATED) {
            updated.add(number);
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            updated.remove(number);
        }
    }

    /** {@return their numbers; a copy} */
    @Override
    public Set<Long> get() {
        return Set.copyOf(updated);
    }
}
