package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.FrameworkWiring;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.OverlayFile;
import org.ringback.updater.release.StartList;
import org.ringback.updater.release.Starts;
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
    private final Overlay overlay;
    private volatile boolean gaveWay;
    private boolean unreadable;

    private StartBundles(BundleContext context, Installation installation, Home home) throws Failure {
        this.context = context;
        this.home = home;
        try {
            TrustedKeys keys = TrustedKeys.read(TrustedKey.product(context.getProperty(PRODUCT_KEY)), home.trust());
            this.overlay = overlay(keys);
            this.list = new StartList(InstalledRelease.read(keys, installation.bundles()), overlay, home.bundles());
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
        PlainUpdates updates = new PlainUpdates();
        context.addBundleListener(updates);
        tells(context, "updates", updates);
        tells(context, "start", start::troubles);
        tells(context, "own", start.list::own);
        Function<String, Map.@Nullable Entry<String, byte[]>> gives = start::own;
        context.registerService(Function.class, gives, FrameworkUtil.asDictionary(Map.of("ringback.gives", "own")));
        return start;
    }

    private static void tells(BundleContext context, String what, Supplier<?> told) {
        context.registerService(Supplier.class, told, FrameworkUtil.asDictionary(Map.of("ringback.tells", what)));
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
    private Overlay overlay(TrustedKeys keys) throws IOException {
        int starts = begun();
        OverlayFile file = home.overlay();
        try {
            Overlay read = file.read();
            add(file.troubles());
            tellUntried(read);
            if (starts < Starts.MOST) {
                return read;
            }
            Overlay taken = home.starts().goBack(read, entry -> repairs(entry, keys), this::alarm);
            if (!taken.equals(read)) {
                write(file, taken);
            }
            return taken;
        } catch (IOException e) {
            String why = Cause.of(e);
            add(List.of(why
                    + (e instanceof NotAcceptedException
                            ? ""
                            : " (expected: a file that may be read); next: mend that, and restart")
                    + "; what was deployed or exchanged does not run"));
            gaveWay = true;
            unreadable = true;
            return Overlay.empty();
        }
    }

    /** Told before anything of it runs, as it may hang; what cannot be told for certain holds up nothing. */
    private void tellUntried(Overlay read) {
        try {
            List<String> untried = home.starts().untried(read);
            if (!untried.isEmpty()) {
                System.err.println("ringback: bundles: " + String.join(", ", untried)
                        + ": was staged, and runs for the first time; after " + Starts.MOST
                        + " starts in a row that come to no end it gives way");
            }
        } catch (IOException e) {
            add(List.of("state: what ran before cannot be read: " + Cause.of(e)
                    + " (expected: a file that may be read); next: mend that, and restart"));
        }
    }

    /** Told where a person looks whose program does not get ready. */
    private void alarm(String told) {
        System.err.println("ringback: " + told);
        add(List.of(told));
    }

    private void write(OverlayFile file, Overlay taken) {
        try {
            file.write(taken);
            if (!home.starts().isReady(taken)) {
                home.starts().first();
            }
        } catch (IOException e) {
            add(List.of("state/bundles: cannot be written: " + expected(e) + "; the next start tries again"));
        }
    }

    private static String expected(IOException e) {
        String why = Cause.of(e);
        return why.contains("(expected: ") ? why : why + " (expected: room on the disk, and files that may be written)";
    }

    private int begun() {
        try {
            return home.starts().begun();
        } catch (IOException e) {
            add(List.of("state: this start cannot be counted: " + expected(e)));
            return 0;
        }
    }

    private boolean repairs(OverlayEntry entry, TrustedKeys keys) {
        try {
            return home.bundles().repairs(entry, keys);
        } catch (IOException e) {
            return false; // it does not run either
        }
    }

    /**
     * The program has said why it does not start. If what is written down never did its work, that counts all the same: it
     * may be the reason, and the person is told so.
     */
    void told() throws IOException {
        Starts starts = home.starts();
        if (starts.isReady(overlay)) {
            starts.told();
        } else if (!unreadable) {
            System.err.println("ringback: bundles: since the last start that came to its end " + starts.since(overlay)
                    + ", and that may be why this one does not; next: mend what is said, or start it again: after "
                    + Starts.MOST
                    + " such starts in a row what ran before runs again, unless a flaw was repaired since");
        }
    }

    /** The program does its work: what is written down can be gone back to, if all of it runs. */
    void ready() {
        try {
            home.starts().ready(gaveWay ? home.starts().lastReady() : overlay);
        } catch (IOException e) {
            alarm("state: what runs cannot be kept as what to go back to: " + expected(e)
                    + "; next: mend that, and restart");
        }
    }

    /** Gives the feature's own bundle of a name to the updater, which shares the JDK's types: location and bytes. */
    private Map.@Nullable Entry<String, byte[]> own(String name) {
        AtomicReference<Map.@Nullable Entry<String, byte[]>> own = new AtomicReference<>();
        try {
            list.installOwn(name, (location, bundle, jar) -> own.set(Map.entry(location, jar)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own.get();
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
     * instead if there is one, or what was before it, with those of all that came together; any other one ends the start.
     */
    void start(Bundle bundle) throws Failure {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            return; // it gave way with another one
        }
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
        gaveWay = true;
        try {
            int first = bundles.size();
            List<Bundle> gone = new ArrayList<>();
            for (String name : list.together(failed.getSymbolicName())) {
                List<Bundle> there = bundles.stream()
                        .filter(one -> one.getSymbolicName().equals(name) && one.getState() != Bundle.UNINSTALLED)
                        .toList();
                if (list.installBefore(name, this::install)) {
                    for (Bundle one : there) {
                        one.uninstall();
                        gone.add(one);
                    }
                }
            }
            if (!gone.isEmpty()) {
                refresh(gone);
            }
            List<Bundle> installed = List.copyOf(bundles.subList(first, bundles.size()));
            for (Bundle one : installed) {
                start(one);
            }
            add(List.of(why + (installed.isEmpty() ? "; it does not run" : "; what was before runs instead")));
        } catch (BundleException e) {
            throw Failure.notStarted(why + "; and it cannot be taken away: " + Cause.of(e));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What is wired to bundles that went is wired anew, as it would go on with their code else. */
    private void refresh(List<Bundle> gone) throws Failure {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                .adapt(FrameworkWiring.class)
                .refreshBundles(gone, event -> done.countDown());
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.notStarted("interrupted while what did not start was taken away");
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
