package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.api.ProtectionId.CERTIFICATE_FIRST;
import static org.ringback.api.ProtectionId.TLS13;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingStory.Step;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.kernel.Action;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The server lets each device in over what its record allows and nothing else (requirements 4, 15 and 19). */
public class ProtectionTest {
    private final ServerFixture server = new ServerFixture();

    private void recordsAllow(ProtectionId... allowed) {
        server.protections = Set.of(allowed);
        server.protection = ServerFixture.NAMES.name(allowed[0]);
    }

    private void assertForbidden(long connection, Message request) {
        List<Action> actions = server.receive(connection, request);
        assertEquals(ErrorCodes.FORBIDDEN, (int) only(actions, connection).get(Attributes.ERROR_CODE));
        assertTrue(closes(actions, connection));
        assertEquals("nothing else happens", List.of(), datagrams(actions));
    }

    private void everyRequestOverTheOtherIsForbidden(ProtectionId enrolled, ProtectionId other) {
        recordsAllow(enrolled);
        Appliance lamp = Appliance.registered(server, LAMP);
        Person anna = Person.invitedBy(server, lamp);
        Message connect = anna.connect(LAMP, RingSystem.CERTIFIED);
        List<Action> called = server.receive(anna.dial(), connect);
        int connectionId = lamp.decode(datagrams(called).get(0).bytes()).get(Attributes.CONNECTION_ID);
        Message invite = Message.of(MessageKind.INVITE, lamp.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.NAME, new EquipmentId("bert"))
                .build();

        server.protection = ServerFixture.NAMES.name(other);
        assertForbidden(server.connect(lamp.key, Appliance.TCP), lamp.leaseRequest());
        assertForbidden(server.connect(lamp.key, Appliance.TCP), invite);
        assertForbidden(server.connect(lamp.key, Appliance.TCP), lamp.bind(connectionId));
        assertForbidden(anna.dial(), anna.connect(LAMP, RingSystem.CERTIFIED));

        server.protection = ServerFixture.NAMES.name(enrolled);
        long second = server.connect(lamp.key, Appliance.TCP);
        assertEquals(
                "the ring is not harmed",
                MessageKind.SECOND_REQUEST,
                only(server.receive(second, lamp.bind(connectionId)), second).kind());
        server.close(second);
    }

    @Test
    public void whoIsEnrolledForTls13AloneComesInOverNothingElse() {
        everyRequestOverTheOtherIsForbidden(TLS13, CERTIFICATE_FIRST);
    }

    @Test
    public void whoIsEnrolledForCertificateFirstAloneComesInOverNothingElse() {
        everyRequestOverTheOtherIsForbidden(CERTIFICATE_FIRST, TLS13);
    }

    @Test
    public void aReportOverTheOtherProtectionIsNothing() {
        Appliance lamp = Appliance.registered(server, LAMP);
        server.protection = "certificate-first";
        long connection = server.connect(lamp.key, Appliance.TCP);
        List<Action> actions = server.receive(connection, lamp.report(7, Outcome.REACHED));
        assertEquals(List.of(), messages(actions, connection));
        assertTrue(closes(actions, connection));
    }

    @Test
    public void aCodeIsTakenOverWhatItAllowsAndTheRecordKeepsAllOfIt() {
        server.protections = Set.of(TLS13, CERTIFICATE_FIRST);
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        assertEquals(Set.of(TLS13, CERTIFICATE_FIRST), ticket.protections());
        server.protection = "certificate-first";
        Appliance lamp = new Appliance(server, LAMP);
        lamp.join(ticket);
        server.restart();
        assertEquals(
                List.of("tls13", "certificate-first"),
                server.enrolments().get(0).protections());
        lamp.lease();
        server.protection = "tls13";
        lamp.lease();
    }

    @Test
    public void aCodeForTls13AloneIsNotTakenOverCertificateFirst() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        server.protection = "certificate-first";
        Appliance lamp = new Appliance(server, LAMP);
        long connection = server.connect(lamp.key, Appliance.TCP);
        assertForbidden(connection, lamp.enrol(ticket, connection));
        server.protection = "tls13";
        lamp.join(ticket);
    }

    @Test
    public void anInvitationCarriesTheProtectionsOfItsEquipment() {
        recordsAllow(CERTIFICATE_FIRST);
        Person anna = Person.invitedBy(server, Appliance.registered(server, LAMP));
        assertEquals(
                List.of(List.of("certificate-first")),
                server.enrolments().stream()
                        .filter(device -> device.id().equals(anna.id))
                        .map(device -> device.protections())
                        .toList());
    }

    @Test
    public void aGrantDoesNotWidenWhatAnIssuerIsEnrolledFor() {
        Appliance lamp = Appliance.registered(server, LAMP);
        Person anna = Person.invitedBy(server, lamp);
        server.protections = Set.of(TLS13, CERTIFICATE_FIRST);
        Appliance other = Appliance.registered(server, new EquipmentId("lamp-2"));
        Message answer = anna.accept(Person.invitation(server, other, new EquipmentId("anna")));
        assertEquals(List.of(TLS13), answer.get(Attributes.PROTECTIONS));
    }

    @Test
    public void certifiedAndPasswordDifferOnlyInTheSystemNamed() {
        Appliance lamp = Appliance.registered(server, LAMP);
        Person anna = Person.invitedBy(server, lamp);
        List<List<String>> told =
                List.of(ring(lamp, anna, RingSystem.PASSWORD), ring(lamp, anna, RingSystem.CERTIFIED));
        assertEquals(told.get(0), told.get(1));
        assertEquals(RingSystem.CERTIFIED, server.core.stories().get(0).system());
        assertEquals(RingSystem.PASSWORD, server.core.stories().get(1).system());
    }

    private List<String> ring(Appliance lamp, Person anna, RingSystem system) {
        long first = anna.dial();
        List<Action> called = server.receive(first, anna.connect(LAMP, system));
        Message wakeUp = lamp.decode(datagrams(called).get(0).bytes());
        assertEquals("no second request by UDP", MessageKind.WAKE_UP, wakeUp.kind());
        long second = server.connect(lamp.key, Appliance.TCP);
        int connectionId = wakeUp.get(Attributes.CONNECTION_ID);
        server.receive(second, lamp.bind(connectionId));
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        return server.core.stories().get(0).steps().stream().map(Step::name).toList();
    }

    @Test
    public void theStoryTellsAllFourPiecesOfInformationAtTheirOwnTime() {
        recordsAllow(CERTIFICATE_FIRST);
        Appliance lamp = Appliance.registered(server, LAMP);
        Person anna = Person.invitedBy(server, lamp);

        long began = server.now().nanos();
        agreement(began, "first key generation information", "second key generation information sent");
        server.pass(Duration.ofMillis(20));
        long first = anna.dial();
        server.pass(Duration.ofMillis(10));
        List<Action> called = server.receive(first, anna.connect(LAMP, RingSystem.CERTIFIED));
        int connectionId = lamp.decode(datagrams(called).get(0).bytes()).get(Attributes.CONNECTION_ID);
        server.pass(Duration.ofMillis(10));
        agreement(server.now().nanos(), "third key generation information", "fourth key generation information sent");
        server.pass(Duration.ofMillis(20));
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(connectionId));

        RingStory story = server.core.stories().get(0);
        assertEquals("certificate-first", story.protection());
        assertEquals(server.now().wall().minusMillis(60), story.began());
        assertEquals(
                List.of(
                        "0 first key generation information",
                        "10 second key generation information sent",
                        "30 first connection request",
                        "30 looked up",
                        "30 third connection request sent",
                        "40 third key generation information",
                        "50 fourth key generation information sent",
                        "60 second connection opened",
                        "60 issuer told that the ring is on its way",
                        "60 second connection request sent"),
                story.steps().stream()
                        .map(step -> step.at().toMillis() + " " + step.name())
                        .toList());
    }

    private void agreement(long from, String one, String other) {
        server.agreement = List.of(
                new AgreementStep(one, from),
                new AgreementStep(other, from + Duration.ofMillis(10).toNanos()));
    }
}
