package org.ringback.shell.internal;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.api.Page;
import org.ringback.api.RingSystem;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.ServerControl;
import org.ringback.api.control.ServerStatus;
import org.ringback.api.net.AddressText;

/** The state of each role as JSON, which {@link StatusText} prints for people. Stateless. */
final class StatusJson {
    private StatusJson() {}

    static Map<String, Object> of(Roles roles, List<String> absent, Forwards forwards, Shown.Wanted wanted) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", Json.FORMAT);
        json.put(
                "warnings",
                Stream.concat(absent.stream(), wanted.of(roles.warnings()).stream())
                        .toList());
        if (wanted.id().isEmpty()) {
            json.put("versions", Versions.here().json());
        }
        roles.findServer().ifPresent(server -> json.put("server", server(server, LastHeard.now(roles), wanted)));
        roles.findAcceptor().ifPresent(acceptor -> json.put("acceptor", acceptor(acceptor, wanted)));
        roles.findIssuer().ifPresent(issuer -> json.put("issuer", issuer(issuer, forwards.all(), wanted)));
        if (wanted.id().isEmpty()) {
            json.put("crypto", roles.crypto().stream().map(StatusJson::crypto).toList());
        }
        Map<String, Object> counters = new LinkedHashMap<>();
        if (wanted.id().isEmpty()) {
            roles.counters().forEach((role, counted) -> counters.put(role, counted.counters()));
        }
        json.put("counters", counters);
        return json;
    }

    /** How crypto of one bundle is used. */
    static Map<String, Object> crypto(CryptoUse one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("bundle", one.bundle());
        json.put("name", one.name());
        json.put("version", one.version());
        json.put("since", one.since());
        json.put("state", StatusText.state(one.state()));
        json.put("connections", one.sessions());
        return json;
    }

    private static Map<String, Object> server(ServerControl server, LastHeard heard, Shown.Wanted wanted) {
        ServerStatus status = server.status();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("listens", status.addresses().stream().map(AddressText::print).toList());
        json.put("knownAs", status.advertised());
        json.put("authority", status.authority());
        status.fromBackup().ifPresent(since -> json.put("authorityFromBackup", since.toString()));
        json.put("registered", status.registered());
        json.put("pendingRings", status.pendingRings());
        json.put("relays", status.relays());
        json.put("relayedCalls", status.relayedCalls());
        json.put("warnings", wanted.of(status.warnings()));
        Totals totals = new Totals(server, heard, wanted);
        NotJoined notJoined = new NotJoined(server, wanted, Instant.now());
        Map<String, Integer> counts = totals.json();
        counts.put("notJoined", notJoined.count());
        json.put("totals", counts);
        json.put(
                "enrolments",
                totals.shown().rows().stream().map(one -> enrolment(one, heard)).toList());
        json.put("leftOut", totals.shown().more());
        json.put("notJoined", notJoined.json());
        return json;
    }

    private static Map<String, Object> enrolment(Enrolment one, LastHeard heard) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", one.id());
        json.put("role", word(one.role()));
        json.put("state", word(one.state()));
        json.put("key", one.key());
        json.put("since", one.since());
        json.put("protections", one.protections());
        json.put("mayAskFor", strings(one.mayAsk()));
        json.putAll(heard.json(one.id()));
        return json;
    }

    private static Map<String, Object> acceptor(AcceptorControl acceptor, Shown.Wanted wanted) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("warnings", wanted.of(acceptor.warnings()));
        GatewayStatus status = new GatewayStatus(Page.all(acceptor::equipment, EquipmentStatus::name), wanted);
        json.put("totals", status.json());
        json.put(
                "equipment",
                status.equipment().rows().stream().map(StatusJson::equipment).toList());
        json.put("leftOut", status.equipment().more());
        return json;
    }

    private static Map<String, Object> equipment(EquipmentStatus one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", one.name());
        json.put("id", one.id());
        json.put("state", one.state());
        one.answered().ifPresent(ago -> json.put("answeredSecondsAgo", ago.toSeconds()));
        json.put("trouble", one.trouble());
        json.put("server", one.server());
        json.put("seenAs", one.reflexive().orElse(""));
        one.translated().ifPresent(translated -> json.put("translated", translated));
        json.put("leaseUntil", one.leaseUntil().map(Object::toString).orElse(""));
        json.put("systems", systems(one.systems()));
        json.put("passwordStored", one.passwordStored());
        json.put("calls", one.calls());
        json.put("key", one.key());
        json.put("services", one.services().stream().map(StatusJson::service).toList());
        json.put("grants", one.grants().stream().map(StatusJson::grant).toList());
        return json;
    }

    private static Map<String, Object> service(EquipmentStatus.ServiceStatus one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", one.name());
        json.put("admin", one.admin());
        json.put("answeredBy", one.answeredBy());
        return json;
    }

    private static Map<String, Object> grant(EquipmentStatus.GrantStatus one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", one.id());
        json.put("person", one.person());
        json.put("made", one.made());
        json.put("key", one.key().map(Object::toString).orElse(""));
        json.put("revoked", one.revoked());
        json.put("suspended", one.suspended());
        json.put("overdue", one.overdue());
        json.put("alarm", one.alarm());
        json.putAll(Terms.json(one.terms()));
        json.put("ended", one.ended());
        return json;
    }

    private static Map<String, Object> issuer(IssuerControl issuer, List<ForwardStatus> forwards, Shown.Wanted wanted) {
        Shown<GrantedEquipment> shown = wanted.of(
                Page.stream(issuer::granted, GrantedEquipment::equipment),
                GrantedEquipment::equipment,
                one -> true,
                Comparator.comparing(GrantedEquipment::since).reversed());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("granted", shown.rows().stream().map(StatusJson::granted).toList());
        json.put("leftOut", shown.more());
        json.put("forwards", forwards.stream().map(ForwardText::json).toList());
        return json;
    }

    /** Equipment that may be rung. */
    static Map<String, Object> granted(GrantedEquipment one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("equipment", one.equipment());
        json.put("id", one.id());
        json.put("as", one.self());
        json.put("servers", one.servers());
        json.put("key", one.identity());
        json.put("systems", systems(one.systems()));
        json.put("passwordStored", one.passwordStored());
        json.put("since", one.since());
        json.putAll(Terms.json(one.terms()));
        return json;
    }

    private static List<String> systems(Collection<RingSystem> systems) {
        return systems.stream().sorted().map(RingSystem::label).toList();
    }

    private static List<String> strings(Collection<?> values) {
        return values.stream().map(Object::toString).sorted().toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
