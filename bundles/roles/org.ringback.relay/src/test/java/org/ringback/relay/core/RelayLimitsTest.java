package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.ringback.relay.core.ServerFixture.LAMP;

import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Outcome;

/** How much of each limit of the core is used, the most that was, and by whom. */
public class RelayLimitsTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    private LimitUse use(Limit limit) {
        return server.core.overview().limits(server.now()).stream()
                .filter(use -> use.limit().equals(limit))
                .findFirst()
                .orElseThrow();
    }

    private static LimitUse of(Limit limit, long value, long now, long most, String who) {
        return new LimitUse(limit, value, now, most, Optional.of(who).filter(name -> !name.isEmpty()));
    }

    private long ring() {
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
        return first;
    }

    @Test
    public void pendingRingsAreToldInAllByIssuerAndByEquipmentAndTheMarkStays() {
        server.configure(ServerFixture.settings(4, 100));
        long one = ring();
        ring();
        assertEquals(of(RelayLimit.RINGS, 100, 2, 2, ""), use(RelayLimit.RINGS));
        assertEquals(of(RelayLimit.RINGS_OF_ISSUER, 16, 2, 2, "anna"), use(RelayLimit.RINGS_OF_ISSUER));
        assertEquals(of(RelayLimit.RINGS_AT_EQUIPMENT, 4, 2, 2, "lamp-1"), use(RelayLimit.RINGS_AT_EQUIPMENT));
        server.close(one);
        server.configure(ServerFixture.settings(8, 100));
        server.pass(RingCalls.CALL.plusSeconds(60));
        assertEquals(of(RelayLimit.RINGS, 100, 0, 2, ""), use(RelayLimit.RINGS));
        assertEquals(of(RelayLimit.RINGS_AT_EQUIPMENT, 8, 0, 2, ""), use(RelayLimit.RINGS_AT_EQUIPMENT));
    }

    @Test
    public void connectionsAreToldByTheNameThatTheirKeyIsEnrolledUnder() {
        anna.dial();
        anna.dial();
        server.connect(server.newKey(), ServerFixture.address("203.0.113.77", 40_000));
        assertEquals(of(RelayLimit.CONNECTIONS, PeerTable.MAX, 3, 3, ""), use(RelayLimit.CONNECTIONS));
        assertEquals(of(RelayLimit.CONNECTIONS_OF_KEY, 16, 2, 2, "anna"), use(RelayLimit.CONNECTIONS_OF_KEY));
    }

    @Test
    public void connectionsThatOnlyStandToBeToldCountForNone() {
        for (int i = 0; i < PeerTable.MAX_PER_KEY + PeerTable.MAX_SURPLUS; i++) {
            anna.dial();
        }
        assertEquals(of(RelayLimit.CONNECTIONS_OF_KEY, 16, 16, 16, "anna"), use(RelayLimit.CONNECTIONS_OF_KEY));
    }

    @Test
    public void codesAreToldByWhoInvitedAndWhatWasTriedWithThem() {
        Person.invitation(server, lamp, new EquipmentId("boris"));
        assertEquals(of(RelayLimit.INVITATIONS, 64, 2, 2, "lamp-1"), use(RelayLimit.INVITATIONS));
        assertEquals(2 + 1, use(RelayLimit.CODES).now()); // lamp-1's own code is kept until it expires
        assertEquals(of(RelayLimit.WRONG_PROOFS, 5, 0, 0, ""), use(RelayLimit.WRONG_PROOFS));
    }

    @Test
    public void aPairThatWasTrulyRefusedIsRemembered() {
        long first = anna.dial();
        int id = lamp.decode(ServerFixture.datagrams(server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK)))
                        .get(0)
                        .bytes())
                .get(Attributes.CONNECTION_ID);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        server.receive(second, lamp.report(id, Outcome.REFUSED));
        assertEquals(of(RelayLimit.REFUSED_PAIRS, Slowdown.MAX_PAIRS, 1, 1, ""), use(RelayLimit.REFUSED_PAIRS));
    }
}
