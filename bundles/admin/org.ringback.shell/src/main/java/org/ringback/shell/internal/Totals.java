package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ringback.api.Amount;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.ServerControl;
import org.ringback.shell.internal.LastHeard.Presence;

/** What {@code status} shows of a server's devices: how many are in which state, and the rows to print. Immutable. */
final class Totals {
    private static final String ISSUERS = "issuers";

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Shown<Enrolment> shown;

    Totals(ServerControl server, LastHeard heard, Shown.Wanted wanted) {
        List.of("answering", "silent", "not registered", ISSUERS, "suspended", "revoked")
                .forEach(state -> counts.put(state, 0));
        shown = wanted.of(
                Page.stream(server::enrolments, Enrolment::id)
                        .peek(one -> counts.merge(state(one, heard), 1, Integer::sum)),
                Enrolment::id,
                one -> needsSomebody(one, heard),
                Comparator.comparing(Enrolment::since).reversed());
    }

    private static String state(Enrolment one, LastHeard heard) {
        if (one.state() != Enrolment.State.ENROLLED) {
            return one.state().name().toLowerCase(Locale.ROOT);
        }
        return one.role() == Role.ISSUER ? "issuers" : heard.presence(one.id()).words();
    }

    /** Whether somebody must look after a device; not after a revoked one, as that was intended. */
    private static boolean needsSomebody(Enrolment one, LastHeard heard) {
        return one.state() == Enrolment.State.SUSPENDED
                || (one.state() == Enrolment.State.ENROLLED
                        && one.role() == Role.ACCEPTOR
                        && heard.presence(one.id()) != Presence.ANSWERING);
    }

    Shown<Enrolment> shown() {
        return shown;
    }

    /** How many devices are in which state, in one line. */
    String words() {
        List<String> words = new ArrayList<>();
        counts.forEach((state, count) -> words.add(Amount.of(count, state.equals(ISSUERS) ? "issuer" : state, state)));
        return String.join(", ", words);
    }

    Map<String, Integer> json() {
        Map<String, Integer> json = new LinkedHashMap<>();
        counts.forEach((state, count) -> json.put(state.replace("not registered", "notRegistered"), count));
        return json;
    }
}
