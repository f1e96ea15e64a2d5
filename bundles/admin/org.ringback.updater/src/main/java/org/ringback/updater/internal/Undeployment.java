package org.ringback.updater.internal;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;

/**
 * Takes a deployed bundle away: written down first, so that no crash brings it back. Its configuration stays. One that
 * stands in the place of the installation's own runs on until the next start, which has the installation's again.
 *
 * @param context has the bundles
 * @param home has the overlay
 * @param launcher knows the installation's own
 */
record Undeployment(BundleContext context, HomeFiles home, Launcher launcher) {
    String run(String name) throws IOException, RefusedException {
        Overlay before = home.overlay().read();
        List<Bundle> there = Arrays.stream(context.getBundles())
                .filter(one -> name.equals(one.getSymbolicName()) && isDeployed(one))
                .toList();
        boolean own = launcher.own().contains(name);
        if (before.find(name).isEmpty() && there.isEmpty()) {
            throw new RefusedException("undeploy: " + name + ": "
                    + (own ? "is the installation's own, and nothing is in its place" : "was not deployed")
                    + " (expected: " + expected(before) + ")");
        }
        List<String> others =
                before.together(name).stream().filter(one -> !one.equals(name)).toList();
        home.overlay().write(before.without(name));
        try {
            for (Bundle bundle : there) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            throw new RefusedException("undeploy: " + name + ": is not there at the next start, but still runs: "
                    + e.getMessage() + "; next: restart the program");
        }
        context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                .adapt(FrameworkWiring.class)
                .refreshBundles(there);
        home.tidy();
        return (own
                        ? name
                                + ": from the next start on the installation's own runs again; until then what was put in"
                                + " its place"
                        : name + ": undeployed; " + (there.isEmpty() ? "it did not run; " : "")
                                + "its configuration stays in config/")
                + (others.isEmpty() ? "" : "; what came together with it stays: " + String.join(", ", others));
    }

    private static boolean isDeployed(Bundle bundle) {
        BundleOrigin origin = Locations.origin(bundle.getLocation());
        return origin == BundleOrigin.DEPLOYED || origin == BundleOrigin.UNSIGNED;
    }

    private static String expected(Overlay overlay) {
        List<String> names = overlay.bundles().stream()
                .map(OverlayEntry::bundle)
                .map(bundle -> bundle.name())
                .toList();
        return names.isEmpty() ? "one that was deployed or updated; nothing is" : "one of " + String.join(", ", names);
    }
}
