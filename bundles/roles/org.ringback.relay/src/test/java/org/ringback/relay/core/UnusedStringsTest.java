package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.Revocation;
import org.ringback.api.control.UnusedString;
import org.ringback.spi.Ticket;

/** Enrolment strings by which no device has joined: listed, expired, ended. */
public class UnusedStringsTest {
    private static final EquipmentId LAMP_2 = new EquipmentId("lamp-2");
    private static final Duration PAST_ITS_TIME = Codes.LIFETIME.plusMinutes(5);

    private final ServerFixture server = new ServerFixture();
    private final Instant until = server.now().wall().plus(Codes.LIFETIME);

    private List<EquipmentId> listed() {
        return server.unused().stream().map(UnusedString::id).toList();
    }

    @Test
    public void aStringIsListedUntilADeviceJoinsByIt() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        server.enrol(ANNA, Role.ISSUER);
        UnusedString lamp = new UnusedString(LAMP, Role.ACCEPTOR, until, false);
        UnusedString anna = new UnusedString(ANNA, Role.ISSUER, until, false);
        assertEquals(List.of(anna, lamp), server.unused());
        server.restart();
        assertEquals(List.of(anna, lamp), server.unused());
        assertEquals(List.of(lamp), server.core.overview().unusedStrings(Optional.of(ANNA), 5));
        assertEquals(List.of(anna), server.core.overview().unusedStrings(Optional.empty(), 1));
        new Appliance(server, LAMP).join(ticket);
        assertEquals(List.of(anna), server.unused());
    }

    @Test
    public void aGatewaysInvitationIsNotAmongThem() {
        Person.invitation(server, Appliance.leased(server, LAMP), ANNA);
        assertEquals(List.of(), server.unused());
    }

    @Test
    public void oneThatExpiredIsToldOfUntilAnotherIsMadeForItsId() {
        server.enrol(LAMP, Role.ACCEPTOR);
        server.pass(PAST_ITS_TIME);
        assertEquals(List.of(new UnusedString(LAMP, Role.ACCEPTOR, until, false)), server.unused());
        assertTrue(server.disk.get(RelayTables.CODES).isEmpty());
        Instant later = server.now().wall().plus(Codes.LIFETIME);
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        assertEquals(List.of(new UnusedString(LAMP, Role.ACCEPTOR, later, false)), server.unused());
        new Appliance(server, LAMP).join(ticket);
        server.pass(PAST_ITS_TIME);
        assertEquals(List.of(), server.unused());
    }

    @Test
    public void oneThatExpiresAfterARestartIsToldOfToo() {
        server.enrol(LAMP, Role.ACCEPTOR);
        server.pass(Codes.LIFETIME.minusSeconds(1));
        server.restart();
        server.pass(PAST_ITS_TIME);
        assertEquals(List.of(LAMP), listed());
        server.restart();
        assertEquals(List.of(), listed());
    }

    @Test
    public void ofThoseThatExpiredTheLatestAreRemembered() {
        for (int i = 0; i <= ExpiredStrings.MAX; i++) {
            server.enrol(new EquipmentId("fan-" + i), Role.ACCEPTOR);
            server.pass(Duration.ofMinutes(3));
        }
        server.pass(PAST_ITS_TIME);
        assertEquals(ExpiredStrings.MAX, listed().size());
        assertTrue(listed().contains(new EquipmentId("fan-" + ExpiredStrings.MAX)));
        assertFalse(listed().contains(new EquipmentId("fan-0")));
    }

    @Test
    public void anIdThatAnotherWayIsEnrolledMeanwhileWaitsForNobody() {
        server.enrol(ANNA, Role.ISSUER);
        server.pass(PAST_ITS_TIME);
        Person.invitedBy(server, Appliance.leased(server, LAMP));
        assertEquals(Enrolment.State.ENROLLED, server.enrolments().get(0).state());
        assertEquals(ANNA, server.enrolments().get(0).id());
        assertEquals(List.of(), listed());
    }

    @Test
    public void aNewStringForARevokedIdSaysThatTheIdIsKnown() {
        Appliance.leased(server, LAMP);
        server.revoke(LAMP);
        server.enrol(LAMP, Role.ACCEPTOR);
        assertTrue(server.unused().get(0).known());
    }

    @Test
    public void aRevocationTellsWhatItEnded() {
        Appliance.leased(server, LAMP);
        assertEquals(new Revocation(true, false), server.revoke(LAMP));
        assertEquals(new Revocation(false, false), server.revoke(LAMP));
        server.enrol(LAMP, Role.ACCEPTOR);
        assertEquals(new Revocation(false, true), server.revoke(LAMP));
        server.enrol(LAMP_2, Role.ACCEPTOR);
        assertEquals(new Revocation(false, true), server.revoke(LAMP_2));
        server.enrol(ANNA, Role.ISSUER);
        server.pass(PAST_ITS_TIME);
        assertEquals(new Revocation(false, true), server.revoke(ANNA));
        assertEquals(List.of(), listed());
        assertThrows(AssertionError.class, () -> server.revoke(ANNA));
    }
}
