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
import java.util.HashMap;
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
 * carries one. The programs (31 to 34) are tested as processes, in another module: there the source is looked at, where a
 * line {@code // Requirements 31, 32.} directly before {@code @Test} carries the numbers.
 */
public class ConformanceTableTest {
    private static final int LAST = 34;
    private static final int FIRST_PROGRAM = 31;
    private static final String PACKAGE = ConformanceTableTest.class.getPackageName();
    private static final String PROGRAMS = "itests/processes/src/test/java/org/ringback/processes/";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|[^|]+\\|([^|]+)\\|$");
    private static final Pattern PROGRAM_TEST = Pattern.compile(
            "// Requirements? (\\d+(?:, \\d+)*)\\.\\s+@Test\\b(?:\\([^()]*\\))?\\s+public void (\\w+)\\(");
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
        Set<Integer> numbers = IntStream.rangeClosed(1, LAST).boxed().collect(Collectors.toCollection(TreeSet::new));
        assertEquals(numbers, table().keySet());
    }

    @Test
    public void everyTestNamedExistsRunsAndCarriesItsNumber() throws Exception {
        Map<Named, Set<Integer>> programs = programTests();
        for (Map.Entry<Integer, List<Named>> row : table().entrySet()) {
            for (Named named : row.getValue()) {
                if (row.getKey() < FIRST_PROGRAM) {
                    checkClass(row.getKey(), named);
                } else {
                    Set<Integer> carried = programs.getOrDefault(named, Set.of());
                    assertTrue(
                            "row " + row.getKey() + ": " + named + " carries " + carried,
                            carried.contains(row.getKey()));
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

    /** The tests of the programs that carry a number, but none of a file in which one is ignored. */
    private static Map<Named, Set<Integer>> programTests() throws IOException {
        Map<Named, Set<Integer>> programs = new HashMap<>();
        try (Stream<Path> files = Files.list(Documents.path(PROGRAMS))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String type = String.valueOf(file.getFileName()).replace(".java", "");
                String source = Files.readString(file);
                if (source.contains("@Ignore")) {
                    continue;
                }
                for (MatchResult test : PROGRAM_TEST.matcher(source).results().toList()) {
                    Set<Integer> numbers = Stream.of(test.group(1).split(", ", -1))
                            .map(Integer::valueOf)
                            .collect(Collectors.toSet());
                    programs.put(new Named(type, test.group(2)), numbers);
                }
            }
        }
        return programs;
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
        programTests()
                .forEach((test, numbers) -> numbers.forEach(number -> {
                    if (!table.getOrDefault(number, List.of()).contains(test)) {
                        unnamed.add(number + ": " + test);
                    }
                }));
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
