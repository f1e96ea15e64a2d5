package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.Action;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

public class RevocationTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    @Test
    public void aRevokedIssuerLosesRingsAndConnectionsAtOnce() {
        long idle = anna.dial();
        long ringing = anna.dial();
        server.receive(ringing, anna.connect(LAMP, RingSystem.PASSWORD));
        server.done.clear();
        server.revoke(anna.id);
        assertTrue(closes(server.done, idle));
        assertTrue(closes(server.done, ringing));
        assertEquals(0, server.core.overview().pendingRings());
        assertFalse(server.registry.find(anna.id, server.now()).isPresent());
        assertForbidden(EndedEnrolment.REVOKED, anna);
    }

    private void assertForbidden(@Nullable EndedEnrolment why, Person person) {
        long connection = person.dial();
        Message refused = only(server.receive(connection, person.connect(LAMP, RingSystem.PASSWORD)), connection);
        assertEquals(403, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Optional.ofNullable(why), refused.find(Attributes.ENDED_ENROLMENT));
    }

    @Test
    public void whoWasRevokedIsToldSoAndAStrangerToTheEquipmentLearnsNothing() {
        Person ben = Person.invitedBy(server, Appliance.leased(server, new EquipmentId("lamp-2")));
        server.revoke(LAMP);
        assertForbidden(null, ben);
        server.revoke(anna.id);
        assertForbidden(EndedEnrolment.REVOKED, anna);
        long gateway = server.connect(lamp.key, Appliance.TCP);
        Message refused = only(server.receive(gateway, lamp.leaseRequest()), gateway);
        assertEquals(EndedEnrolment.REVOKED, refused.get(Attributes.ENDED_ENROLMENT));
    }

    @Test
    public void aKeyThatWasRevokedIsNeverEnrolledAgainAndANewOneIs() {
        server.revoke(anna.id);
        for (int round = 0; round < 2; round++) {
            Message refused = anna.accept(server.enrol(anna.id, Role.ISSUER));
            assertEquals(403, (int) refused.get(Attributes.ERROR_CODE));
            assertEquals(EndedEnrolment.REVOKED, refused.get(Attributes.ENDED_ENROLMENT));
            server.restart();
        }
        Ticket string = server.enrol(anna.id, Role.ISSUER);
        assertEquals(MessageKind.ENROL_REFUSED, anna.accept(string).kind());
        Person renewed = new Person(server);
        assertEquals(
                "the code is not used up",
                MessageKind.ENROLLED,
                renewed.accept(string).kind());
        assertEquals(anna.id, renewed.id);
        server.restart();
        Ticket invitation = Person.invitation(server, lamp, ServerFixture.ANNA);
        assertEquals(
                "the ID has another key",
                EndedEnrolment.REVOKED,
                anna.accept(invitation).get(Attributes.ENDED_ENROLMENT));
        assertEquals(MessageKind.ENROLLED, renewed.accept(invitation).kind());
    }

    @Test
    public void theGatewayIsWokenAndFetchesTheRevokedKey() {
        server.done.clear();
        server.revoke(anna.id);
        int connectionId = wakeUpAmong(server.done);
        long second = server.connect(lamp.key, Appliance.TCP);
        Message policy = only(server.receive(second, lamp.bind(connectionId)), second);
        assertEquals(MessageKind.POLICY, policy.kind());
        assertEquals(List.of(anna.key), policy.get(Attributes.REVOKED_KEYS));
        assertEquals(1, server.core.overview().pendingPolicies());
        List<Action> actions = server.receive(second, lamp.report(connectionId, Outcome.CALLING));
        assertTrue(closes(actions, second));
        assertEquals(0, server.core.overview().pendingPolicies());
        assertTrue(server.disk.get(RelayTables.POLICIES).isEmpty());
        assertEquals(1, datagrams(lamp.refresh()).size());
    }

    @Test
    public void aPolicySurvivesARestartAndGoesOutWithTheNextRegistration() {
        server.revoke(anna.id);
        server.restart();
        assertEquals(1, server.core.overview().pendingPolicies());
        int connectionId = wakeUpAmong(lamp.register());
        long second = server.connect(lamp.key, Appliance.TCP);
        assertEquals(
                MessageKind.POLICY,
                only(server.receive(second, lamp.bind(connectionId)), second).kind());
        server.close(second);
        // Lost before it was stored: again with the next registration.
        assertEquals(1, server.core.overview().pendingPolicies());
        wakeUpAmong(lamp.refresh());
    }

    @Test
    public void anUnansweredPolicyIsRepeatedAndThenWaitsForTheNextRegistration() {
        server.revoke(anna.id);
        assertEquals(3, datagrams(server.pass(Duration.ofSeconds(20))).size());
        wakeUpAmong(lamp.refresh());
    }

    @Test
    public void aPolicyThatIsNotAcknowledgedEndsItsConnectionAndStays() {
        server.done.clear();
        server.revoke(anna.id);
        int connectionId = wakeUpAmong(server.done);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(connectionId));
        assertTrue(closes(server.pass(RingTable.REPORT), second));
        assertEquals(1, server.core.overview().pendingPolicies());
    }

    @Test
    public void revokedEquipmentLosesLeaseRowRingsAndPermissions() {
        long issuer = anna.dial();
        server.receive(issuer, anna.connect(LAMP, RingSystem.PASSWORD));
        server.done.clear();
        server.revoke(LAMP);
        assertTrue(closes(server.done, issuer));
        assertEquals(0, server.core.overview().pendingRings());
        assertFalse(server.registry.find(LAMP, server.now()).isPresent());
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
        assertEquals(
                "what an issuer may ask",
                List.of(Set.of(), Set.of()),
                server.enrolments().stream().map(Enrolment::mayAsk).toList());
        Message refused = lamp.decode(datagrams(lamp.refresh()).get(0).bytes());
        assertEquals(401, (int) refused.get(Attributes.ERROR_CODE));
        assertForbidden(EndedEnrolment.EQUIPMENT, anna);
        server.restart();
        assertForbidden(EndedEnrolment.EQUIPMENT, anna);
        new Appliance(server, LAMP).join(server.enrol(LAMP, Role.ACCEPTOR));
        assertTrue(server.disk.get(RelayTables.PAIRS).isEmpty());
        assertForbidden(null, anna);
    }

    @Test
    public void aRevocationSurvivesARestart() {
        server.revoke(LAMP);
        server.restart();
        assertEquals(Enrolment.State.REVOKED, stateOf(LAMP));
        assertEquals(1, server.core.overview().enrolled());
    }

    @Test
    public void revokingAgainWritesAgainAndUnknownOnesAreRefused() {
        server.revoke(LAMP);
        server.disk.get(RelayTables.DEVICES).remove(LAMP.value());
        server.revoke(LAMP);
        assertTrue(server.disk.get(RelayTables.DEVICES).containsKey(LAMP.value()));
        AssertionError refused = assertThrows(AssertionError.class, () -> server.revoke(new EquipmentId("nobody")));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("nobody: not enrolled (expected: "));
    }

    @Test
    public void aRevocationThatIsNotOnDiskIsNotAcknowledged() {
        server.diskBroken = true;
        assertThrows(AssertionError.class, () -> server.revoke(LAMP));
        server.diskBroken = false;
        server.revoke(LAMP);
        server.restart();
        assertEquals(Enrolment.State.REVOKED, stateOf(LAMP));
    }

    @Test
    public void whatTheDiskRefusedIsWrittenWithTheRevocationThatIsAcknowledged() {
        server.diskBroken = true;
        assertThrows(AssertionError.class, () -> server.revoke(anna.id));
        assertThrows(AssertionError.class, () -> server.revoke(LAMP));
        server.diskBroken = false;
        assertFalse(server.disk.get(RelayTables.LEASES).isEmpty());
        server.revoke(LAMP);
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
        assertTrue(server.disk.get(RelayTables.PAIRS).isEmpty());
        server.restart();
        assertEquals(Enrolment.State.REVOKED, stateOf(LAMP));
        assertEquals(Enrolment.State.REVOKED, stateOf(anna.id));
    }

    @Test
    public void whatTheDiskRefusedIsWrittenByItselfWhenThereIsRoomAgain() {
        server.diskBroken = true;
        assertThrows(AssertionError.class, () -> server.revoke(anna.id));
        server.pass(Duration.ofMinutes(2));
        server.diskBroken = false;
        server.pass(Duration.ofMinutes(1));
        server.restart();
        assertEquals(Enrolment.State.REVOKED, stateOf(anna.id));
        assertEquals(1, server.core.overview().pendingPolicies());
    }

    @Test
    public void anOpenCodeIsRevokedToo() {
        EquipmentId fan = new EquipmentId("fan-1");
        server.enrol(fan, Role.ACCEPTOR);
        server.revoke(fan);
        assertThrows(AssertionError.class, () -> server.revoke(fan));
    }

    @Test
    public void twoIssuersRevokedComeInOnePolicy() {
        Person ben = Person.invitedBy(server, lamp);
        server.revoke(anna.id);
        server.done.clear();
        server.revoke(ben.id);
        int connectionId = wakeUpAmong(server.done);
        long second = server.connect(lamp.key, Appliance.TCP);
        Message policy = only(server.receive(second, lamp.bind(connectionId)), second);
        assertEquals(2, policy.get(Attributes.REVOKED_KEYS).size());
    }

    private Enrolment.State stateOf(EquipmentId id) {
        return server.enrolments().stream()
                .filter(enrolment -> enrolment.id().equals(id))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private int wakeUpAmong(List<Action> actions) {
        return datagrams(actions).stream()
                .map(datagram -> lamp.decode(datagram.bytes()))
                .filter(message -> message.kind() == MessageKind.WAKE_UP)
                .findFirst()
                .orElseThrow()
                .get(Attributes.CONNECTION_ID);
    }
}
