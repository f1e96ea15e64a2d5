package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.BeforeClass;
import org.junit.Test;

/** The layers, over every class file of every bundle. */
public final class LayersTest {
    private static final Pattern BUNDLE = Pattern.compile("/org\\.ringback\\.([a-z.]+)(?:-[^/]*\\.jar!|/target/)");

    private static Architecture architecture;
    private static JavaClasses ours;
    private static LayerRules rules;

    @BeforeClass
    public static void readEveryClass() throws IOException {
        architecture = Architecture.read();
        ours = new ClassFileImporter()
                .withImportOption(location -> !bundle(location).isEmpty())
                .importPackages(Architecture.ROOT);
        rules = new LayerRules(Architecture.ROOT, architecture);
    }

    @Test
    public void theTableNamesEveryBundleWithItsFolderAndNoOther() throws IOException {
        Map<String, String> layers = new TreeMap<>();
        architecture.bundles().forEach((bundle, row) -> layers.put(bundle, row.layer()));
        assertEquals(Architecture.folders(), layers);
    }

    @Test
    public void everyArrowGoesDownAsTheTableOfLayersSays() {
        assertEquals(List.of(), architecture.wrongArrows());
    }

    @Test
    public void noPackagesKnowEachOtherInACircle() {
        rules.noCircles().check(ours);
    }

    @Test
    public void everyBundleWasRead() {
        Set<String> read = new TreeSet<>();
        ours.forEach(type ->
                read.add(bundle(Location.of(type.getSource().orElseThrow().getUri()))));
        assertEquals(architecture.bundles().keySet(), read);
    }

    @Test
    public void everyClassIsInThePackageThatItsBundleIsNamedAfter() {
        ours.forEach(type -> {
            String bundle = bundle(Location.of(type.getSource().orElseThrow().getUri()));
            assertEquals(type.getName(), bundle, rules.bundleOf(type));
        });
    }

    @Test
    public void everyBundleKnowsOnlyThoseThatTheTableSays() {
        architecture.bundles().keySet().forEach(bundle -> rules.knowsOnly(bundle)
                .check(ours));
    }

    @Test
    public void everyArrowOfTheTableIsUsed() {
        architecture.bundles().forEach((bundle, row) -> row.knows()
                .forEach(known -> rules.uses(bundle, known).check(ours)));
    }

    @Test
    public void theCoresTouchNoSocketThreadLoggerOrContainer() {
        rules.coresTouchNothing().check(ours);
    }

    @Test
    public void theCoresAreHandedTheirClockAndTheirRandomness() {
        rules.coresTakeNothing().check(ours);
    }

    @Test
    public void everyRoleHasACore() {
        for (String role : Set.of("relay", "acceptor", "issuer", "call")) {
            String core = Architecture.ROOT + "." + role + ".core";
            assertEquals(
                    core,
                    1,
                    ours.stream()
                            .map(type -> type.getPackageName())
                            .filter(core::equals)
                            .distinct()
                            .count());
        }
    }

    @Test
    public void onlyCryptoAndTheProtectionsBelowItUseBouncyCastle() {
        rules.onlyOneBundleUses("crypto", "org.bouncycastle").check(ours);
    }

    @Test
    public void onlyTransportUsesNetty() {
        rules.onlyOneBundleUses("transport", "io.netty").check(ours);
    }

    @Test
    public void onlyTheStoreUsesTheDatabase() {
        rules.onlyOneBundleUses("store", "org.h2").check(ours);
    }

    @Test
    public void onlyTheShellUsesGogo() {
        rules.onlyOneBundleUses("shell", "org.apache.felix").check(ours);
    }

    @Test
    public void theServicesAndValuesNeedNothingButTheJdk() {
        rules.isPlainJava("api").check(ours);
    }

    @Test
    public void theWireNeedsNothingButTheJdk() {
        rules.isPlainJava("wire").check(ours);
    }

    /** {@return the short name of the bundle that a class file is from; empty if it is from elsewhere} */
    private static String bundle(Location location) {
        Matcher path = BUNDLE.matcher(location.asURI().toString());
        return path.find() ? path.group(1) : "";
    }
}
