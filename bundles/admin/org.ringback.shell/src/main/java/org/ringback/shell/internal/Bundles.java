package org.ringback.shell.internal;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Finds the bundles of this container by ID, symbolic name, or name/version. Thread-safe.
 *
 * @param context the context of any bundle
 */
record Bundles(BundleContext context) {
    private static final String EXPECTED = " (expected: an ID, a symbolic name or name/version, as 'lb -s' lists them)";

    /** Finds the bundle; if there is none, the failure says why. */
    Bundle one(String called) {
        List<Bundle> found = Arrays.stream(context.getBundles())
                .filter(bundle -> names(bundle).contains(called))
                .toList();
        if (found.isEmpty()) {
            throw CommandFailure.refused("bundle: " + called + ": no such bundle" + EXPECTED);
        }
        if (found.size() > 1) {
            throw CommandFailure.refused(
                    "bundle: " + called + ": is there " + found.size() + " times (expected: one of "
                            + found.stream()
                                    .map(each -> called + "/" + each.getVersion() + ", ID " + each.getBundleId())
                                    .collect(Collectors.joining("; "))
                            + ")");
        }
        return found.get(0);
    }

    /**
     * The names of the bundles that somebody stopped. A program starts its bundles in the order of their IDs, so one
     * that does not run while a later one does was stopped, and is not still to be started.
     */
    List<String> stopped() {
        Bundle[] all = context.getBundles();
        long last = Arrays.stream(all)
                .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                .mapToLong(Bundle::getBundleId)
                .max()
                .orElse(0);
        return Arrays.stream(all)
                .filter(bundle -> bundle.getBundleId() < last && isDown(bundle))
                .map(Bundle::getSymbolicName)
                .toList();
    }

    /** Whether a bundle does not run; a fragment never does, as it is part of its host. */
    private static boolean isDown(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return (bundle.getState() == Bundle.INSTALLED || bundle.getState() == Bundle.RESOLVED)
                && bundle.getSymbolicName() != null
                && (revision == null || revision.getTypes() != BundleRevision.TYPE_FRAGMENT);
    }

    private static List<String> names(Bundle bundle) {
        String id = Long.toString(bundle.getBundleId());
        @Nullable String name = bundle.getSymbolicName();
        return name == null ? List.of(id) : List.of(id, name, name + "/" + bundle.getVersion());
    }

    /** Refreshes bundles; if none is named, those that were updated or removed, as OSGi does. */
    void refresh(List<String> called) {
        wiring().refreshBundles(called.isEmpty() ? null : all(called));
    }

    /** Resolves bundles, all if none is named; returns whether they are resolved. */
    boolean resolve(List<String> called) {
        return wiring().resolveBundles(called.isEmpty() ? null : all(called));
    }

    private List<Bundle> all(List<String> called) {
        return called.stream().map(this::one).toList();
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    }
}
