package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.EquipmentId;
import org.ringback.api.Protection;
import org.ringback.api.RingSystem;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.Network;

/**
 * The configuration, read and checked: a value that is refused is named as {@code key: value (expected: …)}. Immutable.
 *
 * @param settings what the core needs
 * @param forwards local addresses that answer
 * @param local addresses to register from, at most one of each family
 */
record Options(AcceptorSettings settings, Map<ForwardKey, InetSocketAddress> forwards, List<InetAddress> local) {
    static final String SYSTEMS = "systems";
    static final String PROTECTION = "protection";
    static final String FORWARD = "forward";
    static final String DIALABLE = "dialable";
    static final String DIALS_PER_MINUTE = "dials-per-minute";
    static final String CALLS = "calls";
    static final String CALLS_PER_GRANT = "calls-per-grant";
    static final String LOCAL = "local";
    static final Set<String> KEYS =
            Set.of(SYSTEMS, PROTECTION, FORWARD, DIALABLE, DIALS_PER_MINUTE, CALLS, CALLS_PER_GRANT, LOCAL);
    static final int MAX_DIALS = 600;
    static final int MAX_CALLS = 1_024;

    private static final byte UNIQUE_LOCAL = (byte) 0xFC;
    private static final byte UNIQUE_LOCAL_MASK = (byte) 0xFE;
    private static final Pattern EQUIPMENT_ENTRY = Pattern.compile("([^=\\s]+)\\s*=\\s*(\\S.*)");
    private static final Pattern FORWARD_ENTRY = Pattern.compile("([^=/\\s]+)/([a-z0-9-]{1,32})\\s*=\\s*(\\S+)");

    static Options parse(Map<String, ?> properties) {
        AcceptorSettings settings = new AcceptorSettings(
                systems(properties),
                protections(properties),
                list(properties, DIALABLE, "[,;\\s]+", Network::parse),
                new CallLimits(
                        number(properties, DIALS_PER_MINUTE, CallLimits.DIALS_PER_MINUTE, MAX_DIALS),
                        number(properties, CALLS, CallLimits.CALLS, MAX_CALLS),
                        number(properties, CALLS_PER_GRANT, CallLimits.CALLS_PER_GRANT, MAX_CALLS)));
        List<InetAddress> local = list(properties, LOCAL, "[,;\\s]+", Options::address);
        Set<Integer> families = new HashSet<>();
        local.forEach(address -> {
            if (!families.add(address.getAddress().length)) {
                throw bad(LOCAL, text(properties, LOCAL), "at most one IPv4 and one IPv6 address");
            }
        });
        return new Options(settings, forwards(properties), local);
    }

    private static Map<EquipmentId, Set<RingSystem>> systems(Map<String, ?> properties) {
        Map<EquipmentId, Set<RingSystem>> systems = new HashMap<>();
        list(properties, SYSTEMS, ";", entry -> {
            Matcher parts = EQUIPMENT_ENTRY.matcher(entry);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "'" + entry + "' (expected: equipment=system,system; equipment=system …)");
            }
            Set<RingSystem> named = EnumSet.noneOf(RingSystem.class);
            Stream.of(parts.group(2).split("[,\\s]+", -1))
                    .map(RingSystem::named)
                    .forEach(named::add);
            return systems.put(new EquipmentId(parts.group(1)), Set.copyOf(named)) == null;
        });
        return systems;
    }

    private static Map<EquipmentId, Protection> protections(Map<String, ?> properties) {
        Map<EquipmentId, Protection> protections = new HashMap<>();
        list(properties, PROTECTION, ";", entry -> {
            Matcher parts = EQUIPMENT_ENTRY.matcher(entry);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "'" + entry + "' (expected: equipment=tls13; equipment=certificate-first …)");
            }
            EquipmentId equipment = new EquipmentId(parts.group(1));
            if (protections.put(equipment, Protection.named(parts.group(2))) != null) {
                throw new IllegalArgumentException("'" + entry + "' (expected: each piece of equipment once)");
            }
            return equipment;
        });
        return protections;
    }

    private static Map<ForwardKey, InetSocketAddress> forwards(Map<String, ?> properties) {
        Map<ForwardKey, InetSocketAddress> forwards = new HashMap<>();
        list(properties, FORWARD, ";", entry -> {
            Matcher parts = FORWARD_ENTRY.matcher(entry);
            if (!parts.matches()) {
                throw new IllegalArgumentException("'" + entry
                        + "' (expected: equipment/service=ADDRESS:PORT; … the address in digits, as 127.0.0.1:8000,"
                        + " IPv6 in brackets; no name)");
            }
            InetSocketAddress address = AddressText.readWithPort(parts.group(3))
                    .orElseThrow(() -> new IllegalArgumentException("'" + entry + "': " + parts.group(3)
                            + " is no address with a port (expected: ADDRESS:PORT in digits, as 127.0.0.1:8000 or"
                            + " [::1]:8000; names are not looked up)"));
            if (!local(address.getAddress()) || address.getPort() == 0) {
                throw new IllegalArgumentException("'" + entry
                        + "' (expected: a loopback, link-local or private address, and a port from 1 to 65535)");
            }
            forwards.put(new ForwardKey(new EquipmentId(parts.group(1)), parts.group(2)), address);
            return entry;
        });
        return forwards;
    }

    /** The equipment that each key names. */
    Map<String, Set<String>> named() {
        return Map.of(
                SYSTEMS, values(settings.systems().keySet().stream()),
                PROTECTION, values(settings.protections().keySet().stream()),
                FORWARD, values(forwards.keySet().stream().map(ForwardKey::equipment)));
    }

    private static Set<String> values(Stream<EquipmentId> ids) {
        return ids.map(EquipmentId::value).collect(Collectors.toSet());
    }

    private static boolean local(InetAddress host) {
        return host.isLoopbackAddress()
                || host.isSiteLocalAddress()
                || host.isLinkLocalAddress()
                || (host.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    }

    private static InetAddress address(String text) {
        return AddressText.read(text)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' (expected: an IPv4 or IPv6 address)"));
    }

    private static <T> List<T> list(
            Map<String, ?> properties, String key, String separator, Function<String, T> reader) {
        List<T> values = new ArrayList<>();
        for (String entry : text(properties, key).split(separator, -1)) {
            if (!entry.isBlank()) {
                try {
                    values.add(reader.apply(entry.strip()));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
                }
            }
        }
        return values;
    }

    private static int number(Map<String, ?> properties, String key, int byDefault, int max) {
        String text = text(properties, key);
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    bad(key, text, "a number from 1 to " + max).getMessage(), e);
        }
        throw bad(key, text, "a number from 1 to " + max);
    }

    private static String text(Map<String, ?> properties, String key) {
        Object value = properties.get(key);
        return value == null ? "" : value.toString().strip();
    }

    private static IllegalArgumentException bad(String key, String value, String expected) {
        return new IllegalArgumentException(key + ": '" + value + "' (expected: " + expected + ")");
    }
}
