package org.ringback.runtime;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;

/** One OSGi framework with the bundles of one feature and a home of its own. Started once; thread-safe. */
final class Container implements AutoCloseable {
    private static final long STOP_MILLIS = 5_000;

    /** How long to wait at the end for bundles that are still starting, which nobody uses yet. */
    private static final long STOP_STARTING_MILLIS = 500;

    private final Feature feature;
    private final Installation installation;
    private final Home home;
    private final Framework framework;
    private final HomeLock lock;
    private final boolean brief;
    private volatile boolean started;
    private volatile @Nullable StartBundles bundles;
    /** By this the shell's bundle knows that a start is under way. */
    private volatile @Nullable ServiceRegistration<?> starting;

    /**
     * Locks the home and prepares it; fails if another process has it.
     *
     * @param brief whether it runs for one command, and not until it is asked to stop
     */
    Container(Installation installation, Feature feature, Home home, boolean brief) throws Failure {
        String productKey = installation.productKey();
        this.brief = brief;
        this.installation = installation;
        this.feature = feature;
        this.home = home;
        home.makeRoot();
        this.lock = HomeLock.take(home);
        new Whereabouts(home).require();
        // Under the lock, so that of two processes that start at once only one writes these files.
        home.prepare(installation, feature);
        home.forgetTaken();
        home.forgetSignpost();
        StandardOutput.keep();
        this.framework = new FrameworkFactory().newFramework(properties(productKey));
    }

    /** Installs and starts the bundles; their roles may need a moment longer until they do their work. */
    void start() throws Failure {
        try (StartWatch watch = StartWatch.begin(new Watched())) {
            framework.init();
            StartBundles begun = StartBundles.install(framework.getBundleContext(), installation, feature, home);
            bundles = begun;
            framework.start();
            starting = framework
                    .getBundleContext()
                    .registerService(
                            Instant.class.getName(),
                            Instant.now(),
                            FrameworkUtil.asDictionary(Map.of("ringback.tells", "starting")));
            for (Bundle bundle : begun.inOrder()) {
                if (bundle.adapt(BundleRevision.class).getTypes() != BundleRevision.TYPE_FRAGMENT) {
                    watch.starts(bundle.getSymbolicName());
                    begun.start(bundle);
                }
            }
            started = true;
        } catch (BundleException | IllegalStateException e) {
            throw Failure.notStarted("the framework cannot start: " + Cause.of(e));
        }
    }

    /** Tells the person what the {@link StartWatch} finds. */
    private static final class Watched implements StartWatch.Listener {
        @Override
        public void slow(String what) {
            System.err.println("ringback: " + what);
        }

        /** Ends the process at once, as a bundle that hangs would also hang when it is stopped. */
        @Override
        public void hangs(String what) {
            System.err.println("ringback: " + what);
            System.err.println("ringback: not started");
            Runtime.getRuntime().halt(ExitCode.NOT_STARTED);
        }
    }

    /** Its roles do their work, so this start came to its end; what cannot be written down is told by the next one. */
    void ready() {
        ServiceRegistration<?> mark = starting;
        if (mark != null) {
            starting = null;
            unregister(mark);
        }
        StartBundles begun = bundles;
        if (begun != null) {
            begun.ready();
        }
    }

    private static void unregister(ServiceRegistration<?> mark) {
        try {
            mark.unregister();
        } catch (IllegalStateException e) {
            return; // the container stops, and its services with it
        }
    }

    /** It ends, and has said why it does not do its work. */
    void told() {
        StartBundles begun = bundles;
        try {
            if (begun != null) {
                begun.told();
            }
        } catch (IOException e) {
            System.err.println("ringback: state: cannot be written: " + Cause.of(e));
        }
    }

    /** Reads the configuration again at once; does nothing if the container has not started that far. */
    void readConfiguration() {
        service(Runnable.class, "(ringback.reads=configuration)").ifPresent(Runnable::run);
    }

    /** {@return the reasons why there will be no local socket, as far as the shell's bundle knows} */
    List<String> reasons() {
        return service(Supplier.class, "(ringback.tells=reasons)").stream()
                .flatMap(reasons -> ((Collection<?>) reasons.get()).stream())
                .map(String::valueOf)
                .toList();
    }

    /** {@return whether the service that reports on the roles is there} */
    boolean tellsOfRoles() {
        return teller().isPresent();
    }

    /**
     * Waits until these roles do their work.
     *
     * @return their states and warnings, in lines
     * @throws Failure if one does not; the message says why
     */
    String ready(String roles) throws Failure {
        try {
            return teller().map(one -> one.apply(roles)).orElse("");
        } catch (RuntimeException e) { // an exception of a bundle's class, which the launcher does not have
            throw Failure.notStarted(Cause.of(e));
        }
    }

    @SuppressWarnings("unchecked") // the property says that it is one of text
    private Optional<UnaryOperator<String>> teller() {
        return service(UnaryOperator.class, "(ringback.tells=ready)").map(one -> (UnaryOperator<String>) one);
    }

    /**
     * Waits until at most {@code atMost} commands and forwards are under way; the socket takes none from then on.
     *
     * @param told hears meanwhile what happens to forwards, a line each
     */
    @SuppressWarnings("unchecked") // the property says what it takes
    void awaitOthers(int atMost, Consumer<String> told) {
        service(BiConsumer.class, "(ringback.awaits=end)")
                .ifPresent(others -> ((BiConsumer<Integer, Consumer<String>>) others).accept(atMost, told));
    }

    /** Finds a service of the bundles by a JDK type, which the launcher shares with them. */
    private <T> Optional<T> service(Class<T> type, String filter) {
        BundleContext context = framework.getBundleContext();
        if (context == null) {
            return Optional.empty();
        }
        try {
            // from all bundles, as the framework does not know that both have the same JDK type
            ServiceReference<?>[] all = context.getAllServiceReferences(type.getName(), filter);
            return all == null ? Optional.empty() : Optional.ofNullable(type.cast(context.getService(all[0])));
        } catch (InvalidSyntaxException | IllegalStateException e) {
            return Optional.empty(); // the container stops
        }
    }

    /** Waits until the framework is stopped, by {@link #close} or by a command. */
    void awaitStop() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            System.err.println("ringback: framework restarts");
        }
    }

    private Map<String, String> properties(String productKey) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        // Install the bundles from the feature at every start: those of an earlier version in the cache must not run.
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put("felix.log.level", "1");
        properties.put("ringback.home", home.root().toString());
        properties.put("ringback.config", home.config().toString());
        properties.put("ringback.feature", feature.name());
        properties.put(StartBundles.PRODUCT_KEY, productKey);
        if (brief) {
            properties.put(
                    "ringback.brief", "true"); // no ports of the configuration: they would close with the command
        }
        // Until it is configured the logger prints to standard error: limit it to warnings.
        System.setProperty("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        System.setProperty("ringback.log", home.log().toString());
        return properties;
    }

    /** Stops all bundles in order: equipment is deregistered, connections are closed, the store is written to disk. */
    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(started ? STOP_MILLIS : STOP_STARTING_MILLIS);
            lock.close();
        } catch (BundleException | IOException e) {
            System.err.println("ringback: stopping: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        StandardOutput.giveBack();
    }
}
