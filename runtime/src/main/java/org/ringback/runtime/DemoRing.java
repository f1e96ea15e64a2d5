package org.ringback.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.json.JSONArray;
import org.json.JSONObject;

/**
 * The stories of all three parties of one ring. Immutable.
 *
 * @param own the issuer's story
 * @param parts every party's story, the issuer's included
 * @param page the result of fetching the page; empty if the ring was not answered
 */
record DemoRing(JSONObject own, List<JSONObject> parts, Optional<String> page) {
    private static final double NANOS_PER_MILLI = 1e6;

    DemoRing {
        parts = List.copyOf(parts);
    }

    boolean answered() {
        return own.getBoolean("answered") && page.isPresent();
    }

    /** {@return all steps in the order of the wall clock, in milliseconds since the issuer began} */
    private List<JSONObject> steps() {
        Instant began = Instant.parse(own.getString("began"));
        List<JSONObject> steps = new ArrayList<>();
        for (JSONObject part : parts) {
            double offset = Duration.between(began, Instant.parse(part.getString("began")))
                            .toNanos()
                    / NANOS_PER_MILLI;
            JSONArray told = part.getJSONArray("steps");
            for (int i = 0; i < told.length(); i++) {
                JSONObject step = told.getJSONObject(i);
                double millis = Math.round((offset + step.getDouble("millis")) * 10) / 10.0;
                steps.add(new JSONObject()
                        .put("party", part.getString("party"))
                        .put("name", step.getString("name"))
                        .put("detail", step.optString("detail"))
                        .put("millis", millis));
            }
        }
        steps.sort(Comparator.comparingDouble(step -> step.getDouble("millis")));
        return steps;
    }

    private String agreements() {
        TreeSet<String> groups = new TreeSet<>();
        for (JSONObject part : parts) {
            if (!part.optString("keyAgreement").isEmpty()) {
                groups.add(part.getString("keyAgreement"));
            }
        }
        return String.join(", ", groups);
    }

    JSONObject toJson() {
        return new JSONObject()
                .put("system", own.getString("system"))
                .put("protection", own.getString("protection"))
                .put("keyAgreement", agreements())
                .put("equipment", own.getString("equipment"))
                .put("nonce", own.getString("nonce"))
                .put("steps", steps())
                .put("answered", answered())
                .put("reason", own.optString("reason"))
                .put("page", page.orElse(""));
    }

    String print() {
        StringBuilder text = new StringBuilder("\n");
        text.append(String.format(
                Locale.ROOT,
                "Ring of %s, system %s, protection %s, key agreement %s%n",
                own.getString("equipment"),
                own.getString("system"),
                own.getString("protection"),
                agreements()));
        for (JSONObject step : steps()) {
            String detail = step.getString("detail");
            text.append(String.format(
                    Locale.ROOT,
                    "  %8.1f ms  %-9s %s%s%n",
                    step.getDouble("millis"),
                    step.getString("party"),
                    step.getString("name"),
                    detail.isEmpty() ? "" : ": " + detail));
        }
        text.append(answered() ? "  answered: " + page.orElse("") : "  not answered: " + own.optString("reason"));
        return text.toString();
    }
}
