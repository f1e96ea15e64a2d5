package org.ringback.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tables of layers and bundles as {@code docs/architecture.md} has them: the document is what the tests enforce. Immutable.
 *
 * @param layers which layers each may know beside itself, from the lowest up
 * @param bundles by short name, for example {@code relay}
 */
record Architecture(Map<String, Set<String>> layers, Map<String, Row> bundles) {
    /** What all our packages, bundles and folders begin with. */
    static final String ROOT = "org.ringback";

    private static final Pattern LAYER =
            Pattern.compile("^\\| \\*\\*([a-z]+)\\*\\* \\| [^|]+ \\| ([a-z, ]+) \\|$", Pattern.MULTILINE);

    private static final Pattern BUNDLE = Pattern.compile(
            "^\\| ([a-z]+) \\| `org\\.ringback\\.([a-z.]+)` \\| ([^|]+) \\| [^|]+ \\| ([a-z., ]+) \\|$",
            Pattern.MULTILINE);

    /**
     * One bundle.
     *
     * @param layer whose folder it is in
     * @param exports whether it has packages for others
     * @param knows whose packages it may use, by short name
     */
    record Row(String layer, boolean exports, Set<String> knows) {}

    Architecture {
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        bundles = Collections.unmodifiableMap(new TreeMap<>(bundles));
    }

    static Architecture read() throws IOException {
        return parse(Files.readString(root().resolve("docs/architecture.md")));
    }

    static Architecture parse(String document) {
        Map<String, Set<String>> layers = new LinkedHashMap<>();
        LAYER.matcher(document).results().forEach(line -> layers.put(line.group(1), names(line.group(2))));
        Map<String, Row> rows = new TreeMap<>();
        Matcher line = BUNDLE.matcher(document);
        while (line.find()) {
            boolean exports = !line.group(3).strip().equals("–");
            rows.put(line.group(2), new Row(line.group(1), exports, names(line.group(4))));
        }
        return new Architecture(layers, rows);
    }

    private static Set<String> names(String list) {
        return list.strip().equals("nothing") ? Set.of() : Set.of(list.strip().split(", ", -1));
    }

    /** {@return the arrows that do not go down, or not where the layer's may go} */
    List<String> wrongArrows() {
        List<String> wrong = new ArrayList<>();
        List<String> order = List.copyOf(layers.keySet());
        layers.forEach((layer, knows) -> knows.stream()
                .filter(known -> order.indexOf(known) < 0 || order.indexOf(known) >= order.indexOf(layer))
                .forEach(known -> wrong.add(layer + " -> " + known)));
        bundles.forEach((bundle, row) -> row.knows().forEach(known -> {
            String layer = bundles.get(known).layer();
            if (!layer.equals(row.layer())
                    && !layers.getOrDefault(row.layer(), Set.of()).contains(layer)) {
                wrong.add(bundle + " -> " + known);
            }
        }));
        return wrong;
    }

    /** What who writes a bundle begins with; it is built against an installation, and is no part of this build. */
    private static final Path TEMPLATE = Path.of("samples/com.example.greeting");

    /** {@return the folder of the whole project} */
    static Path root() {
        return Path.of(System.getProperty("ringback.root"));
    }

    /** {@return the layer of each bundle, by its short name, as the folders below {@code bundles/} have it} */
    static Map<String, String> folders() throws IOException {
        Map<String, String> layers = new TreeMap<>();
        Path bundles = root().resolve("bundles");
        try (Stream<Path> poms = Files.walk(bundles, 3)) {
            for (Path pom : poms.filter(file -> file.endsWith("pom.xml")).toList()) {
                Path folder = bundles.relativize(pom).getParent();
                if (folder == null || folder.equals(TEMPLATE)) {
                    continue;
                }
                String name = String.valueOf(folder.getFileName());
                if (folder.getNameCount() != 2 || !name.startsWith(ROOT + ".")) {
                    throw new IllegalStateException("bundles/" + folder + " (expected: LAYER/org.ringback.NAME)");
                }
                layers.put(name.substring(ROOT.length() + 1), folder.getName(0).toString());
            }
        }
        return layers;
    }
}
