package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.address;
import static org.ringback.relay.core.ServerFixture.closes;

import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.kernel.Deadlines;

/** How long connections stand, and what order deadlines have. */
public class ConnectionTimesTest {
    private static final Duration ALMOST_IDLE = PeerTable.IDLE.minusNanos(1);

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);

    private void standsAndThenEnds(long connection, Duration time) {
        assertFalse(closes(server.pass(time.minusNanos(1)), connection));
        assertTrue(closes(server.pass(Duration.ofNanos(1)), connection));
    }

    @Test
    public void anIdleConnectionEndsAMinuteAfterTheLastRequest() {
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertFalse(closes(server.pass(ALMOST_IDLE), connection));
        server.receive(connection, lamp.leaseRequest());
        standsAndThenEnds(connection, PeerTable.IDLE);
    }

    @Test
    public void aStrangerHasTenSecondsToEnrolAndThenAMinuteToAsk() {
        Appliance fan = new Appliance(server, new EquipmentId("fan-1"));
        var ticket = server.enrol(fan.id, Role.ACCEPTOR);
        standsAndThenEnds(server.connect(fan.key, Appliance.TCP), PeerTable.STRANGER);
        long connection = server.connect(fan.key, Appliance.TCP);
        server.pass(PeerTable.STRANGER.minusNanos(1));
        server.receive(connection, fan.enrol(ticket, connection));
        standsAndThenEnds(connection, PeerTable.IDLE);
    }

    @Test
    public void aRevokedKeyIsAStranger() {
        server.revoke(LAMP);
        standsAndThenEnds(server.connect(lamp.key, Appliance.TCP), PeerTable.STRANGER);
    }

    @Test
    public void whatARevokedKeyHasOpenIsCutAndForgotten() {
        long one = server.connect(lamp.key, Appliance.TCP);
        long other = server.connect(lamp.key, Appliance.TCP);
        server.done.clear();
        server.revoke(LAMP);
        assertTrue(server.done.contains(new Action.Abort(one)));
        assertTrue(server.done.contains(new Action.Abort(other)));
        assertEquals(0, server.core.overview().connections());
    }

    @Test
    public void anIssuersRowIsTheOneOfItsLatestConnectionUntilThatEnds() {
        Person anna = Person.invitedBy(server, lamp);
        long older = anna.dial();
        var observed = anna.observed;
        anna.observed = address("203.0.113.77", 42_000);
        long latest = anna.dial();
        var row = server.registry.find(anna.id, server.now()).orElseThrow();
        assertEquals(anna.observed, row.address());
        server.pass(Duration.ofSeconds(5));
        server.close(older);
        assertEquals(
                "it does not concern the row",
                row,
                server.registry.find(anna.id, server.now()).orElseThrow());
        anna.observed = observed;
        anna.dial();
        server.close(latest);
        assertEquals(
                observed,
                server.registry.find(anna.id, server.now()).orElseThrow().address());
    }

    @Test
    public void deadlinesOfOneMomentComeInTheOrderInWhichTheyWereSet() {
        Deadlines<String> deadlines = new Deadlines<>();
        assertEquals(Long.MAX_VALUE, deadlines.next());
        deadlines.set("first", 10);
        deadlines.set("second", 10);
        deadlines.set("later", 11);
        deadlines.set("moved", 5);
        deadlines.set("moved", 10);
        deadlines.set("cleared", 10);
        deadlines.clear("cleared");
        assertEquals(10, deadlines.next());
        assertEquals(List.of(), deadlines.due(9));
        assertEquals(List.of("first", "second", "moved"), deadlines.due(10));
        assertEquals(List.of("later"), deadlines.due(100));
    }

    @Test
    public void aConnectionIdInUseIsNotDrawnAgain() {
        int[] drawn = {7, 7, 8, 7};
        int[] next = {0};
        ConnectionIds ids = new ConnectionIds(() -> (long) drawn[next[0]++] << 32);
        int first = ids.draw();
        assertEquals(7, first);
        assertEquals(8, ids.draw());
        ids.release(first);
        assertEquals(7, ids.draw());
    }
}
