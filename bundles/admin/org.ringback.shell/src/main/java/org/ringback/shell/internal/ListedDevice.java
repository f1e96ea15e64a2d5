package org.ringback.shell.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.UnusedString;
import org.ringback.api.net.AddressText;

/**
 * One row of {@code registrations}: a device that is registered; equipment that is enrolled and not registered; a device
 * that is suspended or revoked; an ID that nobody has joined as. Immutable.
 *
 * @param id its ID
 * @param role what it is enrolled as, or is to be
 * @param state how it is
 * @param row its row in the equipment list; if it is not registered its last one, as far as the server remembers
 * @param unheard since when it was not heard, if it is offline and has no last row
 * @param string the enrolment string that nobody has used, if there is one
 */
record ListedDevice(
        EquipmentId id,
        Role role,
        State state,
        Optional<RegisteredDevice> row,
        Optional<Unheard> unheard,
        Optional<UnusedString> string) {
    /**
     * Since when equipment was not heard.
     *
     * @param since the time
     * @param joined whether it joined then; else the server started
     */
    record Unheard(Instant since, boolean joined) {
        private static Optional<Unheard> of(Enrolment one, ServerControl server) {
            return server.remembersSince()
                    .map(start ->
                            one.since().isAfter(start) ? new Unheard(one.since(), true) : new Unheard(start, false));
        }

        String words() {
            return "not heard since " + (joined ? "it joined, " : "the start, ") + Times.minute(since);
        }
    }

    /** How a device is. */
    enum State {
        REGISTERED,
        OFFLINE,
        SUSPENDED,
        REVOKED,
        NOT_JOINED;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private static State of(Enrolment.State enrolled) {
            return switch (enrolled) {
                case ENROLLED -> OFFLINE;
                case SUSPENDED -> SUSPENDED;
                case REVOKED -> REVOKED;
            };
        }
    }

    /** Which devices are wanted. */
    enum Wanted {
        ONLINE,
        OFFLINE,
        ALL
    }

    /** {@return the first devices after an ID, by ID} */
    static List<ListedDevice> list(
            ServerControl server, Wanted wanted, Predicate<EquipmentId> named, Optional<EquipmentId> after, int most) {
        Stream<ListedDevice> online = wanted == Wanted.OFFLINE ? Stream.empty() : online(server, named, after);
        Stream<ListedDevice> others = wanted == Wanted.ONLINE ? Stream.empty() : others(server, named, after, most);
        return Stream.concat(online.limit(most), others)
                .sorted(Comparator.comparing(ListedDevice::id))
                .limit(most)
                .toList();
    }

    private static Stream<ListedDevice> online(
            ServerControl server, Predicate<EquipmentId> named, Optional<EquipmentId> after) {
        return Page.stream((last, limit) -> server.registrations(last.or(() -> after), limit), RegisteredDevice::id)
                .filter(row -> named.test(row.id()))
                .map(row -> new ListedDevice(
                        row.id(), row.role(), State.REGISTERED, Optional.of(row), Optional.empty(), Optional.empty()));
    }

    private static Stream<ListedDevice> others(
            ServerControl server, Predicate<EquipmentId> named, Optional<EquipmentId> after, int most) {
        Map<EquipmentId, UnusedString> strings = Page.stream(
                        (last, limit) -> server.unusedStrings(last.or(() -> after), limit), UnusedString::id)
                .filter(one -> named.test(one.id()))
                .collect(Collectors.toMap(UnusedString::id, one -> one, (first, second) -> first, TreeMap::new));
        Stream<ListedDevice> enrolled = Page.stream(
                        (last, limit) -> server.enrolments(last.or(() -> after), limit), Enrolment::id)
                .filter(one -> named.test(one.id()) && isMissed(one, server))
                .map(one -> absent(one, server, Optional.ofNullable(strings.get(one.id()))));
        Stream<ListedDevice> toJoin = strings.values().stream()
                .filter(one -> !one.known())
                .map(one -> new ListedDevice(
                        one.id(), one.role(), State.NOT_JOINED, Optional.empty(), Optional.empty(), Optional.of(one)));
        return Stream.concat(enrolled.limit(most), toJoin.limit(most));
    }

    private static ListedDevice absent(Enrolment one, ServerControl server, Optional<UnusedString> string) {
        State state = State.of(one.state());
        Optional<RegisteredDevice> last = server.lastRegistration(one.id());
        Optional<Unheard> unheard =
                state == State.OFFLINE && last.isEmpty() ? Unheard.of(one, server) : Optional.empty();
        return new ListedDevice(one.id(), one.role(), state, last, unheard, string);
    }

    /** An issuer that is enrolled is registered only while it asks, and is not missed else. */
    private static boolean isMissed(Enrolment one, ServerControl server) {
        return one.state() != Enrolment.State.ENROLLED
                || (one.role() == Role.ACCEPTOR && server.registration(one.id()).isEmpty());
    }

    boolean isOnline() {
        return state == State.REGISTERED;
    }

    String roleWord() {
        return role.name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("role", roleWord());
        json.put("registered", isOnline());
        json.put("state", state.words());
        row.ifPresent(known -> {
            json.put("address", AddressText.print(known.address()));
            json.put("socket", AddressText.print(known.socket()));
            json.put("since", known.since());
            json.put("lastHeard", known.refreshed());
            known.expires().filter(ends -> isOnline()).ifPresent(ends -> json.put("expires", ends));
            PathText.json(known.paths(), json);
        });
        unheard.ifPresent(one -> json.put("notHeardSince", one.since()));
        string.ifPresent(one -> json.put("stringUntil", one.until()));
        return json;
    }
}
