package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** One second TCP connection carries every ring of its equipment while one of them runs. */
public class FurtherBindsTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final List<Person> people = new ArrayList<>();

    /** A pending ring: who asked, on which connection, and its number. */
    private record Called(Person person, long first, int id) {}

    private Called call(Person person) {
        long first = person.dial();
        List<Action> actions = server.receive(first, person.connect(LAMP, RingSystem.CALL_BACK));
        return new Called(
                person, first, lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID));
    }

    private List<Called> six() {
        List<Called> rings = new ArrayList<>();
        server.configure(ServerFixture.settings(16, 1_024));
        for (int i = 0; i < 6; i++) {
            Person person = Person.invitedBy(server, lamp);
            people.add(person);
            rings.add(call(person));
        }
        return rings;
    }

    @Test
    public void ringsOfSixIssuersRunOnOneConnectionAndTheirReportsMayCross() {
        List<Called> rings = six();
        long second = server.connect(lamp.key, Appliance.TCP);
        for (Called ring : rings) {
            List<Action> actions = server.receive(second, lamp.furtherBind(ring.id()));
            Message request = only(actions, second);
            assertEquals(MessageKind.SECOND_REQUEST, request.kind());
            assertTrue(request.find(Attributes.FURTHER_BINDS).isPresent());
            assertEquals(MessageKind.CONNECT_ANSWER, only(actions, ring.first()).kind());
        }
        Collections.reverse(rings);
        for (Called ring : rings) {
            server.receive(second, lamp.report(ring.id(), Outcome.CALLING));
        }
        Collections.rotate(rings, 2);
        for (Called ring : rings) {
            List<Action> actions = server.receive(second, lamp.report(ring.id(), Outcome.REACHED));
            assertEquals(Outcome.REACHED, only(actions, ring.first()).get(Attributes.OUTCOME));
            assertTrue(closes(actions, ring.first()));
            assertFalse(closes(actions, second));
        }
        assertEquals(6, server.count("ring.reached"));
        assertEquals(5, server.count("ring.bound-further"));
    }

    @Test
    public void theConnectionRestsAMomentForTheNextRingAndThenCloses() {
        Person anna = Person.invitedBy(server, lamp);
        long second = server.connect(lamp.key, Appliance.TCP);
        for (int i = 0; i < 3; i++) {
            Called ring = call(anna);
            server.receive(second, lamp.furtherBind(ring.id()));
            assertFalse(closes(server.receive(second, lamp.report(ring.id(), Outcome.REACHED)), second));
            assertFalse(closes(server.pass(Duration.ofMillis(500)), second));
        }
        assertTrue(closes(server.pass(PeerTable.REST), second));
        assertEquals(0, server.core.overview().connections());
    }

    @Test
    public void anAcceptorThatDoesNotKnowFurtherBindsIsServedAsEver() {
        Called ring = call(Person.invitedBy(server, lamp));
        long second = server.connect(lamp.key, Appliance.TCP);
        Message request = only(server.receive(second, lamp.bind(ring.id())), second);
        assertTrue(request.find(Attributes.FURTHER_BINDS).isEmpty());
        assertTrue(closes(server.receive(second, lamp.report(ring.id(), Outcome.REACHED)), second));
    }

    @Test
    public void aLostConnectionEndsOnlyTheRingsThatWereNotReported() {
        List<Called> rings = six();
        long second = server.connect(lamp.key, Appliance.TCP);
        rings.subList(0, 4).forEach(ring -> server.receive(second, lamp.furtherBind(ring.id())));
        server.receive(second, lamp.report(rings.get(1).id(), Outcome.REACHED));
        List<Action> actions = server.handle(new Event.Closed(second, CloseReason.Kind.BROKEN, "connection reset"));
        for (int lost : List.of(0, 2, 3)) {
            assertEquals(
                    Outcome.NOT_REACHED, only(actions, rings.get(lost).first()).get(Attributes.OUTCOME));
        }
        assertEquals(List.of(), messages(actions, rings.get(1).first()));
        assertEquals(2, server.core.overview().pendingRings());
        long another = server.connect(lamp.key, Appliance.TCP);
        for (Called ring : rings.subList(4, 6)) {
            server.receive(another, lamp.furtherBind(ring.id()));
            server.receive(another, lamp.report(ring.id(), Outcome.REACHED));
        }
        assertEquals(3, server.count("ring.reached"));
    }

    @Test
    public void aBindThatIsRefusedDisturbsNothingThatRunsBesideIt() {
        Called ring = call(Person.invitedBy(server, lamp));
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(ring.id()));
        List<Action> actions = server.receive(second, lamp.bind(ring.id() + 1));
        assertEquals(400, (int) only(actions, second).get(Attributes.ERROR_CODE));
        assertFalse(closes(actions, second));
        assertEquals(
                Outcome.REACHED,
                only(server.receive(second, lamp.report(ring.id(), Outcome.REACHED)), ring.first())
                        .get(Attributes.OUTCOME));
    }

    @Test
    public void whoRingsAndHangsUpCostsTheGatewayNoConnectionEach() {
        Person anna = Person.invitedBy(server, lamp);
        server.configure(ServerFixture.settings(16, 1_024));
        long second = server.connect(lamp.key, Appliance.TCP);
        for (int i = 0; i < 16; i++) {
            Called ring = call(anna);
            server.close(ring.first());
            List<Action> actions = server.receive(second, lamp.furtherBind(ring.id()));
            assertEquals(MessageKind.BIND_REFUSED, only(actions, second).kind());
            assertFalse(closes(actions, second));
        }
    }

    @Test
    public void aPolicyIsFetchedBesideRings() {
        Person anna = Person.invitedBy(server, lamp);
        Person ben = Person.invitedBy(server, lamp);
        Called ring = call(anna);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.furtherBind(ring.id()));
        server.done.clear();
        server.revoke(ben.id);
        Message wakeUp = lamp.decode(datagrams(server.done).get(0).bytes());
        int policy = wakeUp.get(Attributes.CONNECTION_ID);
        Message told = only(server.receive(second, lamp.furtherBind(policy)), second);
        assertEquals(List.of(ben.key), told.get(Attributes.REVOKED_KEYS));
        assertFalse(closes(server.receive(second, lamp.report(policy, Outcome.CALLING)), second));
        assertEquals(0, server.core.overview().pendingPolicies());
        assertEquals(
                Outcome.REACHED,
                only(server.receive(second, lamp.report(ring.id(), Outcome.REACHED)), ring.first())
                        .get(Attributes.OUTCOME));
    }

    @Test
    public void aPolicyThatIsNotAcknowledgedDoesNotEndTheRingsBesideIt() {
        Person anna = Person.invitedBy(server, lamp);
        Person ben = Person.invitedBy(server, lamp);
        long second = server.connect(lamp.key, Appliance.TCP);
        server.done.clear();
        server.revoke(ben.id);
        server.receive(
                second,
                lamp.furtherBind(
                        lamp.decode(datagrams(server.done).get(0).bytes()).get(Attributes.CONNECTION_ID)));
        server.pass(RingTable.REPORT.minusSeconds(1));
        Called ring = call(anna);
        server.receive(second, lamp.furtherBind(ring.id()));
        assertFalse(closes(server.pass(Duration.ofSeconds(2)), second));
        assertEquals(1, server.core.overview().pendingPolicies());
        assertEquals(
                Outcome.REACHED,
                only(server.receive(second, lamp.report(ring.id(), Outcome.REACHED)), ring.first())
                        .get(Attributes.OUTCOME));
    }
}
