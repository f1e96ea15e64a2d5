package org.ringback.kernel.internal;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.ringback.kernel.Estates;
import org.ringback.kernel.HeldEstates;

/** Offers {@link HeldEstates} as the service; knows by the framework whether the program ends. Thread-safe. */
@Component(immediate = true)
public final class EstateKeeper implements Estates {
    private final HeldEstates estates;

    /**
     * Begins without an estate.
     *
     * @param context of the kernel
     */
    @Activate
    public EstateKeeper(BundleContext context) {
        Bundle framework = context.getBundle(Constants.SYSTEM_BUNDLE_ID);
        estates = new HeldEstates(System::nanoTime, () -> framework.getState() == Bundle.STOPPING);
    }

    @Override
    public boolean mayBeSucceeded(int reason) {
        return estates.mayBeSucceeded(reason);
    }

    @Override
    public void leave(String name, byte[] estate) {
        estates.leave(name, estate);
    }

    @Override
    public Optional<byte[]> take(String name) {
        return estates.take(name);
    }

    @Deactivate
    void deactivate() {
        estates.clear();
    }
}
