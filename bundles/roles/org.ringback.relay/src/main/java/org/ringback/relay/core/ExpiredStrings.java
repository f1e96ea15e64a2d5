package org.ringback.relay.core;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/**
 * The operator's codes that expired unused, without their secrets, so that whoever misses the device is told why it did
 * not join. In memory only, a bounded number of the latest. Not thread-safe.
 */
final class ExpiredStrings {
    /** Most that are remembered. */
    static final int MAX = 256;

    /** In the order in which they expired. */
    private final Map<EquipmentId, Expired> strings = new LinkedHashMap<>();

    /** One of them. */
    record Expired(EquipmentId id, Role role, Instant when) {}

    /** Remembers those of some codes that an operator made and nobody used. */
    void add(Stream<OneTimeCode> codes) {
        codes.filter(OneTimeCode::waits).forEach(this::add);
    }

    private void add(OneTimeCode code) {
        strings.remove(code.name());
        strings.put(code.name(), new Expired(code.name(), code.role(), code.expires()));
        if (strings.size() > MAX) {
            strings.remove(strings.keySet().iterator().next());
        }
    }

    /** Forgets that of an ID; returns whether there was one. */
    boolean forget(EquipmentId id) {
        return strings.remove(id) != null;
    }

    Collection<Expired> all() {
        return strings.values();
    }
}
