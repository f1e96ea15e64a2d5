package org.ringback.nat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.ringback.kit.Checked;
import org.ringback.kit.Program;

/** Writes what came of a grid as JSON: one line for each cell, and for each ring in a condition. Stateless. */
final class GridFile {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private GridFile() {}

    /** {@return the text of the file} */
    static String text(Grid grid, Instant began, List<String> faults) {
        return "{\n"
                + line("commit", JSONObject.quote(git("rev-parse", "HEAD")))
                + line(
                        "changedSince",
                        !git("status", "--porcelain", "--untracked-files=no").isEmpty())
                + line(
                        "began",
                        JSONObject.quote(began.truncatedTo(ChronoUnit.SECONDS).toString()))
                + line("seconds", Duration.between(began, Instant.now()).toSeconds())
                + line("machine", object(machine()))
                + line("cells", list(cells(grid)))
                + line("conditions", list(conditions(grid.outcomes())))
                + "  \"faults\": " + list(faults.stream().map(JSONObject::quote).toList())
                + "\n}\n";
    }

    private static List<String> cells(Grid grid) {
        Map<Cell, List<Outcome>> cells = grid.outcomes().stream()
                .filter(outcome -> outcome.trial().condition().equals(Condition.CALM))
                .collect(Collectors.groupingBy(outcome -> outcome.trial().cell()));
        return cells.keySet().stream()
                .sorted(Cell.ORDER)
                .map(cell ->
                        object(cell(cell, cells.get(cell), grid.roundTrip(cell).orElse(0.0))))
                .toList();
    }

    private static Map<String, Object> cell(Cell cell, List<Outcome> rings, double roundTrip) {
        Map<String, Object> told = ends(cell);
        told.put("rings", rings.size());
        told.put("direct", count(rings, outcome -> went(outcome, Way.DIRECT)));
        told.put(
                "crossed",
                count(rings, outcome -> outcome.answered() && outcome.reading().crossed()));
        told.put("relayed", count(rings, outcome -> went(outcome, Way.RELAYED)));
        told.put("failed", count(rings, outcome -> !outcome.answered()));
        double[] millis = answered(rings, Outcome::millis);
        double[] fromRequest = answered(rings, Outcome::fromRequest);
        told.put("medianMillis", millis.length == 0 ? 0 : tenths(millis[millis.length / 2]));
        told.put("medianMillisFromRequest", fromRequest.length == 0 ? 0 : tenths(fromRequest[fromRequest.length / 2]));
        told.put("longestMillis", millis.length == 0 ? 0 : tenths(millis[millis.length - 1]));
        told.put("roundTripMillis", tenths(roundTrip));
        told.put(
                "mostSyns",
                rings.stream()
                        .mapToInt(outcome -> outcome.reading().syns())
                        .max()
                        .orElse(0));
        return told;
    }

    private static double[] answered(List<Outcome> rings, ToDoubleFunction<Outcome> time) {
        return rings.stream()
                .filter(Outcome::answered)
                .mapToDouble(time)
                .sorted()
                .toArray();
    }

    private static boolean went(Outcome outcome, Way way) {
        return outcome.answered() && outcome.reading().way() == way;
    }

    private static long count(List<Outcome> rings, Predicate<Outcome> which) {
        return rings.stream().filter(which).count();
    }

    private static List<String> conditions(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> !outcome.trial().condition().equals(Condition.CALM))
                .sorted((one, other) ->
                        Cell.ORDER.compare(one.trial().cell(), other.trial().cell()))
                .map(outcome -> object(condition(outcome)))
                .toList();
    }

    private static Map<String, Object> condition(Outcome outcome) {
        Condition condition = outcome.trial().condition();
        Map<String, Object> told = ends(outcome.trial().cell());
        told.put("oneWayMillis", condition.oneWay().toMillis());
        told.put("lossPercent", condition.lossPercent());
        told.put("bindingSeconds", condition.binding().map(Duration::toSeconds).orElse(0L));
        told.put("mtu", condition.mtu());
        told.put("event", condition.event().label());
        told.put("answered", outcome.answered());
        told.put("way", outcome.reading().way().name().toLowerCase(Locale.ROOT));
        told.put("crossed", outcome.reading().crossed());
        told.put("syns", outcome.reading().syns());
        told.put("millis", tenths(outcome.millis()));
        told.put("reason", outcome.reason());
        return told;
    }

    private static Map<String, Object> ends(Cell cell) {
        Map<String, Object> ends = new LinkedHashMap<>();
        ends.put("issuer", cell.from());
        ends.put("home", cell.home().label());
        ends.put("mustBeDirect", Verdict.mustBeDirect(cell));
        return ends;
    }

    private static double tenths(double millis) {
        return Math.round(millis * 10) / 10.0;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new TreeMap<>();
        machine.put("processor", processor());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return machine;
    }

    private static String processor() {
        return Checked.get(() -> Files.readAllLines(Path.of("/proc/cpuinfo"))).stream()
                .filter(row -> row.startsWith("model name"))
                .map(row -> row.substring(row.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String git(String... words) {
        return Program.foreign(
                        LIMIT, Stream.concat(Stream.of("git"), Stream.of(words)).toList())
                .output()
                .strip();
    }

    private static String line(String name, Object value) {
        return "  " + JSONObject.quote(name) + ": " + value + ",\n";
    }

    private static String object(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(one -> JSONObject.quote(one.getKey()) + ": " + JSONObject.valueToString(one.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String list(List<String> rows) {
        return rows.isEmpty() ? "[]" : rows.stream().collect(Collectors.joining(",\n    ", "[\n    ", "\n  ]"));
    }
}
