import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * What a long run came to, out of the reports of all its tests: java tools/LongRun.java ROOT BEGAN FILE [SIZE=VALUE ...]
 * writes FILE as JSON, and fails if a test did. Only reports since BEGAN count.
 */
final class LongRun {
    private record Result(String name, long tests, long failed, long skipped, double seconds) {
        private String json() {
            return "{" + pair("name", quoted(name)) + ", " + pair("tests", tests) + ", " + pair("failed", failed) + ", "
                    + pair("skipped", skipped) + ", " + pair("seconds", seconds) + "}";
        }
    }

    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]);
        Instant began = Instant.parse(args[1]);
        Map<String, String> sizes = new TreeMap<>();
        for (int i = 3; i < args.length; i++) {
            int at = args[i].indexOf('=');
            sizes.put(args[i].substring(0, at), args[i].substring(at + 1));
        }
        List<Result> results = results(root, began);
        long failed = results.stream().mapToLong(Result::failed).sum();
        String json = "{\n"
                + line("commit", quoted(run(root, "git", "rev-parse", "HEAD")))
                + line("changedSince", !run(root, "git", "status", "--porcelain", "--untracked-files=no").isEmpty())
                + line("began", quoted(began.toString()))
                + line("seconds", Duration.between(began, Instant.now()).toSeconds())
                + line("machine", object(machine(), true))
                + line("sizes", object(sizes, false))
                + line("ok", failed == 0 && !results.isEmpty())
                + line("tests", results.stream().mapToLong(Result::tests).sum())
                + line("failed", failed)
                + line("skipped", results.stream().mapToLong(Result::skipped).sum())
                + "  \"classes\": [\n"
                + results.stream().map(result -> "    " + result.json()).collect(Collectors.joining(",\n"))
                + "\n  ]\n}\n";
        Files.writeString(Path.of(args[2]), json);
        System.out.println("long run: " + results.size() + " classes, " + failed + " tests failed; " + args[2]);
        System.exit(failed == 0 && !results.isEmpty() ? 0 : 1);
    }

    private static List<Result> results(Path root, Instant began) throws Exception {
        List<Path> reports;
        try (Stream<Path> files = Files.find(root, 6, (path, is) -> path.getFileName().toString().matches("TEST-.*\\.xml")
                && path.getParent().getFileName().toString().matches("(surefire|failsafe)-reports")
                && !is.lastModifiedTime().toInstant().isBefore(began.truncatedTo(ChronoUnit.SECONDS)))) {
            reports = files.sorted().toList();
        }
        List<Result> results = new ArrayList<>();
        for (Path report : reports) {
            Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile()).getDocumentElement();
            results.add(new Result(
                    suite.getAttribute("name"),
                    number(suite, "tests"),
                    number(suite, "failures") + number(suite, "errors"),
                    number(suite, "skipped"),
                    Double.parseDouble(suite.getAttribute("time").replace(",", ""))));
        }
        return results;
    }

    private static long number(Element suite, String attribute) {
        return Long.parseLong(suite.getAttribute(attribute));
    }

    private static Map<String, String> machine() throws IOException {
        Map<String, String> machine = new TreeMap<>();
        Path processors = Path.of("/proc/cpuinfo");
        String model = "unknown";
        if (Files.exists(processors)) {
            model = Files.readAllLines(processors).stream()
                    .filter(row -> row.startsWith("model name"))
                    .map(row -> row.substring(row.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(model);
        }
        machine.put("processor", model);
        machine.put("cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
        machine.put("java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    private static String run(Path root, String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command).directory(root.toFile()).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String line(String name, Object value) {
        return "  " + pair(name, value) + ",\n";
    }

    private static String pair(String name, Object value) {
        return quoted(name) + ": " + value;
    }

    private static String object(Map<String, String> values, boolean texts) {
        return values.entrySet().stream()
                .map(one -> pair(one.getKey(), texts ? quoted(one.getValue()) : one.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(one -> quoted.append(
                one == '"' || one == '\\' ? "\\" + (char) one : one < ' ' ? " " : String.valueOf((char) one)));
        return quoted.append('"').toString();
    }
}
