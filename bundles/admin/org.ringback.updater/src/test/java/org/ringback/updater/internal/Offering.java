package org.ringback.updater.internal;

import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/**
 * What the bundle of a {@link MadeJar} does: it offers a service. If there is a barrier, its start comes there, and goes
 * on once it has come there again.
 */
public final class Offering implements BundleActivator {
    @Override
    public void start(BundleContext context) throws Exception {
        ServiceReference<CyclicBarrier> barrier = context.getServiceReference(CyclicBarrier.class);
        if (barrier != null) {
            CyclicBarrier there = context.getService(barrier);
            there.await();
            there.await();
        }
        context.registerService(Offering.class, this, FrameworkUtil.asDictionary(Map.of()));
    }

    @Override
    public void stop(BundleContext context) {
        // Its service goes with it.
    }
}
