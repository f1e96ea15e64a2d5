package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.wire.Tlv;

/**
 * Decides what a server must forget before it starts if older data took the place of newer ones: one-time codes, as one
 * that was used since would be fresh again; and leases, as those given or ended since are not known. Gateways take new
 * leases by themselves. Stateless.
 */
public final class AfterSetback {
    private static final String LAST = "last";
    private static final int NUMBER = 1;

    private AfterSetback() {}

    /**
     * Makes the changes to write.
     *
     * @param setback the store's last setback
     * @param store reads a table
     * @return the changes; empty if they were made already
     * @throws IllegalStateException if a record cannot be read
     */
    public static List<Change> changes(Setback setback, RecordSource store) {
        Tlv done = RelayTables.read(store, RelayTables.SETBACK, (key, record) -> record)
                .get(LAST);
        if (done != null && done.number(NUMBER) >= setback.number()) {
            return List.of();
        }
        List<Change> changes = new ArrayList<>();
        RelayTables.read(store, RelayTables.CODES, OneTimeCode::read).forEach((key, code) -> {
            if (code.open()) {
                changes.add(Change.remove(RelayTables.CODES, key));
            }
        });
        store.each(RelayTables.LEASES, (id, record) -> changes.add(Change.remove(RelayTables.LEASES, id)));
        changes.add(Change.put(
                RelayTables.SETBACK,
                LAST,
                new Tlv.Writer().put(NUMBER, setback.number()).toBytes()));
        return changes;
    }
}
