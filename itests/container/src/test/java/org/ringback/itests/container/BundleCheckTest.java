package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** The check of manifests finds what it is for. */
public final class BundleCheckTest {
    private static final String NAME = "org.ringback.some";
    private static final Set<String> ENTRIES = Set.of(
            "META-INF/MANIFEST.MF",
            "org/ringback/some/Service.class",
            "org/ringback/some/more/Value.class",
            "org/ringback/some/core/Core.class",
            "org/ringback/some/internal/Driver.class");
    private static final String BOTH =
            "org.ringback.some;version=\"1.0\";uses:=\"a,b\",org.ringback.some.more;version=\"1.0\"";

    @Test
    public void whatIsRightPasses() {
        assertEquals(List.of(), problems(true, NAME, BOTH, ENTRIES));
    }

    @Test
    public void anotherNameIsFound() {
        assertEquals(
                List.of("Bundle-SymbolicName org.ringback.other (expected: org.ringback.some)"),
                problems(true, "org.ringback.other", BOTH, ENTRIES));
    }

    @Test
    public void anExportedInnerPackageIsFound() {
        assertEquals(
                List.of("Export-Package [org.ringback.some, org.ringback.some.core, org.ringback.some.more]"
                        + " (expected: [org.ringback.some, org.ringback.some.more])"),
                problems(true, NAME, BOTH + ",org.ringback.some.core", ENTRIES));
    }

    @Test
    public void aMissingExportIsFound() {
        assertEquals(
                List.of("Export-Package [org.ringback.some]"
                        + " (expected: [org.ringback.some, org.ringback.some.more])"),
                problems(true, NAME, NAME, ENTRIES));
    }

    @Test
    public void anExportOfABundleThatHasNoneIsFound() {
        assertEquals(
                List.of("Export-Package [org.ringback.some] (expected: [])"), problems(false, NAME, NAME, ENTRIES));
    }

    @Test
    public void aForeignClassInTheBundleIsFound() {
        assertEquals(
                List.of("org/json/JSONObject.class (expected: below org.ringback.some)"),
                problems(
                        false,
                        NAME,
                        "",
                        Set.of("org/json/JSONObject.class", "org/ringback/some/internal/Driver.class")));
    }

    private static List<String> problems(boolean exports, String name, String exported, Set<String> entries) {
        Map<String, String> manifest = exported.isEmpty()
                ? Map.of("Bundle-SymbolicName", name)
                : Map.of("Bundle-SymbolicName", name, "Export-Package", exported);
        return BundleCheck.problems(NAME, exports, BundleCheck.attributes(manifest), entries);
    }
}
