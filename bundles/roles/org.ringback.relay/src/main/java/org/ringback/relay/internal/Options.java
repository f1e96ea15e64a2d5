package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.configuration.ConfigurationValues;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;
import org.ringback.relay.core.RelaySettings;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;

/**
 * The configuration as it was checked. Immutable.
 *
 * @param listen where to listen, UDP and TCP
 * @param advertise what strings name; empty for where it listens
 * @param realm for challenges
 * @param lifetime longest registration
 * @param refresh when acceptors refresh
 * @param lease how long a registration key lasts
 * @param probe whether plain probes are answered
 * @param ringsPerEquipment pending rings for one piece of equipment
 * @param rings pending rings in all
 * @param silent connections of strangers that said nothing whole
 * @param shaking connections of strangers that said something whole and are not proved
 */
record Options(
        List<InetSocketAddress> listen,
        List<String> advertise,
        String realm,
        Duration lifetime,
        Duration refresh,
        Duration lease,
        RelaySettings.Probe probe,
        int ringsPerEquipment,
        int rings,
        int silent,
        int shaking) {
    static final String LISTEN = "127.0.0.1:3478,[::1]:3478";
    static final String REALM = "ringback";
    static final int LIFETIME = 180;
    static final int REFRESH = 25;
    static final int LEASE = 24;
    static final String PROBE = "auto";
    static final int RINGS_PER_EQUIPMENT = 16;
    static final int RINGS = 1_024;
    static final int SILENT = 4_096;
    static final int SHAKING = 256;

    static final Set<String> KEYS = Set.of(
            "listen",
            "advertise",
            "realm",
            "lifetime",
            "refresh",
            "lease",
            "probe",
            "rings-per-equipment",
            "rings",
            "silent-connections",
            "shaking-connections");

    private static final int MAX_LISTEN = 8;
    private static final int MAX_COUNT = 65_536;

    /**
     * Reads the configuration.
     *
     * @throws IllegalArgumentException {@code key: value (expected: …)}
     */
    static Options parse(Map<String, ?> properties) {
        Options options = new Options(
                list(properties, "listen", LISTEN, text -> SocketAddresses.local("listen", text)),
                list(properties, "advertise", "", text -> SocketAddresses.advertised("advertise", text)),
                text(properties.get("realm"), REALM),
                Duration.ofSeconds(ConfigurationValues.number(properties, "lifetime", LIFETIME, 30, 3_600)),
                Duration.ofSeconds(ConfigurationValues.number(properties, "refresh", REFRESH, 1, 3_600)),
                Duration.ofHours(ConfigurationValues.number(properties, "lease", LEASE, 1, 168)),
                probe(text(properties.get("probe"), PROBE)),
                ConfigurationValues.number(properties, "rings-per-equipment", RINGS_PER_EQUIPMENT, 1, 64),
                ConfigurationValues.number(properties, "rings", RINGS, 1, MAX_COUNT),
                ConfigurationValues.number(properties, "silent-connections", SILENT, 1, MAX_COUNT),
                ConfigurationValues.number(properties, "shaking-connections", SHAKING, 1, MAX_COUNT));
        options.check();
        return options;
    }

    private void check() {
        if (listen.isEmpty() || listen.size() > MAX_LISTEN) {
            throw SocketAddresses.bad("listen", listen.size() + " addresses", "1 to " + MAX_LISTEN);
        }
        Set<InetSocketAddress> seen = new HashSet<>();
        for (InetSocketAddress address : listen) {
            if (address.getPort() != 0 && !seen.add(address)) {
                throw SocketAddresses.bad("listen", AddressText.print(address), "each address once");
            }
        }
        if (advertise.size() > Ticket.MAX_SERVERS) {
            throw SocketAddresses.bad("advertise", advertise.size() + " addresses", "at most " + Ticket.MAX_SERVERS);
        }
        settings(listen, new ServerPins(List.of(new KeyFingerprint("0".repeat(64)))));
    }

    /** What the core needs, once it is known where the sockets are bound. */
    RelaySettings settings(List<InetSocketAddress> bound, ServerPins pins) {
        List<String> named =
                advertise.isEmpty() ? bound.stream().map(AddressText::print).toList() : advertise;
        return new RelaySettings(realm, lifetime, refresh, lease, probe, ringsPerEquipment, rings, named, pins);
    }

    /** The names and addresses that the leaf must carry. */
    List<String> hosts(List<InetSocketAddress> bound) {
        Set<String> hosts = new LinkedHashSet<>();
        advertise.forEach(text -> hosts.add(HostPort.parse(text).host()));
        bound.forEach(address -> hosts.add(AddressText.print(address.getAddress())));
        return List.copyOf(hosts);
    }

    private static RelaySettings.Probe probe(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> RelaySettings.Probe.AUTO;
            case "on" -> RelaySettings.Probe.ON;
            case "off" -> RelaySettings.Probe.OFF;
            default -> throw SocketAddresses.bad("probe", text, "auto, on or off");
        };
    }

    private static <T> List<T> list(
            Map<String, ?> properties, String key, String standard, Function<String, T> reader) {
        return Arrays.stream(text(properties.get(key), standard).split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(reader)
                .toList();
    }

    private static String text(@Nullable Object value, String standard) {
        if (value instanceof Object[] array) {
            return String.join(",", Arrays.stream(array).map(String::valueOf).toList());
        }
        String text = value == null ? "" : String.valueOf(value).strip();
        return text.isEmpty() ? standard : text;
    }
}
