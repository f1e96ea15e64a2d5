package org.ringback.registry.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Registration;
import org.ringback.api.Registry;

/**
 * The equipment list of one server process: rows by ID in order, and the same rows by the time at which they end. Every
 * operation takes O(log n). Thread-safe: looking up takes no lock; a page shows each row as it was at some time during
 * the call.
 */
@Component
public final class InMemoryRegistry implements Registry {
    /** More of the server's own addresses than anybody configures: beyond, rows no longer share them. */
    private static final int MAX_SOCKETS = 64;

    private final ConcurrentNavigableMap<EquipmentId, Row> rows = new ConcurrentSkipListMap<>();
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Deadlines deadlines = new Deadlines();

    @GuardedBy("lock")
    private final Map<InetSocketAddress, InetSocketAddress> sockets = new LinkedHashMap<>();

    @GuardedBy("lock")
    private int size;

    /** An empty list. */
    @Activate
    public InMemoryRegistry() {
        // nothing to configure: how many rows there can be is decided by who may register
    }

    @Override
    public Optional<Registration> find(EquipmentId id, Moment now) {
        Row row = rows.get(id);
        return row == null || row.expiredAt(now.nanos()) ? Optional.empty() : Optional.of(row.registration());
    }

    @Override
    public void put(Registration registration) {
        synchronized (lock) {
            Row row = new Row(registration, shared(registration.socket()));
            Row old = rows.put(row.id(), row);
            if (old == null) {
                deadlines.add(row);
                size++;
            } else {
                deadlines.replace(old, row);
            }
        }
    }

    @GuardedBy("lock")
    private InetSocketAddress shared(InetSocketAddress socket) {
        InetSocketAddress known = sockets.get(socket);
        if (known == null && sockets.size() < MAX_SOCKETS) {
            sockets.put(socket, socket);
        }
        return known == null ? socket : known;
    }

    @Override
    public void remove(EquipmentId id) {
        synchronized (lock) {
            Row row = rows.remove(id);
            if (row != null) {
                deadlines.remove(row);
                size--;
            }
        }
    }

    @Override
    public List<EquipmentId> expire(Moment now) {
        List<EquipmentId> dropped = new ArrayList<>();
        synchronized (lock) {
            Row row = deadlines.first();
            while (row != null && row.expiredAt(now.nanos())) {
                remove(row.id());
                dropped.add(row.id());
                row = deadlines.first();
            }
        }
        return dropped;
    }

    @Override
    public long nextExpiry() {
        synchronized (lock) {
            Row row = deadlines.first();
            return row == null ? Long.MAX_VALUE : row.expires();
        }
    }

    @Override
    public int size() {
        synchronized (lock) {
            return size;
        }
    }

    @Override
    public List<Registration> page(Optional<EquipmentId> after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 0 or more rows)");
        }
        return after.map(id -> rows.tailMap(id, false)).orElse(rows).values().stream()
                .limit(limit)
                .map(Row::registration)
                .toList();
    }

    @Override
    public void clear() {
        synchronized (lock) {
            rows.clear();
            deadlines.clear();
            sockets.clear();
            size = 0;
        }
    }
}
