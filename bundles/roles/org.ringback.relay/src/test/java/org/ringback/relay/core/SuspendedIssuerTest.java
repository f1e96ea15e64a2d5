package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.only;

import java.util.List;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.Action;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public class SuspendedIssuerTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.leased(server, LAMP);

    private Person suspended() {
        Person anna = new Person(server);
        Ticket copied = Person.invitation(server, lamp, ANNA);
        anna.accept(copied);
        assertEquals(
                MessageKind.ENROL_REFUSED, new Person(server).accept(copied).kind());
        assertEquals(List.of(ANNA), server.suspended());
        return anna;
    }

    private Enrolment annas() {
        return server.enrolments().stream()
                .filter(e -> e.id().equals(ANNA))
                .findFirst()
                .orElseThrow();
    }

    private int connectCode(Person anna) {
        long connection = anna.dial();
        List<Action> actions = server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK));
        return only(actions, connection).find(Attributes.ERROR_CODE).orElse(0);
    }

    @Test
    public void aSuspendedIssuerIsEnrolledAgainByTheSameKeyAndKeepsItsPairs() {
        Person anna = suspended();
        assertEquals(403, connectCode(anna));
        server.restart();
        Ticket again = server.enrol(ANNA, Role.ISSUER);
        Message answer = anna.accept(again);
        assertEquals(MessageKind.ENROLLED, answer.kind());
        assertEquals(ANNA, answer.get(Attributes.USERNAME));
        assertEquals(Enrolment.State.ENROLLED, annas().state());
        assertEquals(anna.key, annas().key());
        assertEquals(Set.of(LAMP), annas().mayAsk());
        assertTrue(server.suspended().isEmpty());
        assertEquals(MessageKind.ENROLLED, anna.accept(again).kind());
        server.restart();
        assertEquals(Set.of(LAMP), annas().mayAsk());
    }

    @Test
    public void aSuspendedIssuersGrantAloneDoesNotBringItBack() {
        Person anna = suspended();
        Message answer = anna.accept(Person.invitation(server, lamp, ANNA));
        assertEquals(403, (int) answer.get(Attributes.ERROR_CODE));
        assertEquals(EndedEnrolment.SUSPENDED, answer.get(Attributes.ENDED_ENROLMENT));
        long connection = anna.dial();
        Message refused = only(server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK)), connection);
        assertEquals(EndedEnrolment.SUSPENDED, refused.get(Attributes.ENDED_ENROLMENT));
        assertEquals(
                List.of(
                        "anna is suspended: its one-time code was used from a second key (expected: revoke anna"
                                + " here first, as the key that came first may be a thief's and could come back by a new string;"
                                + " then enrol anna --issuer, give its string to join at that issuer, and have new grants made)"),
                server.core.overview().suspensions());
    }

    @Test
    public void anotherKeyWithTheOperatorsStringGetsTheIdButNotThePairs() {
        suspended();
        Person other = new Person(server);
        assertEquals(
                MessageKind.ENROLLED,
                other.accept(server.enrol(ANNA, Role.ISSUER)).kind());
        assertEquals(other.key, annas().key());
        assertEquals(Set.of(), annas().mayAsk());
    }

    @Test
    public void aSuspendedIssuerIsNotEnrolledAgainAsEquipment() {
        suspended();
        AssertionError refused = assertThrows(AssertionError.class, () -> server.enrol(ANNA, Role.ACCEPTOR));
        assertTrue(refused.getMessage(), refused.getMessage().contains("suspended as issuer"));
    }
}
