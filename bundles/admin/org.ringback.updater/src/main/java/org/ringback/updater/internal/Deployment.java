package org.ringback.updater.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.FrameworkWiring;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Release;
import org.ringback.updater.release.ReleaseList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys bundles that arrived: beside what runs, and only once all of them run is it written down, and what they
 * replace goes. If anything fails before, nothing has changed. Used once, on the agent's thread.
 */
final class Deployment {
    private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

    /** How long to wait for a first service of a bundle that nothing is known of. */
    private static final Duration FIRST_SERVICE = Duration.ofSeconds(3);

    private final BundleContext context;
    private final HomeFiles home;
    private final Arrived arrived;
    private final Optional<ReleaseList> list;
    private final Optional<String> release;
    private final List<Bundle> fresh = new ArrayList<>();
    private final List<Bundle> replaced = new ArrayList<>();
    private final List<Path> templates = new ArrayList<>();

    Deployment(BundleContext context, HomeFiles home, Arrived arrived) {
        this.context = context;
        this.home = home;
        this.arrived = arrived;
        this.list = arrived.release().map(Release::list);
        this.release = arrived.release().map(one -> one.signed().digest());
    }

    /** Deploys all; says what was done. */
    String run() throws IOException, InterruptedException {
        Overlay before = Overlay.read(home.overlay());
        Map<BundleEntry, byte[]> wanted = new LinkedHashMap<>(arrived.jars());
        wanted.keySet().removeIf(this::isThere);
        if (wanted.isEmpty()) {
            return labels(arrived.jars().keySet()) + ": deployed already; nothing was to be done";
        }
        boolean committed = false;
        try {
            for (BundleEntry entry : wanted.keySet()) {
                requireNewer(entry, before);
            }
            for (Map.Entry<BundleEntry, byte[]> one : wanted.entrySet()) {
                install(one.getKey(), one.getValue());
            }
            start();
            keep(wanted).write(home.overlay());
            committed = true;
        } finally {
            if (!committed) {
                undo();
            }
        }
        replaced.forEach(this::uninstall);
        refresh(replaced);
        home.bundles().tidy(Overlay.read(home.overlay()).bundles().stream());
        String done = labels(wanted.keySet()) + ": deployed, "
                + (release.isPresent() ? "signed by " + signer() : "unsigned") + offers();
        LOG.info("{}", done);
        return done;
    }

    private String signer() {
        return arrived.release().map(one -> one.signer().name()).orElse("nobody");
    }

    private static String labels(Iterable<BundleEntry> entries) {
        List<String> labels = new ArrayList<>();
        entries.forEach(entry -> labels.add(entry.label()));
        return String.join(", ", labels);
    }

    private boolean isThere(BundleEntry entry) {
        return named(entry.name()).stream()
                .anyMatch(one -> Locations.digest(one.getLocation()).equals(Optional.of(entry.sha256())));
    }

    private List<Bundle> named(String name) {
        return Arrays.stream(context.getBundles())
                .filter(one -> name.equals(one.getSymbolicName()) && !fresh.contains(one))
                .toList();
    }

    /** Refuses what is older than what was deployed, and what belongs to the installation. */
    private void requireNewer(BundleEntry entry, Overlay before) throws NotAcceptedException {
        for (Bundle there : named(entry.name())) {
            if (Locations.origin(there.getLocation()) == BundleOrigin.INSTALLATION) {
                throw new NotAcceptedException("bundle " + entry.label()
                        + ": is one of the installation's own (expected: one that is not part of it)");
            }
            if (entry.name().equals(there.getSymbolicName())
                    && there.getVersion().compareTo(Version.parseVersion(entry.version())) > 0) {
                throw new NotAcceptedException("bundle " + entry.label() + ": " + there.getVersion()
                        + " is there (expected: a newer one; undeploy that first if it is to be an older one)");
            }
        }
        long floor = before.floors().getOrDefault(entry.name(), 0L);
        if (list.isPresent() && list.get().serial() < floor) {
            throw new NotAcceptedException(
                    "bundle " + entry.label() + ": serial " + list.get().serial() + " (expected: at least " + floor
                            + ", that of the latest release of it that was taken here)");
        }
    }

    private void install(BundleEntry entry, byte[] jar) throws IOException {
        List<Bundle> there = named(entry.name());
        BundleOrigin origin = release.isPresent() ? BundleOrigin.DEPLOYED : BundleOrigin.UNSIGNED;
        try {
            Bundle bundle = context.installBundle(Locations.of(origin, entry), new ByteArrayInputStream(jar));
            fresh.add(bundle);
            replaced.addAll(there);
            if (!entry.name().equals(bundle.getSymbolicName())
                    || !entry.version().equals(bundle.getVersion().toString())) {
                throw new NotAcceptedException("bundle " + entry.label() + ": its manifest says "
                        + bundle.getSymbolicName() + " " + bundle.getVersion() + " (expected: what its release says)");
            }
            Inspection.require(bundle);
            Templates.of(bundle);
        } catch (BundleException e) {
            throw new NotAcceptedException("bundle " + entry.label() + ": cannot be installed: " + e.getMessage());
        }
        home.bundles().put(entry, jar);
    }

    private void start() throws IOException, InterruptedException {
        for (Bundle bundle : fresh) {
            templates.addAll(Templates.copy(bundle, home));
        }
        if (!templates.isEmpty()) {
            new ConfigurationReading(context).now();
        }
        for (Bundle bundle : fresh) {
            Starting.start(bundle, Starting.LIMIT);
        }
        for (Bundle bundle : fresh) {
            int before = replaced.stream()
                    .filter(one -> one.getSymbolicName().equals(bundle.getSymbolicName()))
                    .mapToInt(Starting::offered)
                    .max()
                    .orElse(0);
            if (!Starting.await(context, bundle, before, Starting.LIMIT)) {
                throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": offers "
                        + Starting.offered(bundle) + " services after " + Starting.LIMIT.toSeconds() + " s (expected: "
                        + before + ", as the one that it replaces)");
            }
        }
    }

    private Overlay keep(Map<BundleEntry, byte[]> wanted) throws IOException {
        if (arrived.release().isPresent()) {
            home.bundles().put(arrived.release().get().signed());
        }
        Overlay next = Overlay.read(home.overlay());
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (BundleEntry entry : wanted.keySet()) {
            next = next.with(new OverlayEntry(entry, release, now), list);
        }
        return next;
    }

    /** Takes everything back that was not written down. */
    private void undo() {
        fresh.forEach(this::uninstall);
        refresh(fresh);
        try {
            for (Path template : templates) {
                Files.deleteIfExists(template);
            }
            home.bundles().tidy(Overlay.read(home.overlay()).bundles().stream());
        } catch (IOException e) {
            LOG.warn("What was not deployed left a file behind: {}", e.toString());
        }
    }

    private void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn(
                    "{} {} cannot be taken away before the next start: {}",
                    bundle.getSymbolicName(),
                    bundle.getVersion(),
                    e.toString());
        }
    }

    private void refresh(List<Bundle> gone) {
        if (!gone.isEmpty()) {
            context.getBundle(Constants.SYSTEM_BUNDLE_ID)
                    .adapt(FrameworkWiring.class)
                    .refreshBundles(gone);
        }
    }

    /** Says what the bundles offer, as one that offers nothing answers no ring. */
    private String offers() throws InterruptedException {
        for (Bundle bundle : fresh) {
            if (!Starting.await(context, bundle, 1, FIRST_SERVICE)) {
                return "; WARNING: " + bundle.getSymbolicName() + " runs and offers no service, so it answers nothing"
                        + " (expected: an EquipmentService; see whether config/" + bundle.getSymbolicName()
                        + ".cfg is needed, and the log)";
            }
        }
        return "";
    }
}
