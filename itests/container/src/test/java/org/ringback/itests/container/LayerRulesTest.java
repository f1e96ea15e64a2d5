package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.itests.container.Architecture.Row;

/** Each rule of the layers finds the class below {@code wrong} that breaks it, and no other. */
public final class LayerRulesTest {
    private static final String WRONG = LayerRulesTest.class.getPackageName() + ".wrong";
    private static final LayerRules RULES = new LayerRules(
            WRONG,
            new Architecture(
                    Map.of(),
                    Map.of(
                            "api", new Row("api", true, Set.of()),
                            "wire", new Row("base", true, Set.of("api")),
                            "transport", new Row("base", true, Set.of("api")),
                            "crypto", new Row("crypto", false, Set.of("api")),
                            "relay", new Row("roles", false, Set.of("api", "transport")))));

    private static JavaClasses wrong;

    @BeforeClass
    public static void readTheWrongClasses() {
        wrong = new ClassFileImporter().importPackages(WRONG);
    }

    @Test
    public void aBundleThatIsNotKnownIsFound() {
        finds(RULES.knowsOnly("wire"), "KnowsTheRelay");
    }

    @Test
    public void aPackageThatIsNotExportedIsFound() {
        finds(RULES.knowsOnly("relay"), "UsesWhatIsNotExported");
    }

    @Test
    public void anArrowThatNobodyUsesIsFound() {
        assertEquals(
                List.of("wire never uses api"),
                RULES.uses("wire", "api").evaluate(wrong).getFailureReport().getDetails());
        assertFalse(RULES.uses("relay", "api").evaluate(wrong).hasViolation());
    }

    @Test
    public void socketsThreadsLoggersContainersAndDriversInACoreAreFound() {
        finds(RULES.coresTouchNothing(), "HasASocket", "HasAThread", "KnowsItsDriver", "KnowsTheContainer");
    }

    @Test
    public void everySingleThingThatReachesOutOfACoreIsFound() {
        String report =
                RULES.coresTouchNothing().evaluate(wrong).getFailureReport().toString();
        for (String reached : List.of(
                "java.net.Socket",
                "java.nio.channels.ByteChannel",
                "java.util.concurrent.Executor",
                "java.lang.Thread",
                "org.osgi.framework.BundleContext",
                "org.slf4j.Logger")) {
            assertTrue(reached, report.contains("<" + reached + ">"));
        }
    }

    @Test
    public void clocksAndRandomnessInACoreAreFound() {
        finds(RULES.coresTakeNothing(), "AsksTheClock", "DrawsItsOwnBits");
        String report =
                RULES.coresTakeNothing().evaluate(wrong).getFailureReport().toString();
        for (String taken : List.of("Instant.now()", "System.nanoTime()", "SecureRandom.<init>()")) {
            assertTrue(taken, report.contains(taken));
        }
    }

    @Test
    public void aLibraryOfAnotherBundleIsFound() {
        finds(RULES.onlyOneBundleUses("crypto", "org.bouncycastle"), "UsesAnothersLibraries");
        finds(RULES.onlyOneBundleUses("transport", "io.netty"), "UsesAnothersLibraries");
    }

    @Test
    public void aLoggerAmongTheValuesIsFound() {
        finds(RULES.isPlainJava("api"), "NeedsALogger");
    }

    @Test
    public void theTableIsReadAsItStands() {
        Architecture read = Architecture.parse(
                """
                | layer | what it is | may know |
                |---|---|---|
                | **low** | what all share | nothing |
                | **high** | the roles | low |

                | layer | bundle | exports | what it is | knows |
                |---|---|---|---|---|
                | low | `org.ringback.api` | services, values | what all share | nothing |
                | high | `org.ringback.relay` | – | the server's side | api, relay.more |
                | high | `org.ringback.relay.more` | – | another | api |
                """);
        assertEquals(List.of("low", "high"), List.copyOf(read.layers().keySet()));
        assertEquals(
                Map.of(
                        "api", new Row("low", true, Set.of()),
                        "relay", new Row("high", false, Set.of("api", "relay.more")),
                        "relay.more", new Row("high", false, Set.of("api"))),
                read.bundles());
        assertEquals(List.of(), read.wrongArrows());
    }

    @Test
    public void anArrowUpOrPastItsLayerIsFound() {
        Map<String, Set<String>> layers = new LinkedHashMap<>();
        layers.put("low", Set.of("high"));
        layers.put("middle", Set.of("low"));
        layers.put("high", Set.of("middle"));
        Architecture wrong = new Architecture(
                layers,
                Map.of(
                        "api", new Row("low", true, Set.of()),
                        "kernel", new Row("middle", true, Set.of("api", "relay")),
                        "relay", new Row("high", false, Set.of("api", "kernel"))));
        assertEquals(List.of("low -> high", "kernel -> relay", "relay -> api"), wrong.wrongArrows());
    }

    @Test
    public void packagesThatKnowEachOtherInACircleAreFound() {
        String report = RULES.noCircles().evaluate(wrong).getFailureReport().toString();
        assertTrue(report, report.contains("relay.core") && report.contains("relay.internal"));
    }

    /** The rule reports each of these classes, and no other of the wrong ones. */
    private static void finds(ArchRule rule, String... culprits) {
        List<String> report = rule.evaluate(wrong).getFailureReport().getDetails();
        for (String culprit : culprits) {
            assertTrue(culprit + " in " + report, report.stream().anyMatch(line -> line.contains("." + culprit)));
        }
        for (String line : report) {
            assertTrue(line, List.of(culprits).stream().anyMatch(culprit -> line.contains("." + culprit)));
        }
    }
}
