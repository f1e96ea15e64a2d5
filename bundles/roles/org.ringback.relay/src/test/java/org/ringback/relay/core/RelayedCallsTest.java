package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** Who is relayed: both ends of a ring that the gateway's judge agreed to, each with its own ticket, once. */
public class RelayedCallsTest {
    private final RelayRig rig = new RelayRig();
    private final ServerFixture server = rig.server;
    private final Appliance lamp = rig.lamp;

    private void assertTurnedAway(long connection) {
        assertTrue(server.done.contains(new RelayAction.TurnAway(connection)));
        assertEquals(List.of(), rig.did(RelayAction.Join.class));
    }

    /** [RELAY-1] */
    @Test
    public void ticketsAreGivenOnlyWhereBothEndsSaidRelayAndTheServerRelays() {
        assertEquals(Optional.empty(), rig.bound(0, Paths.RELAY));
        assertEquals(Optional.empty(), rig.judged());
        assertEquals(Optional.empty(), rig.bound(Paths.RELAY, 0));
        assertEquals(Optional.empty(), rig.judged());
        assertTrue(rig.bound(Paths.RELAY, Paths.RELAY).isPresent());
        assertTrue(rig.judged().isPresent());

        rig.limit(new RelaySettings.Relaying(false, 16, 1, 1, 1, 1, 1));
        assertEquals(Optional.empty(), rig.bound(Paths.RELAY, Paths.RELAY));
        assertEquals(Optional.empty(), rig.judged());
    }

    /** [RELAY-5] */
    @Test
    public void bothEndsAreToldOnceBothAreThereAndNoneBefore() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = rig.judged().orElseThrow();
        assertFalse(issuers.equals(acceptors));
        server.done.clear();
        RelayRig.Bind issuer = rig.with(issuers);
        long one = rig.come(issuer);
        assertEquals(List.of(), rig.did(RelayAction.Join.class));
        RelayRig.Bind acceptor = rig.with(acceptors);
        long other = rig.come(acceptor);
        RelayAction.Join join = rig.did(RelayAction.Join.class).get(0);
        assertEquals(one, join.issuer().connection());
        assertEquals(other, join.acceptor().connection());
        assertEquals(
                MessageKind.RELAY_BOUND, RelayRig.read(join.issuer().answer()).kind());
        assertEquals(issuer.id(), RelayRig.read(join.issuer().answer()).transaction());
        assertEquals(acceptor.id(), RelayRig.read(join.acceptor().answer()).transaction());
        assertTrue(server.done.contains(new RelayAction.Known(one)));
    }

    /** [RELAY-2] */
    @Test
    public void aTicketOpensNothingBeforeTheGatewayHasJudged() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        assertTurnedAway(rig.come(rig.with(acceptors)));
        assertEquals(1, server.count("relay.no-ticket"));
        rig.judged();
        long again = rig.come(rig.with(acceptors));
        assertFalse(server.done.contains(new RelayAction.TurnAway(again)));
    }

    /** [RELAY-3] */
    @Test
    public void aTicketOpensOnceAndNothingOnceItsRingIsOver() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = rig.judged().orElseThrow();
        long waiting = rig.come(rig.with(issuers));
        assertTurnedAway(rig.come(rig.with(issuers)));
        server.receive(rig.second, lamp.report(rig.connectionId, Outcome.UNREACHABLE));
        assertTurnedAway(waiting);
        assertTurnedAway(rig.come(rig.with(acceptors)));
    }

    /** [RELAY-4] */
    @Test
    public void anUnknownTicketAnotherKeyAndAChangedMessageAreSilence() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = rig.judged().orElseThrow();
        rig.come(rig.with(issuers));
        assertTurnedAway(rig.come(rig.with(RelayTicket.random(server.random))));
        assertTurnedAway(rig.come(rig.with(new RelayTicket(acceptors.id(), issuers.key()))));
        assertTurnedAway(rig.come(rig.with(new RelayTicket(acceptors.id(), Secret.random(server.random, 32)))));
        byte[] changed = rig.with(acceptors).ticket().bind(TransactionId.random(server.random));
        for (int at = 0; at < changed.length; at++) {
            changed[at] ^= 1;
            assertTurnedAway(rig.come(changed));
            changed[at] ^= 1;
        }
        assertTurnedAway(rig.come(new byte[0]));
        rig.come(changed);
        assertEquals(1, rig.did(RelayAction.Join.class).size());
    }

    /** [RELAY-3] */
    @Test
    public void theTicketsOfTwoRingsAreNotCrossed() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        rig.judged();
        rig.bound(Paths.RELAY, Paths.RELAY);
        RelayTicket issuersOfOther = rig.judged().orElseThrow();
        server.done.clear();
        rig.come(rig.with(acceptors));
        rig.come(rig.with(issuersOfOther));
        assertEquals(List.of(), rig.did(RelayAction.Join.class));
    }

    @Test
    public void anEndThatLeavesBeforeTheOtherComesIsNotJoinedAndMayComeAgain() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = rig.judged().orElseThrow();
        long gone = rig.come(rig.with(issuers));
        server.handle(new Event.Closed(gone, CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        server.done.clear();
        rig.come(rig.with(acceptors));
        assertEquals(List.of(), rig.did(RelayAction.Join.class));
        long again = rig.come(rig.with(issuers));
        assertEquals(again, rig.did(RelayAction.Join.class).get(0).issuer().connection());
    }

    /** [RELAY-6] */
    @Test
    public void aRelayThatWasSwitchedOffMeanwhileRefusesInWords() {
        RelayTicket acceptors = rig.bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = rig.judged().orElseThrow();
        rig.limit(new RelaySettings.Relaying(false, 16, 1, 1, 1, 1, 1));
        rig.come(rig.with(acceptors));
        rig.come(rig.with(issuers));
        assertEquals(2, rig.did(RelayAction.Refuse.class).size());
    }

    @Test
    public void whatIsRelayedOutlivesItsRingAndItsEndFreesThePlace() {
        RelayAction.Join join = rig.relayed();
        rig.reached();
        server.close(rig.first);
        assertEquals(List.of(), rig.did(RelayAction.TurnAway.class));
        assertEquals(List.of(), rig.did(RelayAction.Part.class));
        assertEquals(1, rig.used("relayed calls"));
        server.handle(new RelayEvent.RelayEnded(join.number()));
        assertEquals(1, server.count("relay.joined"));
        assertEquals(1, server.count("relay.over"));
        assertEquals(0, rig.used("relayed calls"));
    }

    /** [RELAY-6] */
    @Test
    public void beyondThePlacesOfOneIssuerBothEndsAreRefusedInWords() {
        for (int i = 0; i < RelayPlaces.PER_ISSUER; i++) {
            rig.relayed();
            rig.reached();
        }
        assertEquals(ErrorCodes.QUOTA, rig.refused());
        assertEquals(1, server.count("relay.too-many"));
    }

    /** [RELAY-6] */
    @Test
    public void theLastQuarterOfThePlacesIsForPairsThatHaveNone() {
        rig.limit(new RelaySettings.Relaying(true, 5, 1, 1, 1 << 20, 1 << 20, 1 << 20));
        for (int i = 0; i < 4; i++) {
            rig.relayed();
            rig.reached();
        }
        // The fifth place is for a pair that has none.
        assertEquals(ErrorCodes.CAPACITY, rig.refused());
    }

    @Test
    public void whereAllPlacesAreTakenACallOfAPairThatHasSeveralEndsForAPairThatHasNone() {
        rig.limit(new RelaySettings.Relaying(true, 2, 1, 1, 1 << 20, 1 << 20, 1 << 20));
        RelayAction.Join used = rig.relayed();
        rig.reached();
        RelayAction.Join idle = rig.relayed();
        rig.reached();
        server.handle(new RelayEvent.RelayCarried(used.number(), 10));
        rig.newcomer("bert");

        RelayAction.Join newcomers = rig.relayed();
        assertEquals(rig.rings.id, newcomers.pair().issuer());
        assertTrue(
                "its sockets are closed before the newcomer's are carried",
                server.done.indexOf(new RelayAction.Part(idle.number())) < server.done.indexOf(newcomers));
        assertEquals(List.of(new RelayAction.Part(idle.number())), rig.did(RelayAction.Part.class));
        assertEquals(1, server.count("relay.made-room"));
        assertEquals(0, server.count("relay.cut"));
        assertEquals(2, rig.used("relayed calls"));
        server.handle(new RelayEvent.RelayEnded(idle.number()));
        assertEquals(2, rig.used("relayed calls"));
    }

    /** [RELAY-1] */
    @Test
    public void aDatagramRingsAcceptorGetsItsTicketUnderSealAndItCountsOnceTheGatewayCalls() {
        rig.first = rig.anna.dial();
        List<Action> asked = server.receive(rig.first, rig.anna.pathwise(LAMP, RingSystem.DATAGRAM, Paths.RELAY));
        byte[] sent = datagrams(asked).get(0).bytes();
        RelayTicket acceptors = lamp.open(sent).get(Attributes.RELAY_TICKET);
        assertFalse(
                "nothing of it goes in clear",
                HexFormat.of().formatHex(sent).contains(acceptors.id().toString()));
        assertTurnedAway(rig.come(rig.with(acceptors)));

        int id = lamp.decode(sent).get(Attributes.CONNECTION_ID);
        List<Action> calling = server.datagram(lamp.datagramReport(id, Outcome.CALLING), lamp.udp);
        RelayTicket issuers = only(calling, rig.first).get(Attributes.RELAY_TICKET);
        assertNotEquals(acceptors, issuers);
        rig.come(rig.with(issuers));
        rig.come(rig.with(acceptors));
        assertEquals(1, rig.did(RelayAction.Join.class).size());
    }

    /** [RELAY-1] */
    @Test
    public void aDatagramRingOfAnIssuerThatKnowsNoRelayHasNoTicket() {
        rig.first = rig.anna.dial();
        List<Action> asked = server.receive(rig.first, rig.anna.pathwise(LAMP, RingSystem.DATAGRAM, 0));
        byte[] sent = datagrams(asked).get(0).bytes();
        assertEquals(Optional.empty(), lamp.open(sent).find(Attributes.RELAY_TICKET));
    }
}
