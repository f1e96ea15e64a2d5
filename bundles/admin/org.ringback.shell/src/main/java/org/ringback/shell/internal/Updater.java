package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.Warnings;
import org.ringback.api.control.BundleControl;
import org.ringback.api.control.BundleStatus;
import org.ringback.api.control.RefusedException;

/**
 * Finds who deploys bundles, which may be away, and warns if somebody stopped it. An immediate component, as {@link Roles}
 * is. Thread-safe.
 */
@Component(
        service = {Updater.class, Warnings.class},
        immediate = true)
public final class Updater implements Warnings {
    private static final String BUNDLE = "org.ringback.updater";

    private final Supplier<List<String>> stopped;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable BundleControl control;

    /**
     * Finds nobody before the container says who it is.
     *
     * @param context knows the bundles that somebody stopped
     */
    @Activate
    public Updater(BundleContext context) {
        stopped =
                () -> context.getProperty("ringback.feature") == null // the launcher's programs have it, and no others
                                || Arrays.stream(context.getBundles())
                                        .anyMatch(one -> BUNDLE.equals(one.getSymbolicName()))
                        ? new Bundles(context).stopped()
                        : List.of(BUNDLE);
    }

    Updater(@Nullable BundleControl control, List<String> stopped) {
        this.control = control;
        this.stopped = () -> stopped;
    }

    @Override
    public List<String> warnings() {
        return control == null && stopped.get().contains(BUNDLE)
                ? List.of("bundle " + BUNDLE
                        + ": does not run, as somebody stopped it or took it away: nothing is"
                        + " deployed or updated, deploy/ is not looked at, and new crypto is not watched; next: felix:start "
                        + BUNDLE + ", or restart the program")
                : List.of();
    }

    /** What is asked of the service. */
    interface Asked {
        String of(BundleControl control) throws RefusedException, InterruptedException;
    }

    /**
     * Asks for a piece of work, and waits for it.
     *
     * @param about what a refusal begins with; may be empty
     * @return what was done; a {@link CommandFailure} says why nothing was
     */
    String told(String about, Asked asked) {
        try {
            return asked.of(control());
        } catch (RefusedException e) {
            throw CommandFailure.refused(about + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("interrupted; what was begun goes on: see updates");
        }
    }

    /** {@return every bundle; none if the service is away} */
    List<BundleStatus> bundles() {
        BundleControl found = control;
        return found == null ? List.of() : found.bundles();
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
