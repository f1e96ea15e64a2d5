package org.ringback.runtime.build;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.SigningKey;
import org.ringback.updater.release.TrustedKey;
import org.ringback.updater.release.TrustedKeys;

/** What a build lists and signs, and with whose key. */
public final class ReleaseWriterTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Path jar;

    @Before
    public void aRepositoryWithOneBundle() throws IOException {
        root = folder.getRoot().toPath();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "org.ringback.relay;singleton:=true");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
        jar = root.resolve("repository/org/ringback/relay/1.2.3/relay-1.2.3.jar");
        Files.createDirectories(jar.getParent());
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        Files.createDirectory(root.resolve("features"));
        Files.writeString(
                root.resolve("features/server.json"), "{\"bundles\":[{\"id\":\"org.ringback:relay:1.2.3\"}]}");
    }

    private void build(boolean trialKey, String kind) throws IOException {
        Path key = root.resolve("signing.key");
        SigningKey.make(key, List.of("*"), trialKey);
        ReleaseWriter.main(new String[] {
            root.resolve("repository").toString(),
            root.resolve("features").toString(),
            root.resolve("product.key").toString(),
            "2026-11-29T15:00:00Z",
            key.toString(),
            kind
        });
    }

    private InstalledRelease installed() throws IOException {
        TrustedKey product = TrustedKey.product(Files.readString(root.resolve("product.key")));
        return InstalledRelease.read(new TrustedKeys(product, List.of(), List.of()), root.resolve("repository"));
    }

    @Test
    public void aReleaseBuildRefusesAKeyForTrialsAndWritesNothing() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> build(true, "release"));
        assertEquals(
                "ringback.key: " + root.resolve("signing.key") + " is a key for trials (expected: the product's own)",
                refused.getMessage());
        assertFalse(Files.exists(root.resolve("repository").resolve(InstalledRelease.LIST)));
        assertFalse(Files.exists(root.resolve("product.key")));
    }

    @Test
    public void aReleaseBuildIsSignedByTheProductsOwnKey() throws IOException {
        build(false, "release");
        assertEquals(
                "org.ringback.relay 1.2.3",
                installed().find(Files.readAllBytes(jar)).orElseThrow().label());
        assertFalse(installed().keys().product().trial());
    }

    @Test
    public void aBuildForTrialsSaysSoInTheInstallation() throws IOException {
        build(true, "trial");
        assertTrue(installed().keys().product().trial());
    }
}
