import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs benches and sums up what they measured: java bench/Bench.java [--json] [NAME ...]. What a bench prints is
 * described in README.md of this folder. Ends with 1 if a bench broke off, with 3 if one lacked a tool.
 */
final class Bench {
    private static final String OURS = "ringback";
    private static final int TOOL_MISSING = 3;

    /** What was measured of one thing: who, then the value of each round. */
    private static final class Figure {
        private final String name;
        private final String unit;
        private final Map<String, Map<Integer, Double>> samples = new LinkedHashMap<>();
        private final List<Limit> limits = new ArrayList<>();

        private Figure(String name, String unit) {
            this.name = name;
            this.unit = unit;
        }

        private Map<Integer, Double> of(String who) {
            return samples.getOrDefault(who, Map.of());
        }

        /** Ours divided by the peer's, round by round: a slow minute of the machine strikes both. */
        private List<Double> ratios(String peer) {
            Map<Integer, Double> peers = of(peer);
            return of(OURS).entrySet().stream()
                    .filter(ours -> peers.getOrDefault(ours.getKey(), 0.0) > 0)
                    .map(ours -> ours.getValue() / peers.get(ours.getKey()))
                    .toList();
        }

        private List<String> peers() {
            return samples.keySet().stream().filter(who -> !who.equals(OURS)).toList();
        }
    }

    /** A bar: {@code at most} or {@code at least} a value, or a ratio to a peer. */
    private record Limit(String words, boolean most, double value, String peer) {
        private static Limit of(String words, String peer) {
            String bar = words.startsWith("ratio ") ? words.substring("ratio ".length()) : words;
            boolean most = bar.startsWith("at most ");
            if (words.startsWith("ratio ") == peer.isEmpty() || !most && !bar.startsWith("at least ")) {
                throw new IllegalArgumentException("limit: '" + words + "' '" + peer
                        + "' (expected: 'at most N', 'at least N', or 'ratio at most N' with a peer)");
            }
            return new Limit(words, most, Double.parseDouble(bar.substring(bar.lastIndexOf(' ') + 1)), peer);
        }

        private boolean held(Figure figure) {
            double seen = median(peer.isEmpty() ? figure.of(OURS).values() : figure.ratios(peer));
            return most ? seen <= value : seen >= value;
        }
    }

    private record Result(String name, int exit, Duration took, List<Figure> figures) {}

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        boolean json = List.of(args).contains("--json");
        List<String> names = Stream.of(args).filter(word -> !word.startsWith("-")).toList();
        Path here = Path.of(System.getProperty("bench", "bench"));
        List<String> known = known(here);
        List<String> wrong = Stream.concat(
                        Stream.of(args).filter(word -> word.startsWith("-") && !word.equals("--json")),
                        names.stream().filter(name -> !known.contains(name)))
                .toList();
        if (!wrong.isEmpty()) {
            System.err.println("ringback: bench: " + String.join(" ", wrong) + " (expected: [--json] [NAME…], names of: "
                    + String.join(" ", known) + "; without a name all of them)");
            System.exit(List.of("--help", "-h").containsAll(wrong) ? 0 : 2);
        }
        Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        List<Result> results = new ArrayList<>();
        for (String name : names.isEmpty() ? known : names) {
            Result result = run(here, name);
            results.add(result);
            if (!json) {
                table(result);
            }
        }
        if (json) {
            System.out.println(json(here, began, results));
        }
        System.exit(results.stream().mapToInt(Result::exit).anyMatch(exit -> exit != 0 && exit != TOOL_MISSING)
                ? 1
                : results.stream().mapToInt(Result::exit).max().orElse(0));
    }

    private static List<String> known(Path here) throws IOException {
        try (Stream<Path> folders = Files.list(here)) {
            return folders.filter(folder -> Files.isExecutable(folder.resolve("run.sh")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static Result run(Path here, String name) throws IOException, InterruptedException {
        System.err.println("ringback: bench " + name);
        Instant began = Instant.now();
        Process process = new ProcessBuilder(here.resolve(name).resolve("run.sh").toAbsolutePath().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread asked = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(asked);
        process.getOutputStream().close();
        Map<String, Figure> figures = new LinkedHashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(figures, line);
            }
        }
        int exit = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(asked);
        return new Result(name, exit, Duration.between(began, Instant.now()), List.copyOf(figures.values()));
    }

    private static void take(Map<String, Figure> figures, String line) {
        String[] words = line.split("\t", -1);
        if (words[0].equals("sample") && words.length == 6) {
            figures.computeIfAbsent(words[2], name -> new Figure(name, words[3]))
                    .samples
                    .computeIfAbsent(words[4], who -> new TreeMap<>())
                    .put(Integer.valueOf(words[1]), Double.valueOf(words[5]));
        } else if (words[0].equals("limit") && words.length >= 3) {
            Figure figure = figures.get(words[1]);
            if (figure == null) {
                throw new IllegalArgumentException("limit: " + words[1] + ": no sample of it came before");
            }
            figure.limits.add(Limit.of(words[2], words.length > 3 ? words[3] : ""));
        } else {
            System.err.println(line);
        }
    }

    private static double median(Collection<Double> values) {
        double[] sorted = sorted(values);
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? Double.NaN
                : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double[] sorted(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static void table(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("FIGURE", "UNIT", "RINGBACK", "LOW-HIGH", "PEER", "ITS FIGURE", "RATIO", "BAR"));
        for (Figure figure : result.figures) {
            List<String> peers = figure.peers().isEmpty() ? List.of("") : figure.peers();
            for (String peer : peers) {
                boolean first = peer.equals(peers.get(0));
                rows.add(List.of(
                        first ? figure.name : "",
                        first ? figure.unit : "",
                        first ? number(median(figure.of(OURS).values())) : "",
                        first ? spread(figure.of(OURS).values()) : "",
                        peer,
                        peer.isEmpty() ? "" : number(median(figure.of(peer).values())),
                        peer.isEmpty() ? "" : number(median(figure.ratios(peer))),
                        bars(figure, peer, first)));
            }
        }
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
        System.out.println(result.name + ": " + result.took.toSeconds() + " s"
                + (result.exit == 0 ? "" : ", broke off with exit code " + result.exit) + "\n");
    }

    private static String bars(Figure figure, String peer, boolean first) {
        return figure.limits.stream()
                .filter(limit -> limit.peer.equals(peer) || limit.peer.isEmpty() && first)
                .map(limit -> limit.words + (limit.held(figure) ? ": held" : ": MISSED"))
                .collect(Collectors.joining("; "));
    }

    private static String spread(Collection<Double> values) {
        double[] sorted = sorted(values);
        return sorted.length < 2 ? "" : number(sorted[0]) + "-" + number(sorted[sorted.length - 1]);
    }

    /** Three digits that mean something. */
    private static String number(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }

    private static String json(Path here, Instant began, List<Result> results) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("{\"began\": " + quoted(began.toString()) + ", \"commit\": "
                + quoted(commit(here)) + ", \"processor\": " + quoted(processor()) + ", \"processors\": "
                + Runtime.getRuntime().availableProcessors() + ", \"java\": " + quoted(Runtime.version().toString())
                + ", \"benches\": [");
        text.append(results.stream()
                .map(result -> "\n  {\"name\": " + quoted(result.name) + ", \"exit\": " + result.exit + ", \"seconds\": "
                        + result.took.toSeconds() + ", \"figures\": ["
                        + result.figures.stream().map(Bench::json).collect(Collectors.joining(",")) + "]}")
                .collect(Collectors.joining(",")));
        return text.append("\n]}").toString();
    }

    private static String json(Figure figure) {
        return "\n    {\"figure\": " + quoted(figure.name) + ", \"unit\": " + quoted(figure.unit)
                + ", \"median\": " + value(median(figure.of(OURS).values()))
                + ", \"rounds\": " + values(figure.of(OURS).values())
                + ", \"peers\": ["
                + figure.peers().stream()
                        .map(peer -> "{\"peer\": " + quoted(peer) + ", \"median\": "
                                + value(median(figure.of(peer).values())) + ", \"rounds\": "
                                + values(figure.of(peer).values()) + ", \"ratio\": "
                                + value(median(figure.ratios(peer))) + "}")
                        .collect(Collectors.joining(", "))
                + "], \"bars\": ["
                + figure.limits.stream()
                        .map(limit -> "{\"bar\": " + quoted(limit.words) + ", \"peer\": " + quoted(limit.peer)
                                + ", \"held\": " + limit.held(figure) + "}")
                        .collect(Collectors.joining(", "))
                + "]}";
    }

    private static String values(Collection<Double> values) {
        return values.stream().map(Bench::value).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String value(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "null";
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return System.getProperty("os.arch");
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("^[^:]*: *", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }

    private static String commit(Path here) throws IOException, InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "-C", here.toString(), "rev-parse", "HEAD")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? commit : "";
        } catch (IOException withoutGit) {
            return "";
        }
    }
}
