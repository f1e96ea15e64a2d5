package org.ringback.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/** One OSGi framework with the bundles of one feature and a home of its own. Used by one thread. */
final class Gateway {
    private static final long STOP_MILLIS = 5_000;

    private final Feature feature;
    private final Installation installation;
    private final Home home;

    Gateway(Installation installation, Feature feature, Home home) {
        this.installation = installation;
        this.feature = feature;
        this.home = home;
    }

    /** Starts, says so on standard output, and returns when the framework was stopped, by SIGTERM for example. */
    void run() throws Failure, InterruptedException {
        home.prepare(installation, feature);
        try {
            FileChannel lock = lockedHome();
            try {
                runLocked();
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new Failure("--home: " + home.root() + ": its lock: " + e.getMessage(), e);
        }
    }

    /** One process for one home: two would fight for its store, its shell socket and its cache. */
    private FileChannel lockedHome() throws Failure, IOException {
        FileChannel channel = FileChannel.open(home.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new Failure(
                    "--home: " + home.root()
                            + " is in use by a running gateway (expected: one gateway for one home); stop it, or choose another");
        }
        return channel;
    }

    private void runLocked() throws Failure, InterruptedException {
        Framework framework = new FrameworkFactory().newFramework(properties());
        try {
            framework.init();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework), "ringback-stop"));
            List<Bundle> bundles = install(framework.getBundleContext());
            framework.start();
            for (Bundle bundle : bundles) {
                if (bundle.adapt(BundleRevision.class).getTypes() != BundleRevision.TYPE_FRAGMENT) {
                    bundle.start();
                }
            }
        } catch (BundleException e) {
            stop(framework);
            throw new Failure("feature " + feature.name() + " cannot start: " + e.getMessage(), e);
        }
        System.out.println("ringback: " + feature.name() + " runs, home " + home.root());
        while (framework.waitForStop(0).getType() == FrameworkEvent.STOPPED_UPDATE) {
            System.out.println("ringback: framework restarts");
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
        properties.put("felix.fileinstall.dir", home.config().toString());
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
            Path jar = Feature.locate(installation.bundles(), id);
            bundles.add(context.installBundle(jar.toUri().toString()));
        }
        return bundles;
    }

    private static void stop(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            System.err.println("ringback: stopping: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
