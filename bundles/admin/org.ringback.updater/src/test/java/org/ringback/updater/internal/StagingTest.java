package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.OverlayEntry;

/** What is written down for the next start is what its release says, as nothing looks at it before it is to run. */
public class StagingTest {
    private static final String KERNEL = "org.ringback.kernel";

    @Rule
    public final RealContainer container = new RealContainer();

    @Before
    public void anInstallation() throws Exception {
        byte[] jar = new MadeJar(KERNEL, "1.0.0").bytes();
        Path file = Files.write(container.outside().resolve("kernel.jar"), jar);
        container
                .context()
                .installBundle(
                        Locations.of(BundleOrigin.INSTALLATION, JarName.entry(jar), file),
                        new ByteArrayInputStream(jar));
    }

    private String stage(BundleEntry entry, byte[] jar) throws Exception {
        byte[] release = container.ofTheProduct(List.of(entry), jar);
        return container.agent().take(Purpose.STAGE, "update --staged", new ByteArrayInputStream(release));
    }

    @Test
    public void whatIsWrittenDownIsTheBundleThatTheListNames() throws Exception {
        byte[] jar = new MadeJar(KERNEL, "1.1").bytes();
        BundleEntry entry = BundleEntry.of(KERNEL, "1.1.0", jar);
        assertTrue(stage(entry, jar).startsWith(KERNEL + " 1.1.0: staged for the next start"));
        assertEquals(
                Optional.of(entry),
                container.home().overlay().read().find(KERNEL).map(OverlayEntry::bundle));
        assertEquals("1.0.0", container.only(KERNEL).getVersion().toString());
    }

    @Test
    public void aListThatCallsABundleOtherwiseIsRefused() throws Exception {
        for (MadeJar other : List.of(new MadeJar("org.ringback.relay", "1.1.0"), new MadeJar(KERNEL, "1.2.0"))) {
            byte[] jar = other.bytes();
            String said = JarName.entry(jar).label();
            String why = container.refused(() -> stage(BundleEntry.of(KERNEL, "1.1.0", jar), jar));
            assertTrue(
                    why,
                    why.contains(KERNEL + " 1.1.0: its manifest says " + said + " (expected: what its release says)"));
        }
    }

    @Test
    public void whatIsNoBundleIsRefused() throws Exception {
        byte[] jar = {1, 2, 3};
        String why = container.refused(() -> stage(BundleEntry.of(KERNEL, "1.1.0", jar), jar));
        assertTrue(why, why.contains("jar: no Bundle-SymbolicName in its manifest"));
    }
}
