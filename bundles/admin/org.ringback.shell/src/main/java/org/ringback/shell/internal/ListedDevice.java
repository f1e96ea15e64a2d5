package org.ringback.shell.internal;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.ServerControl;
import org.ringback.api.net.AddressText;

/**
 * One row of {@code registrations}: a device that is registered, or enrolled equipment that is not. Immutable.
 *
 * @param id its ID
 * @param role what it is enrolled as
 * @param online whether it is registered
 * @param row its row in the equipment list; if it is offline its last one, as far as the server remembers
 */
record ListedDevice(EquipmentId id, Role role, boolean online, Optional<RegisteredDevice> row) {
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
        Stream<ListedDevice> offline = wanted == Wanted.ONLINE ? Stream.empty() : offline(server, named, after);
        return Stream.concat(online.limit(most), offline.limit(most))
                .sorted(Comparator.comparing(ListedDevice::id))
                .limit(most)
                .toList();
    }

    private static Stream<ListedDevice> online(
            ServerControl server, Predicate<EquipmentId> named, Optional<EquipmentId> after) {
        return Page.stream((last, limit) -> server.registrations(last.or(() -> after), limit), RegisteredDevice::id)
                .filter(row -> named.test(row.id()))
                .map(row -> new ListedDevice(row.id(), row.role(), true, Optional.of(row)));
    }

    private static Stream<ListedDevice> offline(
            ServerControl server, Predicate<EquipmentId> named, Optional<EquipmentId> after) {
        return Page.stream((last, limit) -> server.enrolments(last.or(() -> after), limit), Enrolment::id)
                .filter(one -> one.role() == Role.ACCEPTOR
                        && one.state() == Enrolment.State.ENROLLED
                        && named.test(one.id())
                        && server.registration(one.id()).isEmpty())
                .map(one -> new ListedDevice(one.id(), one.role(), false, server.lastRegistration(one.id())));
    }

    String roleWord() {
        return role.name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("role", roleWord());
        json.put("registered", online);
        row.ifPresent(known -> {
            json.put("address", AddressText.print(known.address()));
            json.put("socket", AddressText.print(known.socket()));
            json.put("since", known.since());
            json.put("lastHeard", known.refreshed());
            known.expires().filter(ends -> online).ifPresent(ends -> json.put("expires", ends));
        });
        return json;
    }
}
