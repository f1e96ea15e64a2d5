package org.ringback.shell.internal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.Page;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.UnusedString;

/** Who is to join a server and has not: the enrolment strings that nobody used, as status tells of them. Immutable. */
final class NotJoined {
    /** So many are named in the line of {@code status}. */
    private static final int FEW = 5;

    private final Shown.Wanted wanted;
    private final Instant now;
    private final int count;
    private final List<UnusedString> concerned;

    NotJoined(ServerControl server, Shown.Wanted wanted, Instant now) {
        this.wanted = wanted;
        this.now = now;
        List<UnusedString> all = all(server).toList();
        this.count = all.size();
        this.concerned = all.stream()
                .filter(one -> wanted.id().isEmpty() || one.id().value().equals(wanted.id()))
                .toList();
    }

    /** All of a server, by ID. */
    static Stream<UnusedString> all(ServerControl server) {
        return Page.stream(server::unusedStrings, UnusedString::id);
    }

    /** Until when a string is good, or was. */
    static String until(UnusedString one, Instant now) {
        return "string "
                + (one.isGood(now) ? "until " + Times.timeOfDay(one.until()) : "expired " + Times.minute(one.until()));
    }

    /** Whether nobody at all is to join. */
    boolean nobody() {
        return count == 0;
    }

    /** Whether only one ID was asked for. */
    boolean ofOne() {
        return !wanted.id().isEmpty();
    }

    /** How many there are, whichever were asked for. */
    int count() {
        return count;
    }

    /** Names a few of those that were asked for, with their strings' times; empty if there are none. */
    String words() {
        int more = concerned.size() - FEW;
        return concerned.stream()
                        .limit(FEW)
                        .map(one -> one.id() + " (" + until(one, now) + ")")
                        .collect(Collectors.joining(", "))
                + (more > 0 ? ", and " + more + " more; 'registrations --offline' lists them" : "");
    }

    /** Those that were asked for; without {@code --all} not very many. */
    List<Map<String, Object>> json() {
        return concerned.stream()
                .limit(wanted.all() ? Long.MAX_VALUE : Shown.FEW)
                .map(NotJoined::json)
                .toList();
    }

    private static Map<String, Object> json(UnusedString one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", one.id());
        json.put("role", one.role().name().toLowerCase(Locale.ROOT));
        json.put("until", one.until());
        return json;
    }
}
