package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.ReleaseFile;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** The container that programs have, with nothing in it, a home that trusts a key for {@code com.acme.*}, and the agent. */
final class RealContainer extends ExternalResource {
    private final TemporaryFolder temporary = new TemporaryFolder();
    private Framework framework;
    private HomeFiles home;
    private SigningKey acme;
    private SigningKey product;
    private Agent agent;
    private Optional<AuditLog> audit = Optional.empty();
    private long serial;

    @Override
    protected void before() throws Throwable {
        temporary.create();
        Path root = temporary.getRoot().toPath();
        home = new HomeFiles(root.resolve("home"));
        for (Path folder : List.of(home.state(), home.bundles().folder(), home.trust(), home.config())) {
            Files.createDirectories(folder);
        }
        product = SigningKey.make(root.resolve("product.key"), List.of("*"), true);
        acme = SigningKey.make(root.resolve("acme.key"), List.of("com.acme.*"), false);
        Files.writeString(home.trust().resolve("acme.trust"), acme.trusted().text());
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        root.resolve("cache").toString(),
                        "felix.service.urlhandlers",
                        "false",
                        "ringback.home",
                        home.root().toString(),
                        "ringback.product-key",
                        product.trusted().text()));
        framework.start();
        agent = new Agent(
                context(),
                home,
                new Trust(product.trusted().text(), home),
                new InUse(Optional::empty, Optional::empty),
                new Launcher(context()),
                new Changes(() -> audit));
    }

    @Override
    protected void after() {
        try {
            framework.stop();
            framework.waitForStop(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            temporary.delete();
        }
    }

    /** Has what is done recorded. */
    void audit(AuditLog log) {
        audit = Optional.of(log);
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    HomeFiles home() {
        return home;
    }

    Path outside() {
        return temporary.getRoot().toPath();
    }

    Agent agent() {
        return agent;
    }

    /** A release of these jars, as {@code ringback release sign} makes it. */
    byte[] release(byte[]... jars) throws IOException {
        List<BundleEntry> entries = new ArrayList<>();
        for (byte[] jar : jars) {
            entries.add(JarName.entry(jar));
        }
        return release(entries, jars);
    }

    /** A release whose list says this of these jars. */
    byte[] release(List<BundleEntry> entries, byte[]... jars) throws IOException {
        return release(acme, entries, jars);
    }

    /** A release of the product's own, whose list says this of these jars. */
    byte[] ofTheProduct(List<BundleEntry> entries, byte[]... jars) throws IOException {
        return release(product, entries, jars);
    }

    private byte[] release(SigningKey key, List<BundleEntry> entries, byte[]... jars) throws IOException {
        serial++;
        Instant made = Instant.parse("2026-11-29T15:00:00Z");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ReleaseFile.write(
                key.sign(new ReleaseList(serial, made, ReleaseList.Kind.ORDINARY, entries)),
                Arrays.asList(jars),
                bytes);
        return bytes.toByteArray();
    }

    String deploy(byte[] release) throws Exception {
        return agent.take(Purpose.DEPLOY, "deploy", new ByteArrayInputStream(release));
    }

    /** Deploys what is refused, which changes neither the container nor the home; {@return why} */
    String refused(byte[] release) throws IOException {
        return refused(() -> deploy(release));
    }

    String refusedUnsigned(InputStream jar) throws IOException {
        return refused(() -> agent.takeUnsigned(Purpose.DEPLOY, "deploy", jar));
    }

    /** What is asked of the agent. */
    interface Asked {
        String done() throws Exception;
    }

    String refused(Asked asked) throws IOException {
        List<String> before = all();
        String why = assertThrows(RefusedException.class, asked::done).getMessage();
        assertTrue(why, why.endsWith("; nothing has changed"));
        assertEquals(why, before, all());
        return why;
    }

    /** Every bundle, and every file of the home with its digest. */
    private List<String> all() throws IOException {
        List<String> all = new ArrayList<>();
        for (Bundle bundle : context().getBundles()) {
            all.add(bundle.getSymbolicName() + " " + bundle.getVersion() + " " + bundle.getState());
        }
        try (Stream<Path> files = Files.walk(outside())) {
            for (Path file : files.filter(one -> !one.startsWith(outside().resolve("cache")))
                    .sorted()
                    .toList()) {
                boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                all.add(file + (regular ? " " + BundleEntry.digest(Files.readAllBytes(file)) : ""));
            }
        }
        return all;
    }

    /** The bundles of a name. */
    List<Bundle> there(String name) {
        return Stream.of(context().getBundles())
                .filter(one -> name.equals(one.getSymbolicName()))
                .toList();
    }

    /** The one bundle of a name. */
    Bundle only(String name) {
        assertEquals(1, there(name).size());
        return there(name).get(0);
    }
}
