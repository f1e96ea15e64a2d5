package org.ringback.updater.internal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.ringback.api.Warnings;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.control.BundleChange;
import org.ringback.api.control.BundleControl;
import org.ringback.api.control.BundleOrigin;
import org.ringback.api.control.BundleStatus;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agent as an OSGi component. Thread-safe. */
@Component(immediate = true)
public final class UpdaterComponent implements BundleControl, Warnings {
    private static final Logger LOG = LoggerFactory.getLogger(UpdaterComponent.class);
    private static final String HOME = "ringback.home";
    private static final String PRODUCT_KEY = "ringback.product-key";

    private final BundleContext context;
    private final Trust trust;
    private final HomeFiles home;
    private final Launcher launcher;
    private final Agent agent;
    private final PastTheLists past;
    private final DeployFolder folder;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ringback-deploy");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> watch;

    /** When this program started, as far as whole seconds tell. */
    private final Instant started = Instant.ofEpochMilli(
                    ManagementFactory.getRuntimeMXBean().getStartTime())
            .truncatedTo(ChronoUnit.SECONDS);

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable CryptoControl crypto;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable CallControl calls;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable AuditLog audit;

    /**
     * Begins to look at what is installed, and at the folder.
     *
     * @param context has the bundles; knows the home, the product's key and what the start found
     * @throws IOException if the folder cannot be made
     */
    @Activate
    public UpdaterComponent(BundleContext context) throws IOException {
        this.context = context;
        String root = context.getProperty(HOME);
        if (root == null || root.isBlank()) {
            throw new IllegalStateException(HOME + ": not set (expected: framework property with the home's path)");
        }
        HomeFiles home = new HomeFiles(Path.of(root));
        this.trust = new Trust(context.getProperty(PRODUCT_KEY), home);
        this.home = home;
        this.launcher = new Launcher(context);
        this.agent = new Agent(
                context,
                home,
                trust,
                new InUse(() -> Optional.ofNullable(crypto), () -> Optional.ofNullable(calls)),
                launcher,
                new Changes(() -> Optional.ofNullable(audit)));
        this.past = new PastTheLists(context, launcher);
        this.folder = new DeployFolder(home.deploy(), (what, release) -> agent.take(Purpose.DEPLOY, what, release));
        if (trust.launched()) {
            context.addBundleListener(past);
        }
        folder.make();
        this.watch = looking.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void deactivate() {
        watch.cancel(true);
        looking.shutdownNow();
        context.removeBundleListener(past);
    }

    private void look() {
        try {
            folder.look(System.nanoTime());
            agent.probation().look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("The updater cannot look around", e);
        }
    }

    @Override
    public List<BundleStatus> bundles() {
        CryptoControl control = crypto;
        List<CryptoUse> uses = control == null ? List.of() : control.uses();
        Overlay overlay = overlay();
        List<BundleStatus> all = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            all.add(status(bundle, uses, overlay));
        }
        for (OverlayEntry entry : overlay.bundles()) {
            String digest = entry.bundle().sha256();
            if (all.stream().noneMatch(one -> one.sha256().equals(Optional.of(digest)))) {
                boolean staged = !entry.since().isBefore(started);
                all.add(new BundleStatus(
                        BundleStatus.NOT_THERE,
                        entry.bundle().name(),
                        entry.bundle().version(),
                        staged ? "next start" : "not run",
                        entry.since(),
                        Optional.of(digest),
                        staged ? BundleOrigin.STAGED : BundleOrigin.UPDATED,
                        false,
                        0));
            }
        }
        return all;
    }

    /** What is written down; nothing if that cannot be read, which the start told. */
    private Overlay overlay() {
        try {
            return home.overlay().read();
        } catch (IOException e) {
            LOG.debug("{}", e.getMessage());
            return Overlay.empty();
        }
    }

    private BundleStatus status(Bundle bundle, List<CryptoUse> uses, Overlay overlay) {
        BundleOrigin origin = bundle.getBundleId() == 0 ? BundleOrigin.INSTALLATION : past.origin(bundle);
        int sessions = uses.stream()
                .filter(use -> use.bundle() == bundle.getBundleId())
                .mapToInt(CryptoUse::sessions)
                .sum();
        return new BundleStatus(
                bundle.getBundleId(),
                String.valueOf(bundle.getSymbolicName()),
                bundle.getVersion().toString(),
                state(bundle.getState()),
                Instant.ofEpochMilli(bundle.getLastModified()),
                origin == BundleOrigin.ELSEWHERE ? Optional.empty() : Locations.digest(bundle.getLocation()),
                origin,
                origin == BundleOrigin.UPDATED && overlay.standing().get(bundle.getSymbolicName()) == Standing.UNPROVED,
                sessions);
    }

    private static String state(int state) {
        return switch (state) {
            case Bundle.INSTALLED -> "installed";
            case Bundle.RESOLVED -> "resolved";
            case Bundle.STARTING -> "starting";
            case Bundle.STOPPING -> "stopping";
            case Bundle.ACTIVE -> "active";
            default -> "uninstalled";
        };
    }

    @Override
    public String deploy(InputStream release) throws RefusedException, InterruptedException {
        return told(() -> agent.take(Purpose.DEPLOY, "deploy", release));
    }

    @Override
    public String deployUnsigned(InputStream jar) throws RefusedException, InterruptedException {
        return told(() -> agent.takeUnsigned(Purpose.DEPLOY, "deploy", jar));
    }

    @Override
    public String update(InputStream release) throws RefusedException, InterruptedException {
        return told(() -> agent.take(Purpose.UPDATE, "update", release));
    }

    @Override
    public String stage(InputStream release) throws RefusedException, InterruptedException {
        return told(() -> agent.take(Purpose.STAGE, "update --staged", release));
    }

    @Override
    public String rollBack(String name) throws RefusedException, InterruptedException {
        return told(() -> agent.rollBack(name, ""));
    }

    @Override
    public String undeploy(String name) throws RefusedException, InterruptedException {
        return told(() -> agent.undeploy(name));
    }

    /** What a person asks of the agent. */
    private interface Question {
        String done() throws RefusedException, BusyException, InterruptedException;
    }

    private static String told(Question asked) throws RefusedException, InterruptedException {
        try {
            return asked.done();
        } catch (BusyException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<BundleChange> changes() {
        return agent.changes();
    }

    @Override
    public List<String> warnings() {
        if (!trust.launched()) {
            return List.of(); // nothing is written down here
        }
        List<String> warnings = new ArrayList<>(launcher.troubles());
        warnings.addAll(trust.warnings());
        for (BundleStatus bundle : bundles()) {
            if (bundle.origin() == BundleOrigin.UNSIGNED) {
                warnings.add("bundle " + bundle.name() + " " + bundle.version()
                        + ": nobody signed it; it runs on your word");
            }
        }
        warnings.addAll(agent.probation().warnings());
        for (Bundle bundle : context.getBundles()) {
            if (Newcomers.hangs(bundle)) {
                warnings.add("bundle " + bundle.getSymbolicName() + " " + bundle.getVersion()
                        + ": hangs in its start, and cannot be taken away (expected: a start that ends); next: restart"
                        + " the program");
            }
        }
        warnings.addAll(past.foreign());
        if (!agent.works()) {
            warnings.addAll(untold(launcher.troubles(), past.absent(deployed())));
            warnings.addAll(untold(launcher.troubles(), past.leaving(overlay())));
        }
        warnings.addAll(folder.troubles());
        return warnings;
    }

    @Override
    public List<String> ofTheBuild() {
        return warnings().stream().filter(Trust.TRIAL::equals).toList();
    }

    /** Those of bundles of which the start has not said yet why they do not run. */
    private static List<String> untold(List<String> told, List<String> more) {
        return more.stream()
                .filter(one -> told.stream().noneMatch(other -> bundle(other).equals(bundle(one))))
                .toList();
    }

    /** The first two words, as in {@code bundle NAME 1.0.0: …}. */
    private static String bundle(String warning) {
        return warning.replaceFirst("^(bundle [^ :]+).*", "$1");
    }

    private List<String> deployed() {
        return overlay().bundles().stream()
                .filter(one -> one.since().isBefore(started))
                .map(one -> one.bundle().name())
                .toList();
    }
}
