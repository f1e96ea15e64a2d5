package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.store.Change;

/** What the disk refused stands there, as memory has it, half a minute after there is room; whatever the table. */
public class UnwrittenTest {
    private final Rig rig = new Rig();

    private Set<String> keys(String table) {
        return rig.disk.getOrDefault(table, Map.of()).keySet();
    }

    private void room() {
        rig.diskBroken = false;
        rig.pass(Duration.ofSeconds(31));
    }

    @Test
    public void aJoinsKeysAreWrittenThoughTheJoinFailed() {
        rig.diskBroken = true;
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve(Rig.ADDRESS);
        assertTrue(rig.take(Action.Refused.class).why().startsWith("join of lamp-1: no space left on device"));
        assertEquals(Set.of(), keys(Records.JOINS));
        room();
        assertEquals(Set.of("lamp-1"), keys(Records.JOINS));
    }

    /** Every record that stands on disk is what memory would write there, or remove. */
    @Test
    public void memoryKnowsEveryRecordThatItWrote() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller.invited(rig, remote, Rig.ANNA);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(4), Rig.LAMP, rig.key(), Secret.random(rig.random, 32)));
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.THERMOSTAT)));
        rig.resolve(Rig.ADDRESS);
        Map<String, Map<String, byte[]>> before = Map.copyOf(rig.disk);
        for (String table :
                List.of(Records.EQUIPMENT, Records.PASSWORDS, Records.GRANTS, Records.JOINS, Records.TIME)) {
            assertFalse(table, keys(table).isEmpty());
            for (String key : List.copyOf(keys(table))) {
                byte[] kept = before.get(table).remove(key);
                rig.feed(new Event.NotWritten(List.of(Change.put(table, key, kept)), List.of(), "no room"));
                room();
                assertArrayEquals(table + " " + key, kept, rig.disk.get(table).get(key));
            }
        }
        rig.feed(new Event.NotWritten(
                List.of(
                        Change.remove(Records.PASSWORDS, "thermostat-1"),
                        Change.remove(Records.JOINS, "bert"),
                        Change.remove(Records.TIME, "0".repeat(64))),
                List.of(),
                "no room"));
        room();
        assertEquals(Set.of("lamp-1"), keys(Records.PASSWORDS));
        assertEquals(Set.of("thermostat-1"), keys(Records.JOINS));
    }
}
