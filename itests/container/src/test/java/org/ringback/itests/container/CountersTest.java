package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.kernel.Metrics.Metric;

/** {@code docs/counters.md} has every counter of every role. {@code -Ddocs.write=true} rewrites it. */
public final class CountersTest {
    private static final String HEAD =
            """
            # Counters

            What `status --counters` tells since the start, as the roles declare it (classes that are called …`Metric`; made by `CountersTest`). Where a
            counter says *by*, its kinds follow a dot: `refused.403`. One that is called …`-within` is a histogram, cumulative as in OpenMetrics: behind the path or way
            stands a limit in milliseconds, and what took no longer is counted: `rings.answered-within.punched.01000ms`; its limits are 250, 500, 1,000, 2,500, 5,000,
            10,000 and 45,000 ms, and `all`. `strangers.silent` and `strangers.shaking`, at a server, are no
            counts: so many connections of strangers stand now in the two stages of `silent-connections` and `shaking-connections`.
            """;

    @Test
    public void theDocumentSaysWhatEachCounterMeans() throws Exception {
        Map<String, List<Metric>> bundles = new TreeMap<>();
        for (Class<?> type : declaring()) {
            String bundle = type.getPackageName().replaceFirst("\\.(core|internal)$", "");
            bundles.merge(bundle, metrics(type), (some, more) -> Stream.concat(some.stream(), more.stream())
                    .toList());
        }
        String rendered = HEAD
                + bundles.entrySet().stream()
                        .map(bundle -> "\n## " + bundle.getKey() + "\n\n| counter | counts |\n|---|---|\n"
                                + rows(bundle.getValue()))
                        .collect(Collectors.joining());
        check(Architecture.root().resolve("docs/counters.md"), rendered);
    }

    private static String rows(List<Metric> metrics) {
        return metrics.stream()
                .sorted(Comparator.comparing(Metric::id))
                .map(metric -> "| `" + metric.id() + "` | " + metric.help() + " |\n")
                .collect(Collectors.joining());
    }

    private static List<Class<?>> declaring() throws ClassNotFoundException {
        return new ClassFileImporter()
                        .withImportOption(location -> location.contains("Metric.class") && !location.contains("$"))
                        .importPackages(Architecture.ROOT)
                        .stream()
                        .<Class<?>>map(type -> type.reflect())
                        .toList();
    }

    private static List<Metric> metrics(Class<?> type) {
        return Stream.of(type.getDeclaredFields()).map(CountersTest::metric).toList();
    }

    private static Metric metric(Field constant) {
        try {
            constant.setAccessible(true);
            return (Metric) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(Path file, String rendered) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, rendered);
        } else {
            assertEquals(
                    file + ": differs (expected: as the roles declare it); rewrite it with -Ddocs.write=true",
                    rendered,
                    Files.readString(file));
        }
    }
}
