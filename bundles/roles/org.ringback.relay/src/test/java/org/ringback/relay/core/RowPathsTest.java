package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.control.SeenPaths;
import org.ringback.kernel.Action;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** What the equipment list says of the paths to a device: what a ring showed, and nothing else. */
public class RowPathsTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private long first;
    private long second;
    private int connectionId;
    private long nextRelayed = 100_000;

    private SeenPaths lamps() {
        return server.registry.seen(LAMP);
    }

    private void ask() {
        first = anna.dial();
        List<Action> asked = server.receive(first, anna.pathwise(LAMP, RingSystem.CALL_BACK, Paths.RELAY));
        connectionId = lamp.decode(datagrams(asked).get(0).bytes()).get(Attributes.CONNECTION_ID);
    }

    /** Up to the judge's yes; returns the second request. */
    private Message called(int paths) {
        ask();
        second = server.connect(lamp.key, Appliance.TCP);
        return only(server.receive(second, lamp.pathwiseBind(connectionId, paths)), second);
    }

    private void report(Outcome outcome) {
        server.receive(second, lamp.report(connectionId, outcome));
    }

    /** Both ends of a ring come to the relay; returns its number there. */
    private long relayed() {
        RelayTicket acceptors = called(Paths.RELAY).get(Attributes.RELAY_TICKET);
        RelayTicket issuers = only(server.receive(second, lamp.report(connectionId, Outcome.CALLING)), first)
                .get(Attributes.RELAY_TICKET);
        server.done.clear();
        come(issuers);
        come(acceptors);
        return server.done.stream()
                .filter(RelayAction.Join.class::isInstance)
                .map(RelayAction.Join.class::cast)
                .findFirst()
                .orElseThrow()
                .number();
    }

    private void answeredDirectly() {
        called(Paths.RELAY);
        report(Outcome.CALLING);
        report(Outcome.REACHED);
        assertEquals(Optional.of(SeenPaths.Way.DIRECT), lamps().answered());
    }

    private void come(RelayTicket ticket) {
        nextRelayed += 2;
        server.handle(new RelayEvent.RelayBind(nextRelayed, ticket.bind(TransactionId.random(server.random))));
    }

    @Test
    public void nothingIsKnownBeforeARing() {
        assertEquals(SeenPaths.NOTHING, lamps());
    }

    @Test
    public void aBindShowsWhetherTheGatewayPunchesAndFromWhere() {
        called(Paths.PUNCH | Paths.RELAY);
        assertEquals(Optional.of(true), lamps().punches());
        assertEquals(Optional.of(Appliance.TCP), lamps().bound());
        assertEquals("the ring is not over", Optional.empty(), lamps().answered());
        report(Outcome.REFUSED);
        called(Paths.RELAY);
        assertEquals(Optional.of(false), lamps().punches());
    }

    @Test
    public void anOlderGatewayThatSaysNothingDoesNotPunch() {
        ask();
        second = server.connect(lamp.key, Appliance.TCP);
        server.receive(second, lamp.bind(connectionId));
        assertEquals(Optional.of(false), lamps().punches());
    }

    @Test
    public void aRingThatWasAnsweredWithoutTheRelayWentDirectly() {
        answeredDirectly();
        assertEquals(Optional.of("direct"), server.core.stories().get(0).way());
        assertEquals(1, server.count("ring.reached-by.direct"));
    }

    @Test
    public void oneEndAloneAtTheRelayMakesNoRelayedRing() {
        RelayTicket acceptors = called(Paths.RELAY).get(Attributes.RELAY_TICKET);
        report(Outcome.CALLING);
        come(acceptors);
        report(Outcome.REACHED);
        assertEquals(Optional.of(SeenPaths.Way.DIRECT), lamps().answered());
    }

    @Test
    public void aRingThatIsAnsweredWhileBothEndsAreAtTheRelayIsRelayed() {
        relayed();
        report(Outcome.REACHED);
        assertEquals(Optional.of(SeenPaths.Way.RELAYED), lamps().answered());
        assertEquals(Optional.of("relayed"), server.core.stories().get(0).way());
        assertEquals(1, server.count("ring.reached-by.relayed"));
        assertEquals(0, server.count("ring.reached-by.direct"));
    }

    @Test
    public void whereBothHadLeftTheRelayBeforeItCannotBeToldHowTheRingWent() {
        answeredDirectly();
        long number = relayed();
        server.handle(new RelayEvent.RelayEnded(number));
        report(Outcome.REACHED);
        assertEquals(Optional.empty(), lamps().answered());
        assertEquals(1, server.count("ring.reached-by.either"));
    }

    @Test
    public void aRelayedCallThatIsBeingCutDoesNotTellHowItsRingWent() {
        long number = relayed();
        server.configure(noBytes());
        server.handle(new RelayEvent.RelayCarried(number, 2));
        report(Outcome.REACHED);
        assertEquals(Optional.empty(), lamps().answered());
    }

    /** A byte a day. */
    private static RelaySettings noBytes() {
        RelaySettings before = ServerFixture.settings(16, 64);
        return new RelaySettings(
                before.realm(),
                before.lifetime(),
                before.refresh(),
                before.lease(),
                before.probe(),
                before.ringsPerEquipment(),
                before.rings(),
                new RelaySettings.Relaying(true, 16, 1, 1, 1, 1, 1),
                before.advertise(),
                before.pins());
    }

    @Test
    public void aRingThatIsNotAnsweredChangesNothingOfTheOneBefore() {
        relayed();
        report(Outcome.REACHED);
        called(Paths.RELAY);
        report(Outcome.UNREACHABLE);
        assertEquals(Optional.of(SeenPaths.Way.RELAYED), lamps().answered());
        assertEquals(1, server.count("ring.reached-by.relayed"));
    }

    @Test
    public void anIssuerThatIsSeenElsewhereThanItSaysIsTranslated() {
        ask();
        assertEquals(Optional.of(true), server.registry.seen(ANNA).translated());
        server.close(first);
        anna.local = anna.observed;
        ask();
        assertEquals(Optional.of(false), server.registry.seen(ANNA).translated());
    }

    @Test
    public void anIssuerThatHasNotAskedForAnythingSaidNothing() {
        first = anna.dial();
        assertEquals(Optional.empty(), server.registry.seen(ANNA).translated());
    }
}
