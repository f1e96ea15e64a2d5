package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.kernel.ProvedAddresses;
import org.ringback.relay.core.RelayAction.Expect;
import org.ringback.relay.core.RelayAction.Forget;
import org.ringback.relay.core.RelayAction.Known;
import org.ringback.relay.core.RelayAction.Proved;
import org.ringback.spi.Ticket;

/** What the core says about who proved itself where, so that strangers can be told from others at the door. */
public class KnownPeersTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");

    private final ServerFixture server = new ServerFixture();

    private <T extends RelayAction> List<T> done(Class<T> kind) {
        return server.done.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    public void aRegistrationProvesTheAddressThatItCameFrom() {
        Appliance lamp = Appliance.leased(server, LAMP);
        server.done.clear();
        lamp.register();
        assertEquals(List.of(new Proved(lamp.key, lamp.udp.getAddress())), done(Proved.class));
        lamp.udp = ServerFixture.address("203.0.113.9", 50_007);
        server.done.clear();
        lamp.register();
        assertEquals(List.of(new Proved(lamp.key, lamp.udp.getAddress())), done(Proved.class));
    }

    @Test
    public void whoStaysAtItsAddressProvesItAgainWellBeforeThatIsForgotten() {
        Appliance lamp = Appliance.registered(server, LAMP);
        int proofs = 0;
        long last = server.now().nanos();
        for (int i = 0; i < 100; i++) {
            server.done.clear();
            server.pass(Duration.ofSeconds(25));
            lamp.register();
            if (!done(Proved.class).isEmpty()) {
                proofs++;
                assertTrue(server.now().since(last).compareTo(ProvedAddresses.LASTS.dividedBy(2)) < 0);
                last = server.now().nanos();
            }
        }
        assertEquals("not at each of a hundred refreshes", 10, proofs);
    }

    @Test
    public void aRegistrationUnderAnotherKeyProvesNothing() {
        Appliance lamp = Appliance.registered(server, LAMP);
        lamp.leaseKey = new Appliance(server, LAMP).leaseKey;
        server.done.clear();
        server.datagram(lamp.registration(180), lamp.udp);
        assertEquals(List.of(), done(Proved.class));
    }

    @Test
    public void whoseKeyIsEnrolledIsKnownAtOnceAndWhoEnrolsOnceThatIsOnDisk() {
        Appliance lamp = new Appliance(server, LAMP);
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        long stranger = server.connect(lamp.key, Appliance.TCP);
        assertEquals(List.of(), done(Known.class));
        assertEquals(List.of(), done(Proved.class));
        server.diskBroken = true;
        server.receive(stranger, lamp.enrol(ticket, stranger));
        assertEquals(List.of(), done(Known.class));
        server.diskBroken = false;
        long again = server.connect(server.newKey(), Appliance.TCP);
        assertEquals("another stranger", List.of(), done(Known.class));
        server.close(again);
        long other = server.connect(lamp.key, Appliance.TCP);
        server.receive(other, lamp.enrol(ticket, other));
        assertTrue(done(Known.class).contains(new Known(other)));
        assertTrue(done(Proved.class).contains(new Proved(lamp.key, Appliance.TCP.getAddress())));
    }

    @Test
    public void whatARevokedKeyProvedIsForgottenAndItProvesNothingMore() {
        Appliance lamp = Appliance.registered(server, LAMP);
        server.done.clear();
        server.revoke(LAMP);
        assertEquals(List.of(new Forget(lamp.key)), done(Forget.class));
        server.connect(lamp.key, Appliance.TCP);
        assertEquals(List.of(), done(Known.class));
        assertEquals(List.of(), done(Proved.class));
        server.pass(Duration.ofMinutes(1));
    }

    @Test
    public void whoIsWokenUpIsExpectedFromItsAddress() {
        Appliance lamp = Appliance.registered(server, LAMP);
        Person anna = Person.invitedBy(server, lamp);
        server.done.clear();
        InetSocketAddress home = lamp.udp;
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.PASSWORD));
        assertEquals(List.of(new Expect(home.getAddress())), done(Expect.class));
        server.pass(Duration.ofMinutes(1));
        assertFalse("repeated wake-ups too", done(Expect.class).size() < 2);
    }
}
