package org.ringback.updater.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.Standing;
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

    private final BundleContext context;
    private final HomeFiles home;
    private final Wanted wanted;
    private final Steps steps;
    private final Newcomers bundles;
    private final CryptoSwitch crypto;
    private final List<Path> templates = new ArrayList<>();
    private final List<Bundle> stopped = new ArrayList<>();

    Exchange(BundleContext context, HomeFiles home, InUse inUse, Wanted wanted, Steps steps) {
        this.context = context;
        this.home = home;
        this.wanted = wanted;
        this.steps = steps;
        this.bundles = new Newcomers(context);
        this.crypto = new CryptoSwitch(context, inUse, bundles, steps);
    }

    /**
     * Does all of it.
     *
     * @param unproved takes the watch over new crypto that was written down before enough connections proved it
     * @return what was done
     */
    String run(Unproved unproved) throws IOException, RefusedException, InterruptedException {
        Overlay before = home.overlay().read();
        Map<BundleEntry, byte[]> jars = new LinkedHashMap<>(wanted.jars());
        for (BundleEntry entry : jars.keySet()) {
            bundles.requireUntouched(entry);
        }
        jars.keySet().removeIf(one -> bundles.isThere(one, wanted.signed()));
        List<BundleEntry> taken = wanted.jars().keySet().stream()
                .filter(one -> jars.containsKey(one) || isForgotten(before, one))
                .toList();
        if (jars.isEmpty() && next(before, taken).equals(before)) {
            return wanted.labels() + ": " + wanted.done() + " already; nothing was to be done";
        }
        try {
            for (BundleEntry one : taken) {
                wanted.require(one, bundles.there(one.name()), before);
            }
            for (Map.Entry<BundleEntry, byte[]> one : jars.entrySet()) {
                List<Bundle> there = bundles.there(one.getKey().name());
                bundles.install(one.getKey(), one.getValue(), wanted.location(one.getKey(), there));
            }
            steps.done("install");
            bundles.resolve();
            copyTemplates();
            steps.done("resolve");
            start(Way.BESIDE);
            crypto.keepOut();
            start(Way.CRYPTO);
            steps.done("start");
            crypto.run(wanted);
            inTurn();
            for (BundleEntry one : taken) {
                if (!jars.containsKey(one)) {
                    wanted.location(one, bundles.there(one.name())); // its bytes were tidied away
                }
            }
            home.overlay().write(next(before, taken));
            steps.done("commit");
        } catch (IOException | RefusedException | InterruptedException | RuntimeException | Error e) {
            List<String> left = undo(before);
            if (!left.isEmpty()) {
                throw new NotUndoneException(e, left);
            }
            throw e;
        }
        bundles.retire();
        String cut = crypto.cutUnmoved(wanted.repairs());
        crypto.unproved().ifPresent(watch -> unproved.begin(watch, cryptoNames()));
        boolean again = isCryptoAgain(taken);
        if (again) {
            unproved.again();
        }
        home.tidy();
        steps.done("leave");
        return wanted.labels() + ": " + wanted.done() + wanted.by()
                + (again || crypto.unproved().isPresent()
                        ? "; not proved by connections yet, the first ones decide"
                        : "")
                + cut
                + offers();
    }

    /** Whether a bundle runs on until the next start, which does not have it, as it was undeployed. */
    private boolean isForgotten(Overlay before, BundleEntry entry) {
        return bundles.isBeside(entry)
                && before.find(entry.name())
                        .filter(one -> one.bundle().equals(entry))
                        .isEmpty();
    }

    /** What is to be written down; of crypto that is wanted again nobody remembers whether it was proved. */
    private Overlay next(Overlay before, Collection<BundleEntry> taken) throws IOException {
        Overlay next = wanted.next(before, taken, bundles::isThere);
        if (isCryptoAgain(taken)) {
            return next.standing(
                    wanted.jars().keySet().stream()
                            .map(BundleEntry::name)
                            .filter(name -> Way.of(name) == Way.CRYPTO
                                    && next.find(name).isPresent())
                            .toList(),
                    Standing.UNPROVED);
        }
        return crypto.unproved().isEmpty() ? next : next.standing(cryptoNames(), Standing.UNPROVED);
    }

    /** Whether crypto is to be written down that runs already, and was forgotten. */
    private boolean isCryptoAgain(Collection<BundleEntry> taken) {
        List<String> fresh = cryptoNames();
        return !wanted.known()
                && taken.stream()
                        .map(BundleEntry::name)
                        .anyMatch(name -> Way.of(name) == Way.CRYPTO && !fresh.contains(name));
    }

    private List<String> cryptoNames() {
        return bundles.fresh(Way.CRYPTO).stream().map(Bundle::getSymbolicName).toList();
    }

    private void copyTemplates() throws IOException {
        for (Bundle bundle : bundles.fresh()) {
            Templates.copy(bundle, home, templates);
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

    /** What holds a socket stops, and the one that comes takes over what it left. */
    private void inTurn() throws NotAcceptedException, InterruptedException {
        for (Bundle bundle : bundles.fresh(Way.IN_TURN)) {
            int services = offeredBefore(bundle);
            for (Bundle old : bundles.before(bundle)) {
                stopped.add(old);
                Starting.stop(old, Starting.LIMIT);
            }
            start(bundle, services);
            steps.done(bundle.getSymbolicName());
        }
    }

    /**
     * Puts everything back, what was written down too; each step for itself, so that one that fails stops no other.
     *
     * @return what is not as it was, in words
     */
    private List<String> undo(Overlay before) {
        List<String> left = new ArrayList<>();
        Stream.<Restoring>of(
                        () -> {
                            if (!home.overlay().read().equals(before)) { // renamed, and then the disk failed
                                home.overlay().write(before);
                            }
                        },
                        crypto::back,
                        bundles::takeBack,
                        () -> startStopped(left),
                        () -> {
                            for (Path template : templates) {
                                Files.deleteIfExists(template);
                            }
                            home.tidy();
                        })
                .forEach(step -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (IOException | RefusedException | RuntimeException e) {
                        LOG.error("Not all is as it was before", e);
                        left.add(String.valueOf(e.getMessage()));
                    }
                });
        return left;
    }

    private void startStopped(List<String> left) throws InterruptedException {
        for (Bundle old : stopped) {
            try {
                Starting.start(old, Starting.LIMIT);
            } catch (NotAcceptedException e) {
                left.add(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Takes the watch over crypto that was written down before enough connections proved it. */
    interface Unproved {
        void begin(CryptoWatch watch, List<String> names);

        /** Crypto was written down again that runs already, and nobody watches. */
        void again();
    }

    /** One step back. */
    private interface Restoring {
        void run() throws IOException, RefusedException, InterruptedException;
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
