package org.ringback.itests.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of bundles as {@code docs/architecture.md} has it: the document is what the tests enforce. Immutable.
 *
 * @param bundles by short name, for example {@code relay}
 */
record Architecture(Map<String, Row> bundles) {
    /** What all our packages, bundles and folders begin with. */
    static final String ROOT = "org.ringback";

    private static final Pattern LINE = Pattern.compile(
            "^\\| `org\\.ringback\\.([a-z.]+)` \\| ([^|]+) \\| [^|]+ \\| ([a-z., ]+) \\|$", Pattern.MULTILINE);

    /**
     * One bundle.
     *
     * @param exports whether it has packages for others
     * @param knows whose packages it may use, by short name
     */
    record Row(boolean exports, Set<String> knows) {}

    Architecture {
        bundles = Collections.unmodifiableMap(new TreeMap<>(bundles));
    }

    static Architecture read() throws IOException {
        return parse(Files.readString(root().resolve("docs/architecture.md")));
    }

    static Architecture parse(String document) {
        Map<String, Row> rows = new TreeMap<>();
        Matcher line = LINE.matcher(document);
        while (line.find()) {
            Set<String> knows = new TreeSet<>();
            for (String known : line.group(3).strip().split(", ", -1)) {
                if (!known.equals("nothing")) {
                    knows.add(known);
                }
            }
            rows.put(line.group(1), new Row(!line.group(2).strip().equals("–"), knows));
        }
        return new Architecture(rows);
    }

    /** {@return the folder of the whole project} */
    static Path root() {
        return Path.of(System.getProperty("ringback.root"));
    }

    /** {@return the names of the folders below {@code bundles/}, short} */
    static Set<String> folders() throws IOException {
        try (var folders = Files.list(root().resolve("bundles"))) {
            List<String> names = folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .toList();
            Set<String> bundles = new TreeSet<>();
            for (String name : names) {
                if (!name.startsWith(ROOT + ".")) {
                    throw new IllegalStateException("bundles/" + name + " (expected: org.ringback.NAME)");
                }
                bundles.add(name.substring(ROOT.length() + 1));
            }
            return bundles;
        }
    }
}
