package org.ringback.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;

/** One OSGi framework with the bundles of one feature and a home of its own. Started once; thread-safe. */
final class Container implements AutoCloseable {
    private static final long STOP_MILLIS = 5_000;

    /** What is still starting has told nobody that it is there: its end need not wait for its start. */
    private static final long STOP_STARTING_MILLIS = 500;

    private final Feature feature;
    private final Installation installation;
    private final Home home;
    private final Framework framework;
    private final HomeLock lock;
    private volatile boolean started;

    /** Prepares the home and takes it, or says who has it. */
    Container(Installation installation, Feature feature, Home home) throws Failure {
        this.installation = installation;
        this.feature = feature;
        this.home = home;
        home.prepare(installation, feature);
        this.lock = HomeLock.take(home);
        home.forgetTaken();
        this.framework = new FrameworkFactory().newFramework(properties());
    }

    /** Installs and starts the bundles. Whether their roles can do their work shows a moment later. */
    void start() throws Failure {
        try {
            framework.init();
            List<Bundle> bundles = install(framework.getBundleContext());
            framework.start();
            for (Bundle bundle : bundles) {
                if (bundle.adapt(BundleRevision.class).getTypes() != BundleRevision.TYPE_FRAGMENT) {
                    bundle.start();
                }
            }
            started = true;
        } catch (BundleException | IllegalStateException e) {
            throw new Failure("feature " + feature.name() + " cannot start: " + e.getMessage(), e);
        }
    }

    /** Returns when the framework was stopped, by {@link #close} or by a command. */
    void awaitStop() throws InterruptedException {
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            System.err.println("ringback: framework restarts");
        }
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put(Constants.FRAMEWORK_STORAGE, home.cache().toString());
        // Bundles come from the feature, every time: what an earlier version left in the cache must not run.
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        properties.put("felix.log.level", "1");
        properties.put("ringback.home", home.root().toString());
        properties.put("ringback.feature", feature.name());
        // A list, which File Install takes apart at each ',' before it puts a variable's value.
        properties.put("felix.fileinstall.dir", "${ringback.config}");
        properties.put("ringback.config", home.config().toString());
        properties.put(
                "felix.fileinstall.tmpdir", home.cache().resolve("fileinstall").toString());
        properties.put("felix.fileinstall.filter", ".*\\.cfg");
        properties.put("felix.fileinstall.poll", "1000");
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.enableConfigSave", "false");
        properties.put("felix.fileinstall.log.level", "1");
        // Until its configuration arrives the logger writes to standard output: only what is wrong.
        System.setProperty("org.ops4j.pax.logging.DefaultServiceLog.level", "WARN");
        System.setProperty("ringback.log", home.log().toString());
        return properties;
    }

    private List<Bundle> install(BundleContext context) throws Failure, BundleException {
        List<Bundle> bundles = new ArrayList<>();
        for (String id : feature.bundles()) {
            bundles.add(context.installBundle(
                    Feature.locate(installation.bundles(), id).toUri().toString()));
        }
        return bundles;
    }

    /** Stops everything, in order: equipment is deregistered, connections are closed, the store is on disk. */
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
    }
}
