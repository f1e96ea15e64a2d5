package org.ringback.updater.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bundles of one release in the container, and those whose places they are to take. Used by the agent's thread. */
final class Newcomers {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomers.class);

    private final BundleContext context;
    private final List<Bundle> fresh = new ArrayList<>();
    private final List<Bundle> replaced = new ArrayList<>();

    Newcomers(BundleContext context) {
        this.context = context;
    }

    /** The bundles of this name that were there before. */
    List<Bundle> there(String name) {
        return Arrays.stream(context.getBundles())
                .filter(one -> name.equals(one.getSymbolicName()) && !fresh.contains(one) && !hangs(one))
                .toList();
    }

    /**
     * Whether a bundle hangs in its start or stop. The thread that does it has the framework's lock of it, so whoever stopped or
     * refreshed it would wait as long.
     */
    static boolean hangs(Bundle bundle) {
        return bundle.getState() == Bundle.STARTING || bundle.getState() == Bundle.STOPPING;
    }

    /** Whether these very bytes are there already, on anybody's word. */
    boolean isThere(BundleEntry entry) {
        return isThere(entry, origin -> true);
    }

    /** Whether these very bytes are there already; if a signer's word is needed, not on a person's alone. */
    boolean isThere(BundleEntry entry, boolean signed) {
        return isThere(entry, origin -> !signed || origin != BundleOrigin.UNSIGNED);
    }

    /** Whether these very bytes are there, and not as the installation's own, which nobody writes down. */
    boolean isBeside(BundleEntry entry) {
        return isThere(entry, origin -> origin != BundleOrigin.INSTALLATION);
    }

    private boolean isThere(BundleEntry entry, Predicate<BundleOrigin> from) {
        return there(entry.name()).stream()
                .filter(one -> from.test(Locations.origin(one.getLocation())))
                .anyMatch(one -> Locations.digest(one.getLocation()).equals(Optional.of(entry.sha256())));
    }

    /**
     * Refuses bytes in whose place others came since, as by {@code felix:update}: the bundle still has their location, and
     * the container has no second one of it.
     */
    void requireUntouched(BundleEntry entry) throws NotAcceptedException {
        Set<Long> updated = new Launcher(context).updates();
        for (Bundle one : there(entry.name())) {
            if (updated.contains(one.getBundleId())
                    && Locations.digest(one.getLocation()).equals(Optional.of(entry.sha256()))) {
                throw new NotAcceptedException("bundle " + entry.label() + ": was here already, and others came in its"
                        + " place past what is written down, as by felix:update (expected: what is written down); next:"
                        + " restart the program, which runs it again");
            }
        }
    }

    /** Installs a bundle beside what runs; nothing of it is resolved or started. */
    void install(BundleEntry entry, byte[] jar, String location) throws IOException {
        List<Bundle> there = there(entry.name());
        boolean stranger = there.stream().noneMatch(Purpose::isInstalled);
        if (stranger) {
            Inspection.requireNoFragment(entry, jar);
        }
        Bundle bundle;
        try {
            bundle = context.installBundle(location, new ByteArrayInputStream(jar));
        } catch (BundleException e) {
            throw new NotAcceptedException("bundle " + entry.label() + ": cannot be installed: " + Starting.deepest(e));
        }
        fresh.add(bundle);
        replaced.addAll(there);
        requireNamed(entry, String.valueOf(bundle.getSymbolicName()), bundle.getVersion());
        if (stranger) {
            Inspection.require(bundle);
        }
        Templates.of(bundle);
    }

    /** Refuses a bundle that calls itself otherwise than its release does. */
    static void requireNamed(BundleEntry entry, String name, Version version) throws NotAcceptedException {
        if (!entry.name().equals(name) || !Version.parseVersion(entry.version()).equals(version)) {
            throw new NotAcceptedException("bundle " + entry.label() + ": its manifest says " + name + " " + version
                    + " (expected: what its release says)");
        }
    }

    /**
     * Resolves all, and looks at what they are wired to: the framework prefers what is resolved already, so a new one
     * could be wired to the very bundle that is to go.
     */
    void resolve() throws NotAcceptedException {
        wiring().resolveBundles(fresh);
        for (Bundle bundle : fresh) {
            BundleWiring wires = bundle.adapt(BundleWiring.class);
            if (wires == null) {
                continue; // its start says what it lacks
            }
            for (BundleWire wire : wires.getRequiredWires(null)) {
                Bundle provider = wire.getProvider().getBundle();
                if (replaced.contains(provider)) {
                    throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion()
                            + ": is wired to " + provider.getSymbolicName() + " " + provider.getVersion()
                            + ", which is to go (expected: an import of exactly the version beside it)");
                }
            }
        }
        for (Bundle old : replaced) {
            requireLetGo(old);
        }
    }

    /** What stays would be wired anew, untried, or lack what it needs, if what it is wired to went. */
    private void requireLetGo(Bundle old) throws NotAcceptedException {
        BundleWiring wires = old.adapt(BundleWiring.class);
        for (BundleWire wire : wires == null ? List.<BundleWire>of() : wires.getProvidedWires(null)) {
            Bundle user = wire.getRequirer().getBundle();
            if (!replaced.contains(user)) {
                throw new NotAcceptedException("bundle " + old.getSymbolicName() + " " + old.getVersion()
                        + ": is used by " + user.getSymbolicName() + " " + user.getVersion()
                        + ", which stays (expected: one in the same release that is built for the new one)");
            }
        }
    }

    /** All that are to come. */
    List<Bundle> fresh() {
        return List.copyOf(fresh);
    }

    /** Those of one way that are to come, in their order; who takes nobody's place comes beside. */
    List<Bundle> fresh(Way way) {
        return fresh.stream()
                .filter(one -> (before(one).isEmpty() ? Way.BESIDE : Way.of(one.getSymbolicName())) == way)
                .toList();
    }

    /** Those of one way that are to go. */
    List<Bundle> replaced(Way way) {
        return replaced.stream()
                .filter(one -> Way.of(one.getSymbolicName()) == way)
                .toList();
    }

    /** What one takes the place of. */
    List<Bundle> before(Bundle one) {
        return replaced.stream()
                .filter(old -> old.getSymbolicName().equals(one.getSymbolicName()))
                .toList();
    }

    /** The new ones go again. */
    void takeBack() throws InterruptedException {
        remove(fresh);
    }

    /** The old ones go. */
    void retire() throws InterruptedException {
        remove(replaced);
    }

    private void remove(List<Bundle> all) throws InterruptedException {
        for (Bundle bundle : all.stream().filter(one -> !hangs(one)).toList()) {
            try {
                Starting.uninstall(bundle, Starting.LIMIT);
            } catch (NotAcceptedException e) {
                LOG.warn(
                        "{} {} cannot be taken away before the next start: {}",
                        bundle.getSymbolicName(),
                        bundle.getVersion(),
                        e.toString());
            }
        }
        List<Bundle> gone = all.stream().filter(one -> !hangs(one)).toList();
        if (!gone.isEmpty()) {
            wiring().refreshBundles(gone);
        }
    }

    private FrameworkWiring wiring() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkWiring.class);
    }
}
