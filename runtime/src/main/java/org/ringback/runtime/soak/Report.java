package org.ringback.runtime.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * What came of a soak. Immutable.
 *
 * @param plan what was to be done
 * @param pieces how many pieces of equipment were rung
 * @param updating how long the updates took
 * @param changes the updates
 * @param rung every ring
 * @param waited how many rings were due and waited for a place
 * @param leftOut how many rings were not asked, as those before were too late
 * @param heldMillis for how long no ring began, as the issuer's own bundles were exchanged
 * @param talks the conversations
 * @param wentBack which updates went back by themselves, in words
 * @param held what the processes hold
 */
public record Report(
        Plan plan,
        int pieces,
        Duration updating,
        List<Change> changes,
        List<Rung> rung,
        int waited,
        long leftOut,
        long heldMillis,
        Talks.Figures talks,
        List<String> wentBack,
        List<Held> held) {
    /** Copies the lists. */
    public Report {
        changes = List.copyOf(changes);
        rung = List.copyOf(rung);
        wentBack = List.copyOf(wentBack);
        held = List.copyOf(held);
    }

    RingFigures rings(Rung.Phase phase) {
        return RingFigures.of(rung, phase);
    }

    /** {@return how long each step took in all updates, sorted, by step in their order} */
    Map<String, List<Long>> steps() {
        Map<String, List<Long>> steps = new LinkedHashMap<>();
        for (Change change : changes) {
            change.millis().forEach((step, millis) -> steps.computeIfAbsent(step, name -> new ArrayList<>())
                    .add(millis));
        }
        steps.values().forEach(Collections::sort);
        return steps;
    }

    /** {@return what failed, in words; empty if nothing did} */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (Rung.Phase phase : Rung.Phase.values()) {
            RingFigures rings = rings(phase);
            if (rings.asked() == 0) {
                failures.add("rings, " + phase.words() + ": none was asked");
            }
            for (Map.Entry<String, Integer> failed : rings.failed().entrySet()) {
                failures.add("rings, " + phase.words() + ": " + failed.getValue() + " failed: " + failed.getKey());
            }
        }
        failures.addAll(talks.faults());
        if (talks.lost() != 0) {
            failures.add("conversations: " + talks.lost() + " bytes did not come back");
        }
        changes.stream().filter(one -> !one.done()).map(Change::line).forEach(failures::add);
        wentBack.forEach(one -> failures.add("went back by itself: " + one));
        if (plan.plant().isPresent() && changes.stream().allMatch(Change::done)) {
            failures.add("what was planted was not found");
        }
        held.stream()
                .filter(one -> !one.after().isClean())
                .map(one -> one.program() + ": what was replaced is still held")
                .forEach(failures::add);
        return failures;
    }

    /** {@return all of it, for a program; docs/soak.md tells of each field} */
    public JSONObject json() {
        JSONObject rings =
                new JSONObject().put("waited", waited).put("leftOut", leftOut).put("heldMillis", heldMillis);
        for (Rung.Phase phase : Rung.Phase.values()) {
            rings.put(phase.key(), rings(phase).json());
        }
        return new JSONObject()
                .put("plan", plan.json())
                .put("pieces", pieces)
                .put("raised", array(Equipment.RAISED.stream().map(Raised::json).toList()))
                .put("seconds", updating.toSeconds())
                .put("updates", array(changes.stream().map(Change::json).toList()))
                .put("wentBack", wentBack)
                .put("rings", rings)
                .put("conversations", talks.json())
                .put("processes", array(held.stream().map(Held::json).toList()))
                .put("failures", failures());
    }

    private static JSONArray array(List<JSONObject> all) {
        return new JSONArray(all);
    }
}
