package org.ringback.updater.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Release;
import org.ringback.updater.release.ReleaseList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the bundles of a release in their places while the program runs. Each comes beside what runs, is tried, and only
 * then is it written down, and what it replaces goes. If anything fails before, all is as it was. Used once, on the
 * agent's thread.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /** How long to wait for a first service of a bundle that nothing is known of. */
    private static final Duration FIRST_SERVICE = Duration.ofSeconds(3);

    /** How long a call has to move to the new crypto of a release that repairs a flaw. */
    private static final Duration MOVED = Duration.ofSeconds(60);

    private final BundleContext context;
    private final HomeFiles home;
    private final InUse inUse;
    private final Purpose purpose;
    private final Arrived arrived;
    private final Steps steps;
    private final Newcomers bundles;
    private final List<Path> templates = new ArrayList<>();
    private final List<Bundle> stopped = new ArrayList<>();
    private boolean switched;

    Exchange(BundleContext context, HomeFiles home, InUse inUse, Purpose purpose, Arrived arrived, Steps steps) {
        this.context = context;
        this.home = home;
        this.inUse = inUse;
        this.purpose = purpose;
        this.arrived = arrived;
        this.steps = steps;
        this.bundles = new Newcomers(context);
    }

    /** Does all of it; says what was done. */
    String run() throws IOException, RefusedException, InterruptedException {
        Overlay before = Overlay.read(home.overlay());
        Map<BundleEntry, byte[]> wanted = new LinkedHashMap<>(arrived.jars());
        wanted.keySet().removeIf(bundles::isThere);
        if (wanted.isEmpty()) {
            return arrived.labels() + ": " + purpose.done() + " already; nothing was to be done";
        }
        boolean committed = false;
        try {
            for (Map.Entry<BundleEntry, byte[]> one : wanted.entrySet()) {
                requireWanted(one.getKey(), before);
                bundles.install(
                        one.getKey(),
                        one.getValue(),
                        home.bundles().file(one.getKey()),
                        arrived.release().isPresent());
                home.bundles().put(one.getKey(), one.getValue());
            }
            steps.done("install");
            bundles.resolve();
            copyTemplates();
            steps.done("resolve");
            start(Way.BESIDE);
            start(Way.CRYPTO);
            steps.done("start");
            switchCrypto();
            inTurn();
            keep(wanted.keySet(), before).write(home.overlay());
            committed = true;
            steps.done("commit");
        } finally {
            if (!committed) {
                undo(before);
            }
        }
        bundles.retire();
        cutUnmoved();
        home.tidy();
        steps.done("leave");
        return wanted.keySet().stream().map(BundleEntry::label).collect(Collectors.joining(", ")) + ": "
                + purpose.done() + ", "
                + arrived.release()
                        .map(one -> "signed by " + one.signer().name())
                        .orElse("unsigned")
                + offers();
    }

    private void requireWanted(BundleEntry entry, Overlay before) throws NotAcceptedException {
        purpose.requireNewer(entry, bundles.there(entry.name()));
        long floor = before.floors().getOrDefault(entry.name(), 0L);
        Optional<ReleaseList> list = arrived.release().map(Release::list);
        if (list.isPresent() && list.get().serial() < floor) {
            throw new NotAcceptedException(
                    "bundle " + entry.label() + ": serial " + list.get().serial() + " (expected: at least " + floor
                            + ", that of the latest release of it that was taken here)");
        }
    }

    private void copyTemplates() throws IOException {
        for (Bundle bundle : bundles.fresh()) {
            templates.addAll(Templates.copy(bundle, home));
        }
        if (!templates.isEmpty()) {
            new ConfigurationReading(context).now();
        }
    }

    private void start(Way way) throws NotAcceptedException, InterruptedException {
        for (Bundle bundle : bundles.fresh(way)) {
            start(bundle, offeredBefore(bundle));
        }
    }

    private int offeredBefore(Bundle bundle) {
        return bundles.before(bundle).stream().mapToInt(Starting::offered).max().orElse(0);
    }

    /** Starts one, and waits until it offers as many services as the one before did. */
    private void start(Bundle bundle, int services) throws NotAcceptedException, InterruptedException {
        Starting.start(bundle, Starting.LIMIT);
        if (!Starting.await(context, bundle, services, Starting.LIMIT)) {
            throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": offers " + Starting.offered(bundle)
                    + " services after " + Starting.LIMIT.toSeconds() + " s (expected: " + services
                    + ", as the one that it replaces)");
        }
    }

    /** Tries the new crypto, and has all that begins from now on use it, in one act. */
    private void switchCrypto() throws NotAcceptedException, RefusedException {
        List<Bundle> fresh = bundles.fresh(Way.CRYPTO);
        if (fresh.isEmpty()) {
            return;
        }
        new SelfTest(context).require(fresh, bundles.replaced(Way.CRYPTO));
        steps.done("self-test");
        control().use(offering(fresh));
        switched = true;
        steps.done("switch");
    }

    /** A flaw that was repaired protects no call for longer than it takes to move: who cannot move is cut. */
    private void cutUnmoved() {
        if (switched
                && arrived.release()
                        .filter(one -> one.list().kind() == ReleaseList.Kind.SECURITY)
                        .isPresent()) {
            inUse.calls().get().ifPresent(calls -> calls.cutUnmoved(MOVED));
        }
    }

    private CryptoControl control() throws NotAcceptedException {
        return inUse.crypto()
                .get()
                .orElseThrow(
                        () -> new NotAcceptedException("crypto: nobody uses any here (expected: a role that does)"));
    }

    /** Those that offer crypto; the others, as Bouncy Castle, are only wired to them. */
    private static Set<Long> offering(List<Bundle> bundles) {
        return bundles.stream()
                .filter(one -> Starting.offered(one) > 0)
                .map(Bundle::getBundleId)
                .collect(Collectors.toSet());
    }

    /** What holds a socket stops, and the one that comes takes over what it left. */
    private void inTurn() throws NotAcceptedException, InterruptedException {
        for (Bundle bundle : bundles.fresh(Way.IN_TURN)) {
            int services = offeredBefore(bundle);
            for (Bundle old : bundles.before(bundle)) {
                try {
                    stopped.add(old);
                    old.stop();
                } catch (BundleException e) {
                    throw new NotAcceptedException(
                            "bundle " + old.getSymbolicName() + ": cannot be stopped: " + e.getMessage());
                }
            }
            start(bundle, services);
            steps.done(bundle.getSymbolicName());
        }
    }

    private Overlay keep(Iterable<BundleEntry> entries, Overlay before) throws IOException {
        Overlay next = before;
        Optional<Release> release = arrived.release();
        if (release.isPresent()) {
            home.bundles().put(release.get().signed());
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (BundleEntry entry : entries) {
            next = next.with(
                    new OverlayEntry(entry, release.map(one -> one.signed().digest()), now),
                    release.map(Release::list));
        }
        return next;
    }

    /** Puts everything back, what was written down too; each step for itself, so that one that fails stops no other. */
    private void undo(Overlay before) {
        Stream.<Restoring>of(
                        () -> {
                            if (!Overlay.read(home.overlay()).equals(before)) { // renamed, and then the disk failed
                                before.write(home.overlay());
                            }
                        },
                        () -> {
                            if (switched) {
                                control().use(offering(bundles.replaced(Way.CRYPTO)));
                            }
                        },
                        bundles::takeBack,
                        () -> {
                            for (Bundle old : stopped) {
                                old.start();
                            }
                        },
                        () -> {
                            for (Path template : templates) {
                                Files.deleteIfExists(template);
                            }
                            home.tidy();
                        })
                .forEach(step -> {
                    try {
                        step.run();
                    } catch (IOException | RefusedException | BundleException | RuntimeException e) {
                        LOG.error("Not all is as it was before: {}; next: restart the program", e.toString());
                    }
                });
    }

    /** One step back. */
    private interface Restoring {
        void run() throws IOException, RefusedException, BundleException;
    }

    /** Says what the bundles offer, as one that offers nothing answers no ring. */
    private String offers() throws InterruptedException {
        for (Bundle bundle : bundles.fresh(Way.BESIDE)) {
            if (!Starting.await(context, bundle, 1, FIRST_SERVICE)) {
                return "; WARNING: " + bundle.getSymbolicName() + " runs and offers no service, so it answers nothing"
                        + " (expected: an EquipmentService; see whether config/" + bundle.getSymbolicName()
                        + ".cfg is needed, and the log)";
            }
        }
        return "";
    }
}
