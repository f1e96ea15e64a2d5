package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.store.Change;
import org.ringback.store.Setback;

public class AfterSetbackTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = new Appliance(server, LAMP);

    @Test
    public void openCodesAndLeasesAreDroppedOnceAndUsedCodesStay() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        lamp.lease();
        server.enrol(ANNA, Role.ISSUER);
        Map<String, byte[]> codes = server.disk.get(RelayTables.CODES);
        assertEquals("a used one and an open one", 2, codes.size());

        Setback setback = new Setback(3, 40, Instant.EPOCH);
        write(AfterSetback.changes(setback, this::read));
        assertEquals(1, codes.size());
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
        assertEquals("once", List.of(), AfterSetback.changes(setback, this::read));
        assertFalse(AfterSetback.changes(new Setback(1, 41, Instant.EPOCH), this::read)
                .isEmpty());

        server.restart();
        assertEquals(1, server.core.enrolled());
    }

    @Test
    public void theEndOfAnEnrolmentIsWrittenForGoodAndItsBeginningIsNot() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        assertEquals(Map.of(), lasting());
        server.handle(new RelayEvent.Revoke(77, LAMP));
        assertEquals(Map.of(RelayTables.DEVICES, "lamp-1"), lasting());
    }

    private Map<String, String> lasting() {
        Map<String, String> written = new HashMap<>();
        for (RelayAction action : server.done) {
            if (action instanceof RelayAction.Persist persist) {
                persist.changes().stream()
                        .filter(Change::isLasting)
                        .forEach(change -> written.put(change.table(), change.key()));
            }
        }
        return written;
    }

    private Map<String, byte[]> read(String table) {
        return new HashMap<>(server.disk.getOrDefault(table, new TreeMap<>()));
    }

    private void write(List<Change> changes) {
        for (Change change : changes) {
            TreeMap<String, byte[]> table = server.disk.computeIfAbsent(change.table(), name -> new TreeMap<>());
            change.value().ifPresentOrElse(value -> table.put(change.key(), value), () -> table.remove(change.key()));
        }
    }
}
