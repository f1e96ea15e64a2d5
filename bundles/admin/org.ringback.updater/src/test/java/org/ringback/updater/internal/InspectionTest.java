package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.updater.internal.MadeJar.KETTLE;
import static org.ringback.updater.internal.MadeJar.kettle;

import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.wiring.BundleRevision;

/** What a stranger's bundle says of itself in the container's own reading must reach into no other's wiring. */
public class InspectionTest {
    private static final String COMPONENT = "Service-Component";
    private static final String FILE = "OSGI-INF/kettle.xml";

    @Rule
    public final RealContainer container = new RealContainer();

    private void refused(String why, MadeJar jar) throws Exception {
        String told = container.refused(container.release(jar.bytes()));
        assertTrue(told, told.contains(why));
    }

    @Test
    public void aBundleThatAnswersRingsAndExportsItsOwnIsTaken() throws Exception {
        container.deploy(container.release(kettle("1.0.0")
                .header("Export-Package", "com.acme.kettle, organic.food, org.ringbacks")
                .header("Provide-Capability", "com.acme.tea;sort=green")
                .header(
                        "Require-Capability",
                        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.5.0))\";resolution:=optional")
                .header(COMPONENT, FILE)
                .component(FILE, "org.ringback.api.EquipmentService")
                .bytes()));
    }

    @Test
    public void packagesOfOthersAreNotExported() throws Exception {
        for (String name : new String[] {
            "org.ringback",
            "org.ringback.spi",
            "org.bouncycastle.crypto",
            "org.osgi.framework",
            "io.netty.buffer",
            "org.slf4j",
            "javax.crypto"
        }) {
            refused("Export-Package: '" + name + "'", kettle("1.0.0").header("Export-Package", name));
            refused(
                    "Export-Package: '" + name + "'",
                    kettle("1.0.0").header("Export-Package", "com.acme;" + name + ";version=9,com.acme.tea"));
        }
        refused("cannot be installed", kettle("1.0.0").header("Export-Package", "java.lang"));
    }

    @Test
    public void nothingIsPutIntoAnothersClassSpace() throws Exception {
        refused(
                "Fragment-Host: 'org.ringback.crypto'",
                kettle("1.0.0").header("Fragment-Host", "org.ringback.crypto").without("Bundle-Activator"));
        refused(
                "Fragment-Host: 'system.bundle; extension:=framework'",
                kettle("1.0.0")
                        .header("Fragment-Host", "system.bundle; extension:=framework")
                        .without("Bundle-Activator")
                        .without("Import-Package"));
        refused("DynamicImport-Package: 'com.acme.*'", kettle("1.0.0").header("DynamicImport-Package", "com.acme.*"));
        refused(
                "Bundle-NativeCode: 'lib.so'",
                kettle("1.0.0").header("Bundle-NativeCode", "lib.so").file("lib.so", "?"));
        refused(
                "Bundle-UpdateLocation: 'http://acme.com/'",
                kettle("1.0.0").header("Bundle-UpdateLocation", "http://acme.com/"));
        refused("Launcher-Agent: 'com.acme.Agent'", kettle("1.0.0").header("Launcher-Agent", "com.acme.Agent"));
    }

    @Test
    public void noBundleIsAnExtenderOrAsksForOneButComponents() throws Exception {
        refused(
                "Provide-Capability: 'osgi.extender'",
                kettle("1.0.0").header("Provide-Capability", "osgi.extender;osgi.extender=osgi.component"));
        refused(
                "Require-Capability: 'osgi.extender (osgi.extender=osgi.blueprint)'",
                kettle("1.0.0")
                        .header(
                                "Require-Capability",
                                "osgi.extender;filter:=\"(osgi.extender=osgi.blueprint)\";resolution:=optional"));
    }

    @Test
    public void oursIsNotRequiredAsAWhole() throws Exception {
        refused(
                "Require-Bundle: 'org.ringback.relay'",
                kettle("1.0.0")
                        .header(
                                "Require-Bundle",
                                "com.acme.tea;resolution:=optional,org.ringback.relay;resolution:=optional"));
        refused(
                "Require-Bundle: 'bcprov'",
                kettle("1.0.0").header("Require-Bundle", "bcprov;bundle-version=1;resolution:=optional"));
    }

    @Test
    public void noComponentOfItOffersAServiceOfOurs() throws Exception {
        String ours = "org.ringback.spi.CryptoProvider";
        refused("provides " + ours, kettle("1.0.0").header(COMPONENT, FILE).component(FILE, ours));
        refused(
                "provides " + ours,
                kettle("1.0.0")
                        .header(COMPONENT, "OSGI-INF/*.xml")
                        .component("OSGI-INF/a.xml", "com.acme.Tea")
                        .component(FILE, ours));
        refused(
                "provides " + ours,
                kettle("1.0.0")
                        .header(COMPONENT, "OSGI-INF/a.xml , " + FILE)
                        .component("OSGI-INF/a.xml", "com.acme.Tea")
                        .component(FILE, ours));
        refused(
                "provides org.osgi.service.cm.ConfigurationAdmin",
                kettle("1.0.0")
                        .header(COMPONENT, "kettle.xml")
                        .component("kettle.xml", "org.osgi.service.cm.ConfigurationAdmin"));
        refused(
                FILE + ": ",
                kettle("1.0.0")
                        .header(COMPONENT, FILE)
                        .file(FILE, "<!DOCTYPE x [<!ENTITY p 'org.ringback.spi.CryptoProvider'>]><component/>"));
        refused(FILE + ": ", kettle("1.0.0").header(COMPONENT, FILE).file(FILE, "no XML"));
    }

    @Test
    public void whatTheManifestOfALaterJavaAddsIsInspectedToo() throws Exception {
        String later = "META-INF/versions/9/OSGI-INF/MANIFEST.MF";
        refused(
                "Require-Capability: 'osgi.extender (osgi.extender=osgi.blueprint)'",
                kettle("1.0.0")
                        .header("Multi-Release", "true")
                        .file(
                                later,
                                """
                                Manifest-Version: 1.0
                                Import-Package: org.osgi.framework
                                Require-Capability: osgi.extender;filter:="(osgi.extender=osgi.blueprint)";resolution:=optional
                                """));
        container.deploy(container.release(kettle("1.0.0")
                .header("Multi-Release", "true")
                .file(
                        later,
                        """
                        Manifest-Version: 1.0
                        Import-Package: org.osgi.framework
                        Export-Package: org.bouncycastle.crypto
                        DynamicImport-Package: *
                        Fragment-Host: org.ringback.crypto
                        """)
                .bytes()));
        BundleRevision revision = container.only(KETTLE).adapt(BundleRevision.class);
        assertEquals(List.of(), revision.getDeclaredCapabilities(BundleRevision.PACKAGE_NAMESPACE));
        assertEquals(
                1,
                revision.getDeclaredRequirements(BundleRevision.PACKAGE_NAMESPACE)
                        .size());
        assertEquals(0, revision.getTypes());
    }
}
