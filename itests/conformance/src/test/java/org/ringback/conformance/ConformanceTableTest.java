package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Ignore;
import org.junit.Test;
import org.ringback.conformance.fixture.Documents;
import org.ringback.conformance.fixture.Row;

/**
 * docs/conformance.md names for each number tests that exist, run and carry that number, and it names every test that
 * carries one. The programs (31 to 34) are tested as processes, in another module: there the source is looked at.
 */
public class ConformanceTableTest {
    /** The numbers that no test shows yet; whoever adds the test takes its number out. */
    static final Set<Integer> NOT_SHOWN_YET = new TreeSet<>(List.of(31, 32, 33, 34));

    private static final int LAST = 34;
    private static final int FIRST_PROGRAM = 31;
    private static final String PACKAGE = ConformanceTableTest.class.getPackageName();
    private static final String PROGRAMS = "itests/processes/src/test/java/org/ringback/processes/";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|[^|]+\\|([^|]+)\\|$");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

    /** A test as the table names it; the method may be empty for the whole class. */
    private record Named(String type, String method) {}

    private static Map<Integer, List<Named>> table() {
        Map<Integer, List<Named>> table = new TreeMap<>();
        for (MatchResult row :
                ROW.matcher(Documents.read("conformance.md")).results().toList()) {
            List<Named> named = TEST.matcher(row.group(2))
                    .results()
                    .map(test -> new Named(test.group(1), test.group(2) == null ? "" : test.group(2)))
                    .toList();
            assertFalse("row " + row.group(1) + " names no test", named.isEmpty());
            assertTrue("row " + row.group(1) + " twice", table.put(Integer.valueOf(row.group(1)), named) == null);
        }
        return table;
    }

    @Test
    public void everyNumberIsShown() {
        Set<Integer> missing = IntStream.rangeClosed(1, LAST).boxed().collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(table().keySet());
        assertEquals("numbers without a row", NOT_SHOWN_YET, missing);
    }

    @Test
    public void everyTestNamedExistsRunsAndCarriesItsNumber() throws Exception {
        for (Map.Entry<Integer, List<Named>> row : table().entrySet()) {
            for (Named named : row.getValue()) {
                if (row.getKey() < FIRST_PROGRAM) {
                    checkClass(row.getKey(), named);
                } else {
                    checkSource(row.getKey(), named);
                }
            }
        }
    }

    private static void checkClass(int number, Named named) throws ClassNotFoundException {
        Class<?> type = Class.forName(PACKAGE + "." + named.type());
        List<Method> tests = tests(type).stream()
                .filter(method -> named.method().isEmpty() || method.getName().equals(named.method()))
                .filter(method -> numbers(method).contains(number))
                .toList();
        assertFalse("row " + number + ": no test that carries it in " + named, tests.isEmpty());
    }

    private static void checkSource(int number, Named named) throws IOException {
        Path source = Documents.path(PROGRAMS + named.type() + ".java");
        assertTrue("row " + number + ": no " + source, Files.exists(source));
        String text = Files.readString(source);
        String wanted = named.method().isEmpty() ? "\\w+" : named.method();
        assertTrue(
                "row " + number + ": no such test in " + named,
                Pattern.compile("@Test[^{}]*\\bpublic void " + wanted + "\\(")
                        .matcher(text)
                        .find());
        assertFalse("row " + number + ": ignored", text.contains("@Ignore"));
    }

    private static List<Method> tests(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)
                        && !method.isAnnotationPresent(Ignore.class)
                        && !type.isAnnotationPresent(Ignore.class))
                .toList();
    }

    private static Set<Integer> numbers(Method test) {
        Row own = test.getAnnotation(Row.class);
        Row row = own == null ? test.getDeclaringClass().getAnnotation(Row.class) : own;
        return row == null ? Set.of() : Arrays.stream(row.value()).boxed().collect(Collectors.toSet());
    }

    @Test
    public void everyTestThatCarriesANumberIsNamed() throws Exception {
        Map<Integer, List<Named>> table = table();
        List<String> unnamed = new ArrayList<>();
        for (Class<?> type : testClasses()) {
            for (Method test : tests(type)) {
                for (int number : numbers(test)) {
                    List<Named> named = table.getOrDefault(number, List.of());
                    if (!named.contains(new Named(type.getSimpleName(), ""))
                            && !named.contains(new Named(type.getSimpleName(), test.getName()))) {
                        unnamed.add(number + ": " + type.getSimpleName() + "." + test.getName());
                    }
                }
            }
        }
        assertEquals("not in docs/conformance.md", List.of(), unnamed);
    }

    private static List<Class<?>> testClasses() throws Exception {
        Path folder = Path.of(ConformanceTableTest.class.getResource("").toURI());
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith("Test.class")) {
                    types.add(Class.forName(PACKAGE + "." + name.substring(0, name.lastIndexOf('.'))));
                }
            }
        }
        return types;
    }
}
