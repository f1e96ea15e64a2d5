package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.updater.internal.MadeJar.KETTLE;
import static org.ringback.updater.internal.MadeJar.kettle;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.control.BundleOrigin;
import org.ringback.updater.release.SigningKey;

/** What a person is told who asks how the program is. */
public class UpdaterComponentTest {
    private static final String UNSIGNED = "bundle com.acme.kettle 1.0.0: nobody signed it; it runs on your word";
    private static final String TRIAL = "the installation is signed by a trial key";

    @Rule
    public final RealContainer container = new RealContainer();

    private UpdaterComponent updater;

    @Before
    public void begin() throws Exception {
        updater = new UpdaterComponent(container.context());
    }

    @After
    public void end() {
        updater.deactivate();
    }

    @Test
    public void whatNobodySignedIsNamedAsLongAsItRuns() throws Exception {
        String told =
                updater.deployUnsigned(new ByteArrayInputStream(kettle("1.0.0").bytes()));
        assertEquals("com.acme.kettle 1.0.0: deployed, unsigned", told);
        assertTrue(updater.warnings().toString(), updater.warnings().contains(UNSIGNED));
        assertTrue(updater.bundles().stream()
                .anyMatch(one -> one.name().equals(KETTLE) && one.origin() == BundleOrigin.UNSIGNED));
        updater.undeploy(KETTLE);
        assertTrue(updater.warnings().toString(), updater.warnings().stream().noneMatch(one -> one.contains(KETTLE)));
    }

    @Test
    public void aSignedOneInItsPlaceIsNotNamed() throws Exception {
        updater.deployUnsigned(new ByteArrayInputStream(kettle("1.0.0").bytes()));
        updater.deploy(
                new ByteArrayInputStream(container.release(kettle("1.0.1").bytes())));
        assertTrue(updater.warnings().toString(), updater.warnings().stream().noneMatch(one -> one.contains(KETTLE)));
    }

    @Test
    public void aTrialKeyIsWarnedOfAndTheProductsOwnIsNot() throws Exception {
        assertTrue(updater.warnings().toString(), updater.warnings().get(0).startsWith(TRIAL));
        SigningKey product = SigningKey.make(container.outside().resolve("release.key"), List.of("*"), false);
        assertEquals(List.of(), new Trust(product.trusted().text(), container.home()).warnings());
    }

    /** It is no news to anybody, and the first mail that each would get. */
    @Test
    public void aTrialKeyAlarmsNobodyAndAllElseDoes() throws Exception {
        updater.deployUnsigned(new ByteArrayInputStream(kettle("1.0.0").bytes()));
        assertEquals(List.of(updater.warnings().get(0)), updater.ofTheBuild());
        assertTrue(updater.ofTheBuild().get(0).startsWith(TRIAL));
    }

    @Test
    public void aTrustFileThatSaysTooMuchIsNotInForceAndIsNamed() throws Exception {
        SigningKey all = SigningKey.make(container.outside().resolve("all.key"), List.of("com.all.*"), false);
        Files.writeString(
                container.home().trust().resolve("all.trust"),
                all.trusted().text().replace("com.all.*", "*"));
        assertTrue(
                updater.warnings().toString(),
                updater.warnings().stream().anyMatch(one -> one.startsWith("trust: all: bundles: '*'")));
    }
}
