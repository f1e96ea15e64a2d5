package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.StartList;
import org.ringback.updater.release.TrustedKey;
import org.ringback.updater.release.TrustedKeys;

/**
 * The bundles that one container is started with. One of the feature that is wrong ends the start; one that was deployed
 * is told, and the program runs without it. Used by one thread, but for the troubles.
 */
final class StartBundles {
    /** The framework property with the text of the product's key. */
    static final String PRODUCT_KEY = "ringback.product-key";

    private final List<Bundle> bundles = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private final BundleContext context;
    private final Home home;
    private final StartList list;

    private StartBundles(BundleContext context, Installation installation, Home home) throws Failure {
        this.context = context;
        this.home = home;
        try {
            TrustedKeys keys = TrustedKeys.read(TrustedKey.product(context.getProperty(PRODUCT_KEY)), home.trust());
            this.list = new StartList(InstalledRelease.read(keys, installation.bundles()), overlay(), home.bundles());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static Failure failure(IOException e) {
        return Failure.notStarted(
                e instanceof NotAcceptedException ? String.valueOf(e.getMessage()) : "bundles: " + Cause.of(e));
    }

    /** Installs what is written down, each bundle of the bytes that were proved. */
    static StartBundles install(BundleContext context, Installation installation, Feature feature, Home home)
            throws Failure {
        StartBundles start = new StartBundles(context, installation, home);
        start.install(installation, feature);
        Supplier<List<String>> told = start::troubles;
        context.registerService(Supplier.class, told, FrameworkUtil.asDictionary(Map.of("ringback.tells", "start")));
        return start;
    }

    private void install(Installation installation, Feature feature) throws Failure {
        List<Path> jars = new ArrayList<>();
        for (String id : feature.bundles()) {
            jars.add(Feature.locate(installation.bundles(), id));
        }
        try {
            list.install(jars, this::install);
            add(list.troubles());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What was deployed; if that cannot be read, nothing, and it says so: a gateway that starts can be mended from away. */
    private Overlay overlay() {
        try {
            return Overlay.read(home.overlay());
        } catch (IOException e) {
            add(List.of(e.getMessage() + "; what was deployed or exchanged does not run"));
            return Overlay.empty();
        }
    }

    private void install(String location, BundleEntry bundle, byte[] jar) throws IOException {
        try {
            bundles.add(context.installBundle(location, new ByteArrayInputStream(jar)));
        } catch (BundleException e) {
            throw new IOException(
                    "bundle " + bundle.label() + " cannot be copied to " + home.cache() + ": " + Cause.of(e)
                            + " (expected: room on the disk, and files that may be opened)",
                    e);
        }
    }

    /** {@return what to start, in this order} */
    List<Bundle> inOrder() {
        return List.copyOf(bundles);
    }

    /**
     * Starts one. If one fails that was deployed or put in another's place, that is told, and the feature's own starts
     * instead if there is one; any other one ends the start.
     */
    void start(Bundle bundle) throws Failure {
        try {
            bundle.start();
        } catch (BundleException e) {
            boolean unresolved = e.getType() == BundleException.RESOLVE_ERROR;
            String why = "bundle " + bundle.getSymbolicName()
                    + (unresolved ? " lacks what it needs: " : " cannot start: ") + Cause.of(e);
            if (Locations.origin(bundle.getLocation()) == BundleOrigin.INSTALLATION) {
                throw Failure.notStarted(why);
            }
            instead(bundle, why);
        }
    }

    private void instead(Bundle failed, String why) throws Failure {
        try {
            boolean own = list.installOwn(failed.getSymbolicName(), this::install);
            if (own) {
                failed.uninstall();
                start(bundles.get(bundles.size() - 1));
            }
            add(List.of(why + (own ? "; the installation's own runs instead" : "; it does not run")));
        } catch (BundleException e) {
            throw Failure.notStarted(why + "; and it cannot be taken away: " + Cause.of(e));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private synchronized void add(List<String> more) {
        troubles.addAll(more);
    }

    /** {@return what does not run, or not as it was written down, in words} */
    private synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }
}
