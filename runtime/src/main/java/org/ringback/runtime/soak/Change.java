package org.ringback.runtime.soak;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.json.JSONObject;

/**
 * What became of one update in one program. Immutable.
 *
 * @param program which
 * @param bundles their symbolic names
 * @param version to which
 * @param done whether they run now; else nothing has changed
 * @param words what was done, or why nothing was
 * @param millis how long each step took, in their order
 */
record Change(
        String program, List<String> bundles, String version, boolean done, String words, Map<String, Long> millis) {
    private static final String MILLIS = "millis";
    private static final String WORDS = "words";
    private static final int BRIEF = 300;

    Change {
        bundles = List.copyOf(bundles);
        millis = Collections.unmodifiableMap(new LinkedHashMap<>(millis));
    }

    /** The latest update in what the command {@code updates --json} told, if it ended after a moment. */
    static Optional<Change> latest(String told, Instant after, Program program, Releases.Release release) {
        return pieces(told, "update")
                .findFirst()
                .filter(one -> Instant.parse(one.getString("when")).isAfter(after))
                .map(one -> new Change(
                        program.name(),
                        release.names(),
                        release.version(),
                        one.getBoolean("done"),
                        one.getString(WORDS),
                        millis(told, one.getJSONObject(MILLIS))));
    }

    /** What went back to what was there before, by itself, as nobody else here has it go. */
    static List<String> wentBack(String told) {
        return pieces(told, "rollback").map(one -> one.getString(WORDS)).toList();
    }

    private static Stream<JSONObject> pieces(String told, String what) {
        return StreamSupport.stream(new JSONObject(told).getJSONArray("updates").spliterator(), false)
                .map(JSONObject.class::cast)
                .filter(one -> one.getString("what").equals(what));
    }

    /** In the order in which they were told, which an object that was read has lost. */
    private static Map<String, Long> millis(String told, JSONObject steps) {
        int from = told.indexOf('"' + MILLIS + '"');
        Map<String, Long> millis = new LinkedHashMap<>();
        steps.keySet().stream()
                .sorted(comparingInt(step -> told.indexOf('"' + step + '"', from)))
                .forEach(step -> millis.put(step, steps.getLong(step)));
        return millis;
    }

    static Change refused(Program program, Releases.Release release, String words) {
        return new Change(program.name(), release.names(), release.version(), false, words, Map.of());
    }

    /** {@return one line for a person} */
    String line() {
        String steps = millis.entrySet().stream()
                .map(step -> step.getKey() + " " + step.getValue())
                .collect(joining(", "));
        return program + ": " + (done ? String.join(", ", bundles) + " " + version : "NOT done: " + brief())
                + (steps.isEmpty() ? "" : "; ms: " + steps);
    }

    /** The beginning of the words, as a crypto that is wrong is so in many ways. */
    private String brief() {
        return words.length() <= BRIEF ? words : words.substring(0, BRIEF) + " …";
    }

    JSONObject json() {
        return new JSONObject()
                .put("program", program)
                .put("bundles", bundles)
                .put("version", version)
                .put("done", done)
                .put(WORDS, words)
                .put(MILLIS, new JSONObject(millis));
    }
}
