package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.conformance.fixture.Documents;

/** docs/threat-model.md answers every question of every limit, and the tests that it names are there. */
public class LimitsTableTest {
    private static final int COLUMNS = 5;
    private static final String NONE = "–";
    private static final Pattern SECTION = Pattern.compile("(?ms)^## Limits$(.*?)(?=^## |\\z)");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)`");
    private static final Pattern TEST = Pattern.compile("\\w+(?:Test|IT)\\.java");

    /** The cells of each limit's row. */
    private static List<List<String>> rows() {
        List<List<String>> rows = SECTION.matcher(Documents.read("threat-model.md"))
                .results()
                .flatMap(section -> section.group(1).lines())
                .filter(line -> line.startsWith("| ") && !line.startsWith("| limit |"))
                .map(line -> Stream.of(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .limit(COLUMNS)
                        .toList())
                .toList();
        assertTrue("docs/threat-model.md has no limits", rows.size() > COLUMNS);
        return rows;
    }

    @Test
    public void everyLimitSaysWhoWhatWhomAndWhichTest() {
        for (List<String> row : rows()) {
            assertEquals(row.toString(), COLUMNS, row.size());
            assertTrue(row.toString(), row.stream().noneMatch(String::isEmpty));
        }
    }

    @Test
    public void everyTestNamedIsThere() throws IOException {
        Set<String> tests = tests();
        for (List<String> row : rows()) {
            String last = row.get(COLUMNS - 1);
            List<String> named =
                    NAME.matcher(last).results().map(name -> name.group(1)).toList();
            assertTrue(row + ": no test and no dash", last.equals(NONE) || !named.isEmpty());
            named.forEach(name -> assertTrue(row + ": there is no " + name, tests.contains(name)));
        }
    }

    /** The names of the test classes of every module. */
    private static Set<String> tests() throws IOException {
        Set<String> names = new HashSet<>();
        for (String modules : List.of("bundles", "itests")) {
            try (Stream<Path> files = Files.walk(Documents.path(modules))) {
                files.map(file -> String.valueOf(file.getFileName()))
                        .filter(name -> TEST.matcher(name).matches())
                        .forEach(name -> names.add(name.substring(0, name.lastIndexOf('.'))));
            }
        }
        return names;
    }
}
