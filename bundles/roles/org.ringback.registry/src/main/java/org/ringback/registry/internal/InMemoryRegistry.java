package org.ringback.registry.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.control.SeenPaths;
import org.ringback.kernel.Estates;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;

/**
 * The equipment list of one server process, also while this bundle is exchanged ({@link Estates}): the rows by ID, and also by the time at which they end. Finding and
 * refreshing a row take O(1), adding and removing O(log n), a page O(n), most of it without the lock. Thread-safe; a
 * page has each row as it was at some time during the call.
 */
@Component
public final class InMemoryRegistry implements Registry {
    /**
     * Most addresses of the server that rows share as objects, more than anybody configures; further ones are not
     * shared.
     */
    private static final int MAX_SOCKETS = 64;

    private static final String NAME = "registry";

    private final Optional<Estates> estates;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final Map<EquipmentId, Row> rows = new HashMap<>();

    @GuardedBy("lock")
    private final RowDeadlines deadlines = new RowDeadlines();

    @GuardedBy("lock")
    private final GoneRows gone = new GoneRows();

    @GuardedBy("lock")
    private final Map<InetSocketAddress, InetSocketAddress> sockets = new LinkedHashMap<>();

    /** Makes an empty list that is left to nobody. Nothing is configured: who may register bounds the number of rows. */
    public InMemoryRegistry() {
        this(Optional.empty());
    }

    /**
     * Makes the list with the rows that the bundle before left, if it did a moment ago.
     *
     * @param estates keeps the rows while this bundle is exchanged
     */
    @Activate
    public InMemoryRegistry(@Reference Estates estates) {
        this(Optional.of(estates));
        estates.take(NAME).flatMap(RowsLeft::read).ifPresent(left -> left.forEach(this::put));
    }

    private InMemoryRegistry(Optional<Estates> estates) {
        this.estates = estates;
    }

    @Deactivate
    void deactivate(int reason) {
        estates.filter(keeper -> keeper.mayBeSucceeded(reason)).ifPresent(keeper -> keeper.leave(NAME, rowsLeft()));
    }

    private byte[] rowsLeft() {
        synchronized (lock) {
            return RowsLeft.write(rows.values());
        }
    }

    @Override
    public Optional<Registration> find(EquipmentId id, Moment now) {
        synchronized (lock) {
            Row row = rows.get(id);
            return row == null || row.expiredAt(now.nanos()) ? Optional.empty() : Optional.of(row.registration());
        }
    }

    @Override
    public Optional<Registration> findLast(EquipmentId id) {
        synchronized (lock) {
            return Optional.ofNullable(gone.find(id)).map(Row::registration);
        }
    }

    @Override
    public boolean remembersAll() {
        synchronized (lock) {
            return gone.isComplete();
        }
    }

    @Override
    public void put(Registration registration) {
        synchronized (lock) {
            Row row = rows.get(registration.id());
            if (row != null && row.standsBefore(registration.expires())) {
                row.set(registration, shared(registration.socket()));
            } else {
                Row fresh = new Row(registration, shared(registration.socket()));
                if (row != null) {
                    fresh.follow(row);
                }
                remove(fresh.id());
                rows.put(fresh.id(), fresh);
                deadlines.add(fresh);
                gone.remove(fresh.id());
            }
        }
    }

    @Override
    public void saw(EquipmentId id, UnaryOperator<SeenPaths> more) {
        synchronized (lock) {
            Row row = rows.get(id);
            if (row != null) {
                row.saw(more);
            }
        }
    }

    @Override
    public SeenPaths seen(EquipmentId id) {
        synchronized (lock) {
            Row row = rows.get(id);
            Row last = row == null ? gone.find(id) : row;
            return last == null ? SeenPaths.NOTHING : last.seen();
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
                gone.add(row);
            }
        }
    }

    @Override
    public List<EquipmentId> expire(Moment now) {
        List<EquipmentId> dropped = new ArrayList<>();
        synchronized (lock) {
            for (Row row = deadlines.ended(now.nanos()); row != null; row = deadlines.ended(now.nanos())) {
                remove(row.id());
                dropped.add(row.id());
            }
        }
        return dropped;
    }

    @Override
    public long nextExpiry() {
        synchronized (lock) {
            return deadlines.due().orElse(Long.MAX_VALUE);
        }
    }

    @Override
    public int size() {
        synchronized (lock) {
            return rows.size();
        }
    }

    @Override
    public List<Registration> page(Optional<EquipmentId> after, int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 0 or more rows)");
        }
        FirstRows page = new FirstRows(after, limit);
        for (Row row : all()) {
            page.offer(row);
        }
        List<Row> chosen = page.rows();
        synchronized (lock) {
            return chosen.stream().map(Row::registration).toList();
        }
    }

    private Row[] all() {
        synchronized (lock) {
            return rows.values().toArray(new Row[0]);
        }
    }

    @Override
    public void clear() {
        synchronized (lock) {
            rows.clear();
            deadlines.clear();
            gone.clear();
            sockets.clear();
        }
    }
}
