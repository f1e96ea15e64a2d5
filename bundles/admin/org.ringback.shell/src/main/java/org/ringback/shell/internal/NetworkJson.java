package org.ringback.shell.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport;
import org.ringback.api.control.ServerNetwork;
import org.ringback.api.net.AddressText;

/** Tells programs what a role found out about the network. Stateless. */
final class NetworkJson {
    private NetworkJson() {}

    static Map<String, Object> server(ServerNetwork server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("good", NetworkText.good(server));
        json.put(
                "listening",
                server.listening().stream()
                        .map(one -> Map.<String, Object>of(
                                "address", AddressText.print(one.address()),
                                "scope", one.scope().label(),
                                "probe", one.probe()))
                        .toList());
        json.put("notHad", server.notHad());
        json.put("advertised", server.advertised());
        json.put("clock", server.clock());
        json.put("words", NetworkText.words(server));
        json.put("relays", server.relays());
        json.put("relayedCalls", server.relayedCalls());
        json.put("ring", NetworkText.rings(server));
        return json;
    }

    static Map<String, Object> check(String role, NetworkReport report) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("role", role);
        json.put("servers", report.servers());
        json.put("equipment", report.equipment());
        json.put("good", report.good());
        json.put("ring", report.ring());
        json.put("advice", report.advice());
        json.put("udp", report.udp());
        json.put("clock", NetworkText.clock(report));
        json.put("families", report.families().stream().map(NetworkJson::family).toList());
        json.put("paths", report.paths().stream().map(NetworkJson::path).toList());
        return json;
    }

    private static Map<String, Object> family(NetworkReport.Family family) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("family", family.name());
        json.put("nat", family.nat().label());
        json.put("words", family.words());
        return json;
    }

    private static Map<String, Object> path(NetworkPath path) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("server", path.server());
        json.put("address", print(path.address()));
        json.put("state", word(path.state()));
        json.put("words", path.words());
        json.put("protection", path.protection());
        json.put("provedMillis", path.proved().map(Numbers::tenths));
        json.put("roundTripMillis", path.roundTrip().map(Numbers::hundredths));
        json.put("mtu", path.mtu().isPresent() ? Optional.of(path.mtu().getAsInt()) : Optional.empty());
        json.put("own", print(path.own()));
        json.put("seen", print(path.seen()));
        json.put("seenAgain", print(path.seenAgain()));
        json.put("clockAheadSeconds", path.ahead().map(Duration::toSeconds));
        json.put("relays", path.relays());
        json.put("dialBack", path.dialBack().map(NetworkJson::word));
        return json;
    }

    private static Optional<String> print(Optional<InetSocketAddress> address) {
        return address.map(AddressText::print);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
