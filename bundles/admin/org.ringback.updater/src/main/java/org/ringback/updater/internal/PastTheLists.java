package org.ringback.updater.internal;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleRevision;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.Overlay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices what was done past what is written down, as by {@code felix:update}, {@code felix:stop} or
 * {@code felix:uninstall}: it works, and the next start knows nothing of it. Thread-safe.
 */
final class PastTheLists implements SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(PastTheLists.class);
    private static final String PAST = " past what is written down: ";

    private final BundleContext context;
    private final Launcher launcher;

    PastTheLists(BundleContext context, Launcher launcher) {
        this.context = context;
        this.launcher = launcher;
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (event.getType() == BundleEvent.UPDATED) {
            LOG.warn("{}", notProved(bundle, "updated"));
        } else if (event.getType() == BundleEvent.INSTALLED && origin(bundle) == BundleOrigin.ELSEWHERE) {
            LOG.warn("{}", notProved(bundle, "installed"));
        }
    }

    /** {@return where a bundle came from, whatever its location says} */
    BundleOrigin origin(Bundle bundle) {
        return origin(bundle, launcher.updates());
    }

    private static BundleOrigin origin(Bundle bundle, Set<Long> updates) {
        return updates.contains(bundle.getBundleId()) ? BundleOrigin.ELSEWHERE : Locations.origin(bundle.getLocation());
    }

    /** {@return what runs and is not written down, in words} */
    List<String> foreign() {
        Set<Long> updates = launcher.updates();
        return bundles()
                .filter(one -> origin(one, updates) == BundleOrigin.ELSEWHERE)
                .map(one -> notProved(one, updates.contains(one.getBundleId()) ? "updated" : "installed"))
                .toList();
    }

    /**
     * Tells what is written down and does not run.
     *
     * @param deployed names of bundles that are written down beside the installation's own
     * @return in words
     */
    List<String> absent(Collection<String> deployed) {
        Set<String> there = bundles().map(Bundle::getSymbolicName).collect(Collectors.toSet());
        return Stream.concat(
                        bundles()
                                .filter(PastTheLists::stopped)
                                .map(one -> "bundle " + label(one) + ": was stopped" + PAST
                                        + "the next start starts it; next: felix:start " + one.getBundleId()),
                        Stream.concat(launcher.own().stream(), deployed.stream())
                                .filter(name -> !there.contains(name))
                                .distinct()
                                .sorted()
                                .map(name ->
                                        "bundle " + name + ": was uninstalled" + PAST + "the next start has it again"))
                .toList();
    }

    /** {@return what runs in the place of the installation's own until the next start, in words} */
    List<String> leaving(Overlay overlay) {
        return bundles()
                .filter(one -> origin(one) == BundleOrigin.UPDATED)
                .filter(one -> overlay.needed().noneMatch(written -> Locations.digest(one.getLocation())
                        .equals(Optional.of(written.bundle().sha256()))))
                .map(one -> "bundle " + label(one)
                        + ": is not written down any more: it runs until the next start, which has "
                        + overlay.find(one.getSymbolicName())
                                .map(next -> next.bundle().version())
                                .orElse("the installation's own"))
                .toList();
    }

    private static boolean stopped(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return (bundle.getState() == Bundle.RESOLVED || bundle.getState() == Bundle.INSTALLED)
                && revision != null
                && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) == 0;
    }

    private Stream<Bundle> bundles() {
        return Arrays.stream(context.getBundles()).filter(one -> one.getBundleId() != 0);
    }

    private static String notProved(Bundle bundle, String how) {
        return "bundle " + label(bundle) + ": was " + how + PAST
                + "its signature was not looked at, and the next start does not have it";
    }

    private static String label(Bundle bundle) {
        return Plain.text(bundle.getSymbolicName() + " " + bundle.getVersion());
    }
}
