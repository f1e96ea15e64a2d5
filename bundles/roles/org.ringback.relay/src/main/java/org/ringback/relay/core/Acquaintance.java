package org.ringback.relay.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * Knows which devices trust the CA in use: those that were enrolled since it is among the pins, and those that proved
 * themselves under it since, with pins from a newer string. Remembers the latter on disk: at most one record for each
 * device that is older than the pins. Not thread-safe.
 */
final class Acquaintance {
    private static final int CA = 1;

    private final Context context;
    private final Map<KeyFingerprint, KeyFingerprint> proved = new HashMap<>();
    private RelayEvent.@Nullable Authority authority;

    Acquaintance(Context context, RecordSource store) {
        this.context = context;
        RelayTables.each(
                store,
                RelayTables.PROVED_UNDER,
                (key, record) -> proved.put(new KeyFingerprint(key), KeyFingerprint.of(record.bytes(CA))));
    }

    /** Notes that another CA is in use: proofs under the former one say nothing about it. */
    void changed(RelayEvent.Authority now) {
        if (authority != null && authority.ca().equals(now.ca())) {
            return;
        }
        // At a start there are no older handshakes.
        authority = authority == null ? new RelayEvent.Authority(now.ca(), now.known(), 0) : now;
        List<Change> changes = new ArrayList<>();
        proved.entrySet().removeIf(one -> {
            boolean old = !one.getValue().equals(now.ca());
            if (old) {
                changes.add(Change.remove(RelayTables.PROVED_UNDER, one.getKey().toString()));
            }
            return old;
        });
        if (!changes.isEmpty()) {
            context.turn.persist(changes);
        }
    }

    /** Notes that a device proved itself, which it does only to a server whose CA it pins. */
    void met(long connection, Device device) {
        RelayEvent.@Nullable Authority now = authority;
        if (now != null && connection >= now.since() && !knows(device)) {
            proved.put(device.key(), now.ca());
            context.turn.persist(List.of(current(device.key().toString())));
        }
    }

    boolean knows(Device device) {
        RelayEvent.@Nullable Authority now = authority;
        return now == null || device.sinceMillis() >= now.known().toEpochMilli() || proved.containsKey(device.key());
    }

    /** Since when newly enrolled devices trust it. */
    Instant known() {
        RelayEvent.@Nullable Authority now = authority;
        return now == null ? Instant.EPOCH : now.known();
    }

    /** The change that brings a device key's record on disk to its state in memory. */
    Change current(String key) {
        @Nullable KeyFingerprint ca = proved.get(new KeyFingerprint(key));
        return ca == null
                ? Change.remove(RelayTables.PROVED_UNDER, key)
                : Change.put(
                        RelayTables.PROVED_UNDER,
                        key,
                        new Tlv.Writer().put(CA, ca.bytes()).toBytes());
    }
}
