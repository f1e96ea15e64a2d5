package org.ringback.shell.internal;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.GrantTerms;

/** Reads what a grant gives as it is typed, and words it. Stateless. */
final class Terms {
    /** The values of options that are absent; what is typed and empty is refused instead. */
    static final String ALL = "*";

    static final String NEVER = "never";

    private static final String NONE = "-";
    /** So many characters of the names are shown in a table, or one name. */
    private static final int SHOWN = 30;

    private Terms() {}

    /**
     * Reads the options of a command.
     *
     * @param services names, comma-separated, or {@link #ALL}
     * @param until a time ({@link Until}), or {@link #NEVER}
     * @param now the time, in the zone of the person
     * @return what they mean
     */
    static GrantTerms read(String services, String until, ZonedDateTime now) {
        Optional<Instant> end = until.equals(NEVER) ? Optional.empty() : Optional.of(Until.read(until, now));
        boolean onlyThese = !services.equals(ALL);
        List<String> names = onlyThese
                ? Arrays.stream(services.split(",", -1)).map(String::strip).toList()
                : List.of();
        try {
            return new GrantTerms(names, onlyThese, end);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--" + e.getMessage());
        }
    }

    /** Words them to stand behind what is granted to whom; empty for all services without an end. */
    static String clause(GrantTerms terms) {
        return (terms.onlyThese() ? ", only " + String.join(",", terms.services()) : "")
                + terms.until().map(end -> ", until " + end).orElse("");
    }

    /** {@return a sentence for whoever makes the grant; empty for all services without an end} */
    static Optional<String> sentence(GrantTerms terms) {
        if (clause(terms).isEmpty()) {
            return Optional.empty();
        }
        String services = terms.onlyThese()
                ? String.join(", ", terms.services()) + " and no other service"
                : "all services but those marked admin";
        return Optional.of("It gives " + services
                + terms.until().map(end -> ", until " + Times.minute(end)).orElse("") + "; this gateway sees to it.");
    }

    /** {@return the services for a column of a table} */
    static String services(GrantTerms terms) {
        if (terms.services().isEmpty()) {
            return "all";
        }
        StringBuilder names = new StringBuilder();
        int shown = 0;
        for (String name : terms.services()) {
            if (shown > 0 && names.length() + 1 + name.length() > SHOWN) {
                names.append(" and ").append(terms.services().size() - shown).append(" more");
                break;
            }
            names.append(shown++ > 0 ? "," : "").append(name);
        }
        return (terms.onlyThese() ? "only " : "all: ") + names;
    }

    /** {@return the end for a column of a table} */
    static String until(GrantTerms terms) {
        return terms.until().map(Times::minute).orElse(NONE);
    }

    static Map<String, Object> json(GrantTerms terms) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("services", terms.services());
        json.put("onlyThese", terms.onlyThese());
        json.put("until", terms.until().map(Instant::toString).orElse(""));
        return json;
    }
}
