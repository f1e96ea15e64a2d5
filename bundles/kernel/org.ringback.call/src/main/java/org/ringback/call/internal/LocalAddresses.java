package org.ringback.call.internal;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.ServiceKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configured local addresses to which conversations are forwarded, and which of them did not answer when last
 * dialled. Thread-safe.
 */
final class LocalAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAddresses.class);

    private final Map<ServiceKey, String> down = new ConcurrentHashMap<>();
    private volatile Map<ServiceKey, InetSocketAddress> addresses = Map.of();

    void configure(Map<ServiceKey, InetSocketAddress> configured) {
        Map<ServiceKey, InetSocketAddress> before = addresses;
        addresses = Map.copyOf(configured);
        down.keySet()
                .removeIf(key -> !before.containsKey(key) || !before.get(key).equals(configured.get(key)));
    }

    Optional<InetSocketAddress> find(ServiceKey key) {
        return Optional.ofNullable(addresses.get(key));
    }

    /** {@return whether any service of a piece of equipment is forwarded} */
    boolean any(EquipmentId equipment) {
        return addresses.keySet().stream().anyMatch(key -> key.equipment().equals(equipment));
    }

    /** {@return the names of the services of a piece of equipment that are forwarded} */
    Set<String> names(EquipmentId equipment) {
        return addresses.keySet().stream()
                .filter(key -> key.equipment().equals(equipment))
                .map(ServiceKey::service)
                .collect(Collectors.toSet());
    }

    /** Makes what is told the result of dialling one of them; logs changes. */
    LocalDial dial(ServiceKey key, InetSocketAddress address, Runnable count) {
        return new LocalDial() {
            @Override
            public void stands() {
                if (down.remove(key) != null) {
                    LOG.info("{}: {} answers again", words(key), AddressText.print(address));
                }
            }

            @Override
            public void unreachable(String why) {
                count.run();
                if (down.put(key, AddressText.print(address) + " did not answer when last dialled: " + why) == null) {
                    LOG.warn("{}: {} does not answer: {}", words(key), AddressText.print(address), why);
                }
            }
        };
    }

    /** {@return warnings of the addresses that did not answer when last dialled} */
    List<String> warnings() {
        Map<String, String> sorted = new TreeMap<>();
        down.forEach((key, why) -> sorted.put(words(key), why));
        List<String> warnings = new ArrayList<>();
        sorted.forEach((name, why) ->
                warnings.add(name + ": " + why + " (expected: a program that listens there, or another forward)"));
        return warnings;
    }

    private static String words(ServiceKey key) {
        return key.equipment() + ", service " + key.service();
    }
}
