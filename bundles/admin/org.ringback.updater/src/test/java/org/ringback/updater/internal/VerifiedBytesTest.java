package org.ringback.updater.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.updater.internal.MadeJar.KETTLE;
import static org.ringback.updater.internal.MadeJar.joined;
import static org.ringback.updater.internal.MadeJar.kettle;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.Locations;
import org.ringback.updater.release.NotAcceptedException;

/** What is verified is what the container loads, however a jar is made and whatever becomes of its file. */
public class VerifiedBytesTest {
    private static final String EXPORT = "Export-Package";
    private static final String THEIRS = "org.bouncycastle.crypto";

    @Rule
    public final RealContainer container = new RealContainer();

    private static byte[] doubled() throws Exception {
        return kettle("1.0.0").withManifestOf(kettle("1.0.0"));
    }

    @Test
    public void aJarThatWasChangedWithoutItsContentsIsNotTheOneThatWasSigned() throws Exception {
        byte[] good = kettle("1.0.0").bytes();
        List<BundleEntry> entries = List.of(JarName.entry(good));
        String why = container.refused(container.release(entries, joined("#!/bin/sh\n".getBytes(UTF_8), good)));
        assertTrue(why, why.contains("as its list says"));
        why = container.refused(container.release(entries, doubled()));
        assertTrue(why, why.contains("as its list says"));
        why = container.refused(container.release(entries, joined(good, new byte[] {0})));
        assertTrue(why, why.contains("something follows its last jar"));
    }

    @Test
    public void bytesAroundAZipThatAreSignedAreKeptAndTheZipIsLoaded() throws Exception {
        byte[] good = kettle("1.0.0").bytes();
        byte[] before = joined("#!/bin/sh\n".getBytes(UTF_8), good);
        assertThrows("who signs reads its manifest first", NotAcceptedException.class, () -> JarName.entry(before));
        for (byte[] jar : List.of(before, joined(good, "\nthe end".getBytes(UTF_8)))) {
            BundleEntry entry = BundleEntry.of(KETTLE, "1.0.0", jar);
            container.deploy(container.release(List.of(entry), jar));
            Bundle loaded = container.only(KETTLE);
            assertEquals(Bundle.ACTIVE, loaded.getState());
            assertEquals(Optional.of(entry.sha256()), Locations.digest(loaded.getLocation()));
            assertArrayEquals(jar, Files.readAllBytes(container.home().bundles().file(entry)));
            container.agent().undeploy(KETTLE);
        }
    }

    /** Who reads from the front and who reads from the end see other contents. */
    @Test
    public void ofTwoZipsInOneTheContainersReadingIsInspected() throws Exception {
        byte[] honest = kettle("1.0.0").bytes();
        byte[] exporting = kettle("1.0.0").header(EXPORT, THEIRS).bytes();
        oneIsRefusedAndTheOtherExportsNothing(joined(honest, exporting), joined(exporting, honest));
    }

    @Test
    public void ofTwoManifestsTheContainersReadingIsInspected() throws Exception {
        oneIsRefusedAndTheOtherExportsNothing(
                kettle("1.0.0").withManifestOf(kettle("1.0.0").header(EXPORT, THEIRS)),
                kettle("1.0.0").header(EXPORT, THEIRS).withManifestOf(kettle("1.0.0")));
    }

    private void oneIsRefusedAndTheOtherExportsNothing(byte[] refused, byte[] taken) throws Exception {
        assertEquals(KETTLE, JarName.entry(refused).name());
        String why = container.refused(container.release(refused));
        assertTrue(why, why.contains(EXPORT + ": '" + THEIRS + "'"));
        container.deploy(container.release(taken));
        assertNull(container.only(KETTLE).getHeaders("").get(EXPORT));
    }

    @Test
    public void aSecondNameInAJarIsNotTheOneThatWasAskedFor() throws Exception {
        byte[] jar = kettle("1.0.0").withManifestOf(new MadeJar("org.ringback.kettle", "1.0.0"));
        assertEquals(KETTLE, JarName.entry(jar).name());
        String why = container.refused(container.release(jar));
        assertTrue(why, why.contains("its manifest says org.ringback.kettle 1.0.0"));
        why = container.refusedUnsigned(new ByteArrayInputStream(jar));
        assertTrue(why, why.contains("its manifest says org.ringback.kettle 1.0.0"));
    }

    @Test
    public void ofTwoDescriptionsOfOneComponentTheContainersReadingIsInspected() throws Exception {
        byte[] jar = MadeJar.named(
                kettle("1.0.0")
                        .header("Service-Component", "OSGI-INF/kettle.xml")
                        .component("OSGI-INF/kettle.xml", "org.ringback.api.EquipmentService")
                        .component("OSGI-INF/kettle.xmX", "org.ringback.spi.CryptoProvider")
                        .bytes(),
                "OSGI-INF/kettle.xmX",
                "OSGI-INF/kettle.xml");
        String why = container.refused(container.release(jar));
        assertTrue(why, why.contains("provides org.ringback.spi.CryptoProvider"));
    }

    @Test
    public void aFileThatIsSwappedBeforeItIsInstalledIsNotRead() throws Exception {
        byte[] good = kettle("1.0.0").bytes();
        BundleEntry entry = JarName.entry(good);
        Path file = Files.write(
                container.home().bundles().file(entry),
                kettle("1.0.0").header("Bundle-Name", "swapped").bytes());
        new Newcomers(container.context()).install(entry, good, Locations.of(BundleOrigin.DEPLOYED, entry, file));
        assertNull(container.only(KETTLE).getHeaders("").get("Bundle-Name"));
    }

    @Test
    public void aFileThatIsSwappedAfterItWasLeftIsNoWayBack() throws Exception {
        byte[] first = kettle("1.0.0").bytes();
        container.deploy(container.release(first));
        container.deploy(container.release(kettle("1.1.0").bytes()));
        Files.write(
                container.home().bundles().file(JarName.entry(first)),
                kettle("1.0.0").header("Bundle-Name", "x").bytes());
        String why = container.refused(() -> container.agent().rollBack(KETTLE, ""));
        assertTrue(why, why.contains("com.acme.kettle 1.0.0: ") && why.contains("as its list says"));
        assertEquals("1.1.0", container.only(KETTLE).getVersion().toString());
    }
}
