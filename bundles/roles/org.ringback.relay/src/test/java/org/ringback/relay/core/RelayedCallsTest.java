package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.messages;
import static org.ringback.relay.core.ServerFixture.only;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.Paths;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.TransactionId;

/** Who is relayed: both ends of a ring that the gateway's judge agreed to, each with its own ticket, once. */
public class RelayedCallsTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private Person rings = anna;
    private long second;
    private long first;
    private int connectionId;
    private long nextRelayed = 100_000;

    /** One end's ticket, and what it sends with it. */
    private record Bind(RelayTicket ticket, TransactionId id) {}

    private Bind with(RelayTicket ticket) {
        return new Bind(ticket, TransactionId.random(server.random));
    }

    /** Up to the second request; the acceptor's ticket, if it gets one. */
    private Optional<RelayTicket> bound(int issuers, int acceptors) {
        first = rings.dial();
        List<Action> asked = server.receive(first, rings.pathwise(LAMP, RingSystem.CALL_BACK, issuers));
        connectionId = lamp.decode(datagrams(asked).get(0).bytes()).get(Attributes.CONNECTION_ID);
        second = server.connect(lamp.key, Appliance.TCP);
        Message request = only(server.receive(second, lamp.pathwiseBind(connectionId, acceptors)), second);
        return request.find(Attributes.RELAY_TICKET);
    }

    /** The gateway's judge agrees; the issuer's ticket, if it gets one. */
    private Optional<RelayTicket> judged() {
        return only(server.receive(second, lamp.report(connectionId, Outcome.CALLING)), first)
                .find(Attributes.RELAY_TICKET);
    }

    private long come(byte[] bytes) {
        long number = nextRelayed;
        nextRelayed += 2;
        server.handle(new RelayEvent.RelayBind(number, bytes));
        return number;
    }

    private long come(Bind bind) {
        return come(bind.ticket().bind(bind.id()));
    }

    /** A ring whose both ends come to the relay. */
    private RelayAction.Join relayed() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        server.done.clear();
        come(with(issuers));
        come(with(acceptors));
        return did(RelayAction.Join.class).get(0);
    }

    private <A extends Action> List<A> did(Class<A> kind) {
        return server.done.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void assertTurnedAway(long connection) {
        assertTrue(server.done.contains(new RelayAction.TurnAway(connection)));
        assertEquals(List.of(), did(RelayAction.Join.class));
    }

    private static Message read(byte[] answer) {
        try {
            return new MessageCodec().decode(ByteBuffer.wrap(answer), Door.DEVICE_RELAY);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    /** [RELAY-1] */
    @Test
    public void ticketsAreGivenOnlyWhereBothEndsSaidRelayAndTheServerRelays() {
        assertEquals(Optional.empty(), bound(0, Paths.RELAY));
        assertEquals(Optional.empty(), judged());
        assertEquals(Optional.empty(), bound(Paths.RELAY, 0));
        assertEquals(Optional.empty(), judged());
        assertTrue(bound(Paths.RELAY, Paths.RELAY).isPresent());
        assertTrue(judged().isPresent());

        server.configure(with(new RelaySettings.Relaying(false, 16, 1, 1, 1, 1, 1)));
        assertEquals(Optional.empty(), bound(Paths.RELAY, Paths.RELAY));
        assertEquals(Optional.empty(), judged());
    }

    private RelaySettings with(RelaySettings.Relaying relaying) {
        RelaySettings before = ServerFixture.settings(16, 64);
        return new RelaySettings(
                before.realm(),
                before.lifetime(),
                before.refresh(),
                before.lease(),
                before.probe(),
                before.ringsPerEquipment(),
                before.rings(),
                relaying,
                before.advertise(),
                before.pins());
    }

    /** [RELAY-5] */
    @Test
    public void bothEndsAreToldOnceBothAreThereAndNoneBefore() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        assertFalse(issuers.equals(acceptors));
        server.done.clear();
        Bind issuer = with(issuers);
        long one = come(issuer);
        assertEquals(List.of(), did(RelayAction.Join.class));
        Bind acceptor = with(acceptors);
        long other = come(acceptor);
        RelayAction.Join join = did(RelayAction.Join.class).get(0);
        assertEquals(one, join.issuer().connection());
        assertEquals(other, join.acceptor().connection());
        assertEquals(MessageKind.RELAY_BOUND, read(join.issuer().answer()).kind());
        assertEquals(issuer.id(), read(join.issuer().answer()).transaction());
        assertEquals(acceptor.id(), read(join.acceptor().answer()).transaction());
        assertTrue(server.done.contains(new RelayAction.Known(one)));
    }

    /** [RELAY-2] */
    @Test
    public void aTicketOpensNothingBeforeTheGatewayHasJudged() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        assertTurnedAway(come(with(acceptors)));
        assertEquals(1, server.count("relay.no-ticket"));
        judged();
        long again = come(with(acceptors));
        assertFalse(server.done.contains(new RelayAction.TurnAway(again)));
    }

    /** [RELAY-3] */
    @Test
    public void aTicketOpensOnceAndNothingOnceItsRingIsOver() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        long waiting = come(with(issuers));
        assertTurnedAway(come(with(issuers)));
        server.receive(second, lamp.report(connectionId, Outcome.UNREACHABLE));
        assertTurnedAway(waiting);
        assertTurnedAway(come(with(acceptors)));
    }

    /** [RELAY-4] */
    @Test
    public void anUnknownTicketAnotherKeyAndAChangedMessageAreSilence() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        come(with(issuers));
        assertTurnedAway(come(with(RelayTicket.random(server.random))));
        assertTurnedAway(come(with(new RelayTicket(acceptors.id(), issuers.key()))));
        assertTurnedAway(come(with(new RelayTicket(acceptors.id(), Secret.random(server.random, 32)))));
        byte[] changed = with(acceptors).ticket().bind(TransactionId.random(server.random));
        for (int at = 0; at < changed.length; at++) {
            changed[at] ^= 1;
            assertTurnedAway(come(changed));
            changed[at] ^= 1;
        }
        assertTurnedAway(come(new byte[0]));
        come(changed);
        assertEquals(1, did(RelayAction.Join.class).size());
    }

    /** [RELAY-3] */
    @Test
    public void theTicketsOfTwoRingsAreNotCrossed() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        judged();
        bound(Paths.RELAY, Paths.RELAY);
        RelayTicket issuersOfOther = judged().orElseThrow();
        server.done.clear();
        come(with(acceptors));
        come(with(issuersOfOther));
        assertEquals(List.of(), did(RelayAction.Join.class));
    }

    @Test
    public void anEndThatLeavesBeforeTheOtherComesIsNotJoinedAndMayComeAgain() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        long gone = come(with(issuers));
        server.handle(new Event.Closed(gone, CloseReason.Kind.CLOSED_THERE, "closed by the peer"));
        server.done.clear();
        come(with(acceptors));
        assertEquals(List.of(), did(RelayAction.Join.class));
        long again = come(with(issuers));
        assertEquals(again, did(RelayAction.Join.class).get(0).issuer().connection());
    }

    /** [RELAY-6] */
    @Test
    public void aRelayThatWasSwitchedOffMeanwhileRefusesInWords() {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        server.configure(with(new RelaySettings.Relaying(false, 16, 1, 1, 1, 1, 1)));
        come(with(acceptors));
        come(with(issuers));
        assertEquals(2, did(RelayAction.Refuse.class).size());
    }

    @Test
    public void whatIsRelayedOutlivesItsRingAndItsEndFreesThePlace() {
        RelayAction.Join join = relayed();
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        server.close(first);
        assertEquals(List.of(), did(RelayAction.TurnAway.class));
        assertEquals(List.of(), did(RelayAction.Part.class));
        assertEquals(1, used("relayed calls"));
        server.handle(new RelayEvent.RelayEnded(join.number()));
        assertEquals(1, server.count("relay.joined"));
        assertEquals(1, server.count("relay.over"));
        assertEquals(0, used("relayed calls"));
    }

    private long used(String limit) {
        return server.core.overview().limits().stream()
                .filter(use -> use.limit().name().equals(limit))
                .findFirst()
                .orElseThrow()
                .now();
    }

    /** [RELAY-9] */
    @Test
    public void aRevocationOfEitherEndAndALostPairCutWhatIsRelayed() {
        RelayAction.Join join = relayed();
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        server.done.clear();
        server.revoke(anna.id);
        assertEquals(List.of(new RelayAction.Part(join.number())), did(RelayAction.Part.class));
        server.handle(new RelayEvent.RelayEnded(join.number()));
        assertEquals(0, used("relayed calls"));
    }

    /** [RELAY-9] */
    @Test
    public void aRevocationOfTheEquipmentCutsWhatIsRelayed() {
        RelayAction.Join join = relayed();
        server.done.clear();
        server.revoke(LAMP);
        assertEquals(List.of(new RelayAction.Part(join.number())), did(RelayAction.Part.class));
    }

    /** [RELAY-6] */
    @Test
    public void beyondThePlacesOfOneIssuerBothEndsAreRefusedInWords() {
        for (int i = 0; i < RelayPlaces.PER_ISSUER; i++) {
            relayed();
            server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        }
        assertRefused(ErrorCodes.QUOTA);
        assertEquals(1, server.count("relay.too-many"));
    }

    /** [RELAY-6] */
    @Test
    public void theLastQuarterOfThePlacesIsForPairsThatHaveNone() {
        server.configure(with(new RelaySettings.Relaying(true, 5, 1, 1, 1 << 20, 1 << 20, 1 << 20)));
        for (int i = 0; i < 4; i++) {
            relayed();
            server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        }
        // The fifth place is for a pair that has none.
        assertRefused(ErrorCodes.CAPACITY);
    }

    @Test
    public void whereAllPlacesAreTakenACallOfAPairThatHasSeveralEndsForAPairThatHasNone() {
        server.configure(with(new RelaySettings.Relaying(true, 2, 1, 1, 1 << 20, 1 << 20, 1 << 20)));
        RelayAction.Join used = relayed();
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        RelayAction.Join idle = relayed();
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        server.handle(new RelayEvent.RelayCarried(used.number(), 10));
        rings = new Person(server);
        rings.accept(Person.invitation(server, lamp, new EquipmentId("bert")));

        RelayAction.Join newcomers = relayed();
        assertEquals(rings.id, newcomers.pair().issuer());
        assertTrue(
                "its sockets are closed before the newcomer's are carried",
                server.done.indexOf(new RelayAction.Part(idle.number())) < server.done.indexOf(newcomers));
        assertEquals(List.of(new RelayAction.Part(idle.number())), did(RelayAction.Part.class));
        assertEquals(1, server.count("relay.made-room"));
        assertEquals(0, server.count("relay.cut"));
        assertEquals(2, used("relayed calls"));
        server.handle(new RelayEvent.RelayEnded(idle.number()));
        assertEquals(2, used("relayed calls"));
    }

    private void assertRefused(int code) {
        RelayTicket acceptors = bound(Paths.RELAY, Paths.RELAY).orElseThrow();
        RelayTicket issuers = judged().orElseThrow();
        server.done.clear();
        long one = come(with(issuers));
        long other = come(with(acceptors));
        List<RelayAction.Refuse> refused = did(RelayAction.Refuse.class);
        assertEquals(
                List.of(one, other),
                refused.stream().map(refuse -> refuse.leg().connection()).toList());
        refused.forEach(
                refuse -> assertEquals(code, (int) read(refuse.leg().answer()).get(Attributes.ERROR_CODE)));
    }

    /** [RELAY-10] */
    @Test
    public void whoHadTheBytesOfADayIsCutAndRefusedUntilTheNextDay() {
        server.configure(with(new RelaySettings.Relaying(true, 16, 1, 1, 1 << 30, 1 << 20, 1_000)));
        RelayAction.Join join = relayed();
        server.receive(second, lamp.report(connectionId, Outcome.REACHED));
        server.done.clear();
        server.handle(new RelayEvent.RelayCarried(join.number(), 999));
        assertEquals(List.of(), did(RelayAction.Part.class));
        server.handle(new RelayEvent.RelayCarried(join.number(), 1));
        assertEquals(List.of(new RelayAction.Part(join.number())), did(RelayAction.Part.class));
        server.handle(new RelayEvent.RelayEnded(join.number()));
        assertRefused(ErrorCodes.QUOTA);
        assertEquals(1_000, server.count("relay.bytes"));
    }

    /** [RELAY-1] */
    @Test
    public void aDatagramRingsAcceptorGetsItsTicketUnderSeal() {
        first = anna.dial();
        server.receive(first, anna.pathwise(LAMP, RingSystem.DATAGRAM, Paths.RELAY));
        assertTrue(messages(server.done, first).stream().noneMatch(message -> message.kind() == MessageKind.CALLING));
        server.pass(Duration.ofMillis(100));
    }
}
