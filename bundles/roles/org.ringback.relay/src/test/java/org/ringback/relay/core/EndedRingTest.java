package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Ticket;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** Whatever ends a ring at the server, its issuer is told what is true of it. */
public class EndedRingTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Ticket invitation = Person.invitation(server, lamp, ServerFixture.ANNA);
    private final Person anna = new Person(server);

    private long first;

    /** Rings; returns the ring's number. */
    private int ring(RingSystem system) {
        if (anna.accept(invitation).kind() != MessageKind.ENROLLED) {
            throw new AssertionError("not enrolled");
        }
        first = anna.dial();
        List<Action> actions = server.receive(first, anna.connect(LAMP, system));
        return lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
    }

    /** Rings, and the equipment takes the ring. */
    private long taken() {
        int id = ring(RingSystem.CALL_BACK);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(id));
        server.done.clear();
        return second;
    }

    private void withdraw() {
        server.receive(
                server.connect(lamp.key, Appliance.TCP),
                Message.of(MessageKind.WITHDRAW, lamp.transaction())
                        .with(Attributes.PROTOCOL, MessageKind.VERSION)
                        .with(Attributes.USERNAME, LAMP)
                        .with(Attributes.CODE_ID, invitation.codeId())
                        .build());
    }

    private void assertResult(Absence why) {
        Message result = only(server.done, first);
        assertEquals(MessageKind.RESULT, result.kind());
        assertEquals(Outcome.NOT_REACHED, result.get(Attributes.OUTCOME));
        assertEquals(Optional.of(why), result.find(Attributes.ABSENCE));
        assertTrue(closes(server.done, first));
    }

    private void assertRefused(int code, Absence why) {
        Message refused = only(server.done, first);
        assertEquals(MessageKind.CONNECT_REFUSED, refused.kind());
        assertEquals(code, (int) refused.get(Attributes.ERROR_CODE));
        assertEquals(Optional.of(why), refused.find(Attributes.ABSENCE));
        assertTrue(closes(server.done, first));
    }

    @Test
    public void equipmentWhoseConnectionBreaksBeforeItsReportTookTheRingAndIsLost() {
        long second = taken();
        server.handle(new Event.Closed(second, CloseReason.Kind.BROKEN, "connection reset"));
        assertResult(Absence.LOST);
    }

    @Test
    public void equipmentThatTookTheRingAndDoesNotSayHowItWentIsLost() {
        taken();
        server.pass(RingTable.REPORT);
        assertResult(Absence.LOST);
    }

    @Test
    public void equipmentThatAcknowledgedTheDatagramAndSaysNoMoreIsLost() {
        ring(RingSystem.DATAGRAM);
        List<Action.SendDatagram> sent = datagrams(server.done);
        Message ring = lamp.decode(sent.get(sent.size() - 1).bytes());
        server.datagram(lamp.acknowledgement(ring.get(Attributes.CONNECTION_ID), ring.transaction()), lamp.udp);
        server.done.clear();
        server.pass(RingTable.REPORT);
        assertResult(Absence.LOST);
    }

    @Test
    public void aRingThatIsNotPassedOnYetIsForbiddenOnceItsPermissionIsTakenBack() {
        ring(RingSystem.CALL_BACK);
        server.done.clear();
        withdraw();
        assertRefused(ErrorCodes.FORBIDDEN, Absence.NOT_ALLOWED);
    }

    @Test
    public void aRingThatWasPassedOnIsNotAllowedOnceItsPermissionIsTakenBack() {
        taken();
        withdraw();
        assertResult(Absence.NOT_ALLOWED);
    }

    @Test
    public void aRevokedIssuersRingIsForbidden() {
        ring(RingSystem.CALL_BACK);
        server.done.clear();
        server.revoke(anna.id);
        assertRefused(ErrorCodes.FORBIDDEN, Absence.NOT_ALLOWED);
    }

    @Test
    public void aRingForRevokedEquipmentIsForbidden() {
        ring(RingSystem.CALL_BACK);
        server.done.clear();
        server.revoke(LAMP);
        assertRefused(ErrorCodes.FORBIDDEN, Absence.NOT_ALLOWED);
    }

    @Test
    public void anInvitationThatASecondKeyUsesForbidsTheRingsOfTheFirst() {
        ring(RingSystem.CALL_BACK);
        server.done.clear();
        new Person(server).accept(invitation);
        assertRefused(ErrorCodes.FORBIDDEN, Absence.NOT_ALLOWED);
    }

    @Test
    public void aPortThatNoGatewayDialsIsToldByWhatItIs() {
        anna.accept(invitation);
        anna.observed = ServerFixture.address("203.0.113.9", RingTable.MIN_PORT - 1);
        first = anna.dial();
        server.done.clear();
        server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertRefused(ErrorCodes.FORBIDDEN, Absence.LOW_PORT);
        anna.observed = ServerFixture.address("203.0.113.9", RingTable.MIN_PORT);
        assertEquals(
                1,
                datagrams(server.receive(anna.dial(), anna.connect(LAMP, RingSystem.CALL_BACK)))
                        .size());
    }
}
