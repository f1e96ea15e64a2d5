package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.Action;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public class EnrolmentTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = new Appliance(server, LAMP);

    @Test
    public void aDeviceWithTheCodeIsEnrolledAndStaysSoAfterARestart() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        server.restart();
        Enrolment enrolment = server.enrolments().get(0);
        assertEquals(LAMP, enrolment.id());
        assertEquals(lamp.key, enrolment.key());
        assertEquals(Enrolment.State.ENROLLED, enrolment.state());
        assertEquals(List.of("tls13"), enrolment.protections());
        assertEquals(1, server.core.overview().enrolled());
    }

    @Test
    public void theStringNamesServerAndPins() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        assertEquals(List.of("192.0.2.1:3478"), ticket.servers());
        assertEquals(server.settings.pins(), ticket.pins());
        assertEquals(LAMP, ticket.id());
    }

    @Test
    public void theSameCodeFromTheSameKeyGetsTheSameAnswerAgain() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        lamp.join(ticket);
        assertEquals(1, server.core.overview().enrolled());
        server.restart();
        lamp.join(ticket);
    }

    @Test
    public void theSameCodeFromAnotherKeySuspendsAndAlarms() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        lamp.lease();
        lamp.register();
        long open = server.connect(lamp.key, Appliance.TCP);

        Appliance thief = new Appliance(server, LAMP);
        long connection = server.connect(thief.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, thief.enrol(ticket, connection));

        assertEquals(401, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(actions.stream().anyMatch(RelayAction.Alarm.class::isInstance));
        assertTrue(closes(actions, open));
        assertEquals(List.of(LAMP), server.suspended());
        assertEquals(0, server.registry.size());
        assertRefused(lamp, lamp.leaseRequest(), 403);
        server.restart();
        assertEquals(List.of(LAMP), server.suspended());
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        lamp.lease();
        assertTrue(server.suspended().isEmpty());
    }

    @Test
    public void anotherRoleThanTheCodesIsRefusedLikeAWrongProof() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        Ticket other = new Ticket(
                ticket.servers(),
                ticket.pins(),
                ticket.protections(),
                ticket.id(),
                Role.ISSUER,
                ticket.codeId(),
                ticket.code(),
                ticket.made());
        assertEnrolRefused(other, 401);
        lamp.join(ticket);
    }

    @Test
    public void severalRequestsMayFollowOnOneConnectionWhichTheDeviceCloses() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        long connection = server.connect(lamp.key, Appliance.TCP);
        for (Message request : List.of(lamp.enrol(ticket, connection), lamp.leaseRequest(), lamp.leaseRequest())) {
            List<Action> actions = server.receive(connection, request);
            assertTrue(only(actions, connection).find(Attributes.ERROR_CODE).isEmpty());
            assertFalse(closes(actions, connection));
        }
    }

    @Test
    public void aCodeEndsAfterTenMinutes() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        server.pass(Codes.LIFETIME);
        assertEnrolRefused(ticket, 401);
        server.pass(Duration.ofMinutes(1));
        assertTrue(server.disk.get(RelayTables.CODES).isEmpty());
    }

    @Test
    public void fiveWrongProofsEndACode() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        Ticket guess = with(ticket, Secret.random(server.random, 16));
        for (int i = 0; i < Codes.MAX_WRONG_PROOFS; i++) {
            assertEnrolRefused(guess, 401);
        }
        assertEnrolRefused(ticket, 401);
        assertEquals(1, server.count("enrol.code-ended"));
    }

    @Test
    public void fourWrongProofsDoNot() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        for (int i = 0; i < Codes.MAX_WRONG_PROOFS - 1; i++) {
            assertEnrolRefused(with(ticket, Secret.random(server.random, 16)), 401);
        }
        lamp.join(ticket);
    }

    @Test
    public void aProofForAnotherConnectionIsWrong() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        long one = server.connect(lamp.key, Appliance.TCP);
        long other = server.connect(server.newKey(), Appliance.TCP);
        List<Action> actions = server.receive(other, lamp.enrol(ticket, one));
        assertEquals(401, (int) only(actions, other).get(Attributes.ERROR_CODE));
    }

    @Test
    public void aKeyThatIsNotEnrolledMayOnlyEnrol() {
        assertRefused(lamp, lamp.leaseRequest(), 403);
        assertRefused(lamp, lamp.bind(5), 403);
        Person stranger = new Person(server);
        long connection = stranger.dial();
        List<Action> actions = server.receive(connection, stranger.connect(LAMP, RingSystem.PASSWORD));
        assertEquals(403, (int) only(actions, connection).get(Attributes.ERROR_CODE));
    }

    @Test
    public void anEnrolledIdIsRefusedAndASecondCodeReplacesTheFirst() {
        Ticket first = server.enrol(LAMP, Role.ACCEPTOR);
        Ticket second = server.enrol(LAMP, Role.ACCEPTOR);
        assertEnrolRefused(first, 401);
        lamp.join(second);
        assertThrows(AssertionError.class, () -> server.enrol(LAMP, Role.ACCEPTOR));
    }

    @Test
    public void aProtectionThatTheRecordDoesNotHoldIsForbidden() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        long connection = server.connect(lamp.key, Appliance.TCP, "certificate-first");
        assertEquals(403, (int) only(server.receive(connection, lamp.enrol(ticket, connection)), connection)
                .get(Attributes.ERROR_CODE));
        lamp.join(ticket);
        long later = server.connect(lamp.key, Appliance.TCP, "certificate-first");
        assertEquals(403, (int)
                only(server.receive(later, lamp.leaseRequest()), later).get(Attributes.ERROR_CODE));
    }

    @Test
    public void aLeaseForAnotherEquipmentIsForbidden() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        Appliance other = Appliance.leased(server, new EquipmentId("lamp-2"));
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertEquals(403, (int) only(server.receive(connection, other.leaseRequest()), connection)
                .get(Attributes.ERROR_CODE));
    }

    @Test
    public void anInvitedIssuerGetsTheNameOrASuffixAndMayAsk() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        Person first = Person.invitedBy(server, lamp);
        Person second = Person.invitedBy(server, lamp);
        assertEquals(ANNA, first.id);
        assertEquals(new EquipmentId("anna-2"), second.id);
        Enrolment anna = server.enrolments().get(0);
        assertEquals(Set.of(LAMP), anna.mayAsk());
        assertEquals(Role.ISSUER, anna.role());
    }

    @Test
    public void anEnrolledIssuerKeepsItsIdAndGainsThePair() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        Appliance other = Appliance.leased(server, new EquipmentId("lamp-2"));
        Person anna = Person.invitedBy(server, lamp);
        Message answer = anna.accept(Person.invitation(server, other, new EquipmentId("mum")));
        assertEquals(ANNA, answer.get(Attributes.USERNAME));
        server.restart();
        assertEquals(Set.of(LAMP, other.id), server.enrolments().get(0).mayAsk());
    }

    @Test
    public void anInvitationUsedTwiceByAnotherKeyEndsOnlyWhatItGave() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        Appliance other = Appliance.leased(server, new EquipmentId("lamp-2"));
        Person anna = Person.invitedBy(server, lamp);
        Ticket copied = Person.invitation(server, other, ANNA);
        anna.accept(copied);
        Person thief = new Person(server);
        assertEquals(MessageKind.ENROL_REFUSED, thief.accept(copied).kind());
        assertEquals(Set.of(LAMP), server.enrolments().get(0).mayAsk());
        assertTrue(server.suspended().isEmpty());
    }

    @Test
    public void anInvitationUsedTwiceEndsThePendingRingsThatItAllowedAndNoOthers() {
        Appliance lamp = Appliance.registered(server, LAMP);
        Appliance other = Appliance.registered(server, new EquipmentId("lamp-2"));
        Person anna = Person.invitedBy(server, lamp);
        Ticket copied = Person.invitation(server, other, ANNA);
        anna.accept(copied);
        long toLamp = anna.dial();
        server.receive(toLamp, anna.connect(LAMP, RingSystem.CALL_BACK));
        long toOther = anna.dial();
        server.receive(toOther, anna.connect(other.id, RingSystem.CALL_BACK));
        assertEquals(2, server.core.overview().pendingRings());
        new Person(server).accept(copied);
        assertEquals(1, server.core.overview().pendingRings());
        assertTrue(closes(server.done, toOther));
        assertFalse(closes(server.done, toLamp));
        assertEquals(
                "the permission ended: its invitation was used from a second key",
                server.core.stories().get(0).ended().orElseThrow().reason());
    }

    @Test
    public void manyOfOneNameGetTheNextSuffixAndWhatIsReservedIsLeftOut() {
        Appliance lamp = Appliance.leased(server, LAMP);
        server.enrol(new EquipmentId("anna-3"), Role.ISSUER);
        for (String expected : List.of("anna", "anna-2", "anna-4", "anna-5")) {
            assertEquals(expected, Person.invitedBy(server, lamp).id.value());
        }
        server.pass(Codes.LIFETIME.plusMinutes(1));
        server.restart();
        lamp.lease();
        assertEquals(
                "what is free again is found",
                "anna-3",
                Person.invitedBy(server, lamp).id.value());
        assertEquals("anna-6", Person.invitedBy(server, lamp).id.value());
    }

    @Test
    public void aCodeThatWasUsedOrWithdrawnReservesNothing() {
        Appliance lamp = Appliance.leased(server, LAMP);
        server.enrol(ANNA, Role.ISSUER);
        assertEquals("anna-2", Person.invitedBy(server, lamp).id.value());
        server.revoke(ANNA);
        assertEquals("anna", Person.invitedBy(server, lamp).id.value());
    }

    @Test
    public void aLongNameIsCutToMakeRoomForItsSuffix() {
        Appliance lamp = Appliance.leased(server, LAMP);
        EquipmentId longest = new EquipmentId("a".repeat(EquipmentId.MAX_LENGTH));
        for (String expected : List.of(longest.value(), "a".repeat(EquipmentId.MAX_LENGTH - 2) + "-2")) {
            Person person = new Person(server);
            person.accept(Person.invitation(server, lamp, longest));
            assertEquals(expected, person.id.value());
        }
    }

    @Test
    public void anAcceptorsKeyDoesNotBecomeAnIssuer() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        Ticket invitation = Person.invitation(server, lamp, ANNA);
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertEquals(403, (int) only(server.receive(connection, lamp.enrol(invitation, connection)), connection)
                .get(Attributes.ERROR_CODE));
    }

    @Test
    public void whoWasRevokedDoesNotComeBackByRepeatingTheOldCode() {
        Ticket old = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(old);
        server.revoke(LAMP);
        Appliance successor = new Appliance(server, LAMP);
        successor.join(server.enrol(LAMP, Role.ACCEPTOR));
        assertEnrolRefused(old, 401);
        assertEquals(successor.key, server.enrolments().get(0).key());
    }

    @Test
    public void moreInvitationsThanTheLimitAreRefused() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        for (int i = 0; i < Codes.MAX_PER_EQUIPMENT; i++) {
            Person.invitation(server, lamp, ANNA);
        }
        assertThrows(NoSuchElementException.class, () -> Person.invitation(server, lamp, ANNA));
    }

    @Test
    public void nothingIsAcknowledgedBeforeItIsOnDisk() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        server.diskBroken = true;
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, lamp.enrol(ticket, connection));
        assertTrue(ServerFixture.messages(actions, connection).isEmpty());
        assertTrue(closes(actions, connection));
        assertFalse(server.disk.containsKey(RelayTables.DEVICES));
        assertThrows(AssertionError.class, () -> server.enrol(ANNA, Role.ISSUER));
        server.diskBroken = false;
        lamp.join(ticket);
        server.restart();
        assertEquals(1, server.core.overview().enrolled());
    }

    @Test
    public void aDamagedRecordStopsTheStartAndIsNamed() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        server.disk.get(RelayTables.DEVICES).put("lamp-1", new byte[] {0, 1, 0});
        IllegalStateException refused = assertThrows(IllegalStateException.class, server::restart);
        assertTrue(refused.getMessage().contains("lamp-1"));
    }

    private static Ticket with(Ticket ticket, Secret code) {
        return new Ticket(
                ticket.servers(),
                ticket.pins(),
                ticket.protections(),
                ticket.id(),
                ticket.role(),
                ticket.codeId(),
                code,
                ticket.made());
    }

    private void assertEnrolRefused(Ticket ticket, int code) {
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, lamp.enrol(ticket, connection));
        assertEquals(code, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
    }

    private void assertRefused(Appliance appliance, Message request, int code) {
        long connection = server.connect(appliance.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, request);
        assertEquals(code, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
    }
}
