package org.ringback.shell.internal;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.control.BundleControl;

/** Finds who deploys bundles, which may be away. An immediate component, as {@link Roles} is. Thread-safe. */
@Component(service = Updater.class, immediate = true)
public final class Updater {
    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable BundleControl control;

    /** Finds nobody before the container says who it is. */
    public Updater() {}

    Updater(BundleControl control) {
        this.control = control;
    }

    /** {@return the service; a {@link CommandFailure} if it is away} */
    BundleControl control() {
        BundleControl found = control;
        if (found == null) {
            throw CommandFailure.refused(
                    "nobody deploys bundles here: org.ringback.updater does not run (expected: part of the feature)");
        }
        return found;
    }
}
