package org.ringback.config.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.ringback.api.Warnings;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.configuration.ConfigurationControl;
import org.ringback.api.configuration.ConfigurationTroubles;
import org.ringback.api.configuration.Schema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at {@code HOME/config} twice a second, and gives accepted configurations to ConfigurationAdmin. Is also a
 * service {@link Runnable}, which looks at once: on SIGHUP the launcher, which shares only JDK types with bundles,
 * calls it. Thread-safe.
 */
@Component(
        service = {ConfigurationTroubles.class, ConfigurationControl.class, Warnings.class, Runnable.class},
        immediate = true,
        property = ConfigurationReader.LOOKS_AT_ONCE)
public final class ConfigurationReader implements ConfigurationControl, Warnings, Runnable {
    /** Property by which the launcher finds the {@link Runnable}. */
    static final String LOOKS_AT_ONCE = "ringback.reads=configuration";

    private static final long LOOK_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationReader.class);
    private static final String LOGBACK_BUNDLE = "org.ops4j.pax.logging.pax-logging-logback";

    private final ConfigurationFolder folder;
    private final LoggingFile logging;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "ringback-configuration");
        thread.setDaemon(true);
        return thread;
    });

    private final Future<?> looks;

    @Reference(
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY,
            cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable AuditLog audit;

    /**
     * Reads every file, and begins to look for changes.
     *
     * @param context knows the home directory
     * @param admin takes the configurations
     */
    @Activate
    public ConfigurationReader(BundleContext context, @Reference ConfigurationAdmin admin) {
        Path home = Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), "."));
        Path config = home.resolve("config");
        logging = new LoggingFile(
                config,
                new LogbackTrial(() -> logback(context))::judge,
                new Admin(admin, () -> Optional.ofNullable(audit)));
        folder = new ConfigurationFolder(config, context::getProperty, logging);
        folder.add(new LoggingSchema(config));
        folder.look(true);
        looks = looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSchema(Schema<?> schema) {
        folder.add(schema);
    }

    void removeSchema(Schema<?> schema) {
        folder.remove(schema);
    }

    /** Stops looking for changes; what is in force stays in force. */
    @Deactivate
    void close() {
        looks.cancel(false);
        looking.shutdown();
    }

    private void look() {
        try {
            folder.look(false);
            logging.look(false);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("config/: looking at it failed; it is tried again", e); // else nobody would look any more
        }
    }

    @Override
    public void run() {
        folder.look(true);
        logging.again();
        LOG.info("configuration read anew");
    }

    @Override
    public List<Trouble> troubles() {
        return Stream.concat(folder.troubles().stream(), logging.troubles().stream())
                .toList();
    }

    @Override
    public List<InForce> inForce() {
        return folder.inForce();
    }

    /** As {@link ConfigurationFolder#change}; what the log's own file has wrong is told too. */
    @Override
    public Change change(String pid, String key, Optional<String> value) {
        Change change = folder.change(pid, key, value);
        if (!pid.equals(LoggingSchema.PID) || change.became() != Became.IN_FORCE || !logging.isRefused()) {
            return change;
        }
        List<String> told = logging.troubles().stream().map(Trouble::text).toList();
        return new Change(change.file(), change.before(), change.now(), Became.NOT_TAKEN, told);
    }

    @Override
    public List<String> warnings() {
        return troubles().stream().map(Trouble::text).toList();
    }

    /**
     * The loader of Logback's classes in the logging bundle; loading a class resolves that bundle if nothing else did
     * yet.
     */
    private static Optional<ClassLoader> logback(BundleContext context) {
        return Stream.of(context.getBundles())
                .filter(bundle -> LOGBACK_BUNDLE.equals(bundle.getSymbolicName()))
                .flatMap(bundle -> {
                    try {
                        return Stream.of(bundle.loadClass(LogbackTrial.CONTEXT).getClassLoader());
                    } catch (ClassNotFoundException e) {
                        return Stream.empty();
                    }
                })
                .findFirst();
    }
}
