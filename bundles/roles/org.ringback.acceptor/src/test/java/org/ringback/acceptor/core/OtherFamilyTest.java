package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.wire.AddressFamily;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.RelayTicket;
import org.ringback.wire.RoundTrips;

/** A gateway that is registered by IPv4, and whose issuers the server sees by IPv6 or IPv4. */
public final class OtherFamilyTest {
    private static final InetSocketAddress SIX = new InetSocketAddress("2a00::9", 3478);
    private static final InetSocketAddress SIX_TOO = new InetSocketAddress("2a00::10", 3478);
    private static final InetSocketAddress FOUR_TOO = new InetSocketAddress("9.9.9.10", 3478);
    private static final InetSocketAddress ISSUER_BY_SIX = new InetSocketAddress("2a02::8", 45_000);
    private static final Duration NEXT = Duration.ofMillis(250);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final RoundTrips NEAR =
            new RoundTrips(Optional.of(Duration.ofMillis(40)), Optional.of(Duration.ofMillis(80)));
    /** Three times the sum of both. */
    private static final Duration HEAD_START = Duration.ofMillis(360);

    private final Rig rig = new Rig();
    private Caller anna;
    private Rig.Remote remote;

    @Before
    public void granted() {
        rig.join(Rig.LAMP);
        remote = rig.register(Rig.LAMP);
        anna = Caller.invited(rig, remote, Rig.ANNA);
        rig.pass(Duration.ofSeconds(1));
        serverAt(Rig.ADDRESS, SIX);
    }

    private void serverAt(InetSocketAddress... addresses) {
        rig.resolve(addresses);
        rig.actions.clear();
    }

    private void wake(int connectionId, AddressFamily family) {
        rig.send(remote.wakeUp(connectionId, family));
    }

    private List<InetSocketAddress> dialled() {
        return rig.all(Rig.DialServer.class).stream()
                .map(Rig.DialServer::address)
                .toList();
    }

    private void assertBound(int connectionId, Rig.DialServer dial) {
        rig.establish(dial);
        Action.Send bind = rig.take(Action.Send.class);
        assertEquals(MessageKind.CONNECTION_BIND, bind.message().kind());
        assertEquals(connectionId, (int) bind.message().get(Attributes.CONNECTION_ID));
        assertEquals(dial.connection(), bind.connection());
    }

    private void failed(Rig.DialServer dial) {
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "refused"));
    }

    /** [ACC-43] */
    @Test
    public void theServersAddressOfTheFamilyThatIsNamedIsDialledFirstAndCarriesTheBind() {
        wake(5, AddressFamily.IPV6);
        assertEquals(List.of(SIX), dialled());
        rig.pass(NEXT.minus(NANO));
        assertEquals(List.of(SIX), dialled());
        assertBound(5, rig.take(Rig.DialServer.class));
        rig.pass(Duration.ofSeconds(1));
        assertEquals("the registration's is not dialled any more", List.of(), dialled());
    }

    /** [ACC-43] */
    @Test
    public void theAddressOfTheRegistrationIsDialled250MillisecondsLaterAndCarriesTheBindIfItIsProvedFirst() {
        wake(5, AddressFamily.IPV6);
        rig.pass(NEXT);
        assertEquals(List.of(SIX, Rig.ADDRESS), dialled());
        Rig.DialServer six = rig.take(Rig.DialServer.class);
        Rig.DialServer four = rig.take(Rig.DialServer.class);
        rig.establish(four);
        assertTrue(rig.actions.contains(new Action.Abort(six.connection())));
        assertEquals(four.connection(), rig.take(Action.Send.class).connection());
    }

    /** [ACC-43] */
    @Test
    public void theNamedFamilyCarriesTheBindIfItIsProvedFirstAfterAll() {
        wake(5, AddressFamily.IPV6);
        rig.pass(NEXT);
        Rig.DialServer six = rig.take(Rig.DialServer.class);
        Rig.DialServer four = rig.take(Rig.DialServer.class);
        rig.establish(six);
        assertTrue(rig.actions.contains(new Action.Abort(four.connection())));
        assertEquals(six.connection(), rig.take(Action.Send.class).connection());
    }

    /** [ACC-43] */
    @Test
    public void whereTheNamedFamilyFailsTheAddressOfTheRegistrationIsDialledAtOnce() {
        wake(5, AddressFamily.IPV6);
        failed(rig.take(Rig.DialServer.class));
        assertEquals(List.of(Rig.ADDRESS), dialled());
        assertBound(5, rig.take(Rig.DialServer.class));
    }

    /** [ACC-43] [ACC-4] */
    @Test
    public void whereBothFailTheNextWakeUpOfTheRingCountsAsNew() {
        wake(5, AddressFamily.IPV6);
        failed(rig.take(Rig.DialServer.class));
        failed(rig.take(Rig.DialServer.class));
        assertEquals(1, rig.counted("ring.bind-failed"));
        wake(5, AddressFamily.IPV6);
        assertEquals(List.of(SIX), dialled());
    }

    /** [ACC-45] */
    @Test
    public void ofSeveralAddressesThoseOfThatFamilyComeBeforeTheRegistrationsAndThatBeforeOthersOfItsFamily() {
        serverAt(Rig.ADDRESS, SIX, FOUR_TOO, SIX_TOO);
        wake(5, AddressFamily.IPV6);
        rig.pass(NEXT.multipliedBy(2).minus(NANO));
        assertEquals(List.of(SIX, SIX_TOO), dialled());
        rig.pass(NEXT.plus(NANO));
        assertEquals(List.of(SIX, SIX_TOO, Rig.ADDRESS, FOUR_TOO), dialled());
    }

    /** [ACC-43] */
    @Test
    public void aServerWithoutAnAddressOfThatFamilyIsDialledAsEver() {
        serverAt(Rig.ADDRESS);
        wake(5, AddressFamily.IPV6);
        assertEquals(List.of(Rig.ADDRESS), dialled());
        assertBound(5, rig.take(Rig.DialServer.class));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(List.of(), dialled());
    }

    /** [ACC-43] */
    @Test
    public void aWakeUpThatNamesNoFamilyIsBoundWhereItCameFrom() {
        rig.send(remote.wakeUp(5));
        rig.pass(Duration.ofSeconds(1));
        assertEquals(List.of(Rig.ADDRESS), dialled());
    }

    /** [ACC-43] */
    @Test
    public void aWakeUpThatNamesTheFamilyOfTheRegistrationIsBoundWhereItCameFrom() {
        serverAt(Rig.ADDRESS, FOUR_TOO);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        rig.pass(Duration.ofMillis(1_500));
        Message asking = rig.all(AcceptorAction.ToServer.class).stream()
                .filter(datagram -> datagram.to().equals(FOUR_TOO))
                .map(datagram -> rig.decode(datagram.bytes()))
                .findFirst()
                .orElseThrow();
        rig.actions.clear();
        rig.send(remote.challenge(asking, ErrorCodes.UNAUTHENTICATED), FOUR_TOO);
        remote.registration = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.registered(remote.registration), FOUR_TOO);
        rig.send(remote.wakeUp(5, AddressFamily.IPV4), FOUR_TOO);
        assertEquals(List.of(FOUR_TOO), dialled());
        assertBound(5, rig.take(Rig.DialServer.class));
    }

    // ---- further binds

    private void answer(Action.Send bind) {
        rig.receive(
                bind.connection(),
                second(bind).with(Attributes.FURTHER_BINDS, 3).build());
    }

    private Message.Builder second(Action.Send bind) {
        anna.address = ISSUER_BY_SIX;
        Message second = anna.second(RingSystem.CALL_BACK);
        return Message.of(MessageKind.SECOND_REQUEST, bind.message().transaction())
                .with(Attributes.TARGET_ID, second.get(Attributes.TARGET_ID))
                .with(Attributes.RING_NONCE, second.get(Attributes.RING_NONCE))
                .with(Attributes.XOR_PEER_ADDRESS, second.get(Attributes.XOR_PEER_ADDRESS))
                .with(Attributes.BOX, second.get(Attributes.BOX));
    }

    private Action.Send opened() {
        rig.establish(rig.take(Rig.DialServer.class));
        return rig.take(Action.Send.class);
    }

    /** [ACC-43] */
    @Test
    public void wakeUpsOfTwoFamiliesUseTwoConnectionsAndEachIsUsedAgain() {
        wake(5, AddressFamily.IPV6);
        Action.Send bySix = opened();
        answer(bySix);
        rig.actions.clear();
        rig.send(remote.wakeUp(6));
        assertEquals(List.of(Rig.ADDRESS), dialled());
        Action.Send byFour = opened();
        assertNotEquals(bySix.connection(), byFour.connection());
        answer(byFour);
        rig.actions.clear();
        wake(7, AddressFamily.IPV6);
        assertEquals(bySix.connection(), rig.take(Action.Send.class).connection());
        rig.send(remote.wakeUp(8));
        assertEquals(byFour.connection(), rig.take(Action.Send.class).connection());
        rig.none(Rig.DialServer.class);
    }

    // ---- the relay

    private void assertRelayedAt(InetSocketAddress server, Action.Send bind) {
        anna.bind = bind.connection();
        anna.connectionId = 5;
        rig.receive(
                bind.connection(),
                second(bind)
                        .with(Attributes.ROUND_TRIPS, NEAR)
                        .with(Attributes.RELAY_TICKET, RelayTicket.random(rig.random))
                        .build());
        anna.assertReport(Outcome.CALLING);
        assertEquals(ISSUER_BY_SIX, rig.take(Rig.DialIssuer.class).address());
        rig.pass(HEAD_START);
        assertEquals(server, rig.take(AcceptorAction.Relay.class).server());
    }

    /** [ACC-43] [ACC-39] */
    @Test
    public void theRelayIsAskedAtTheAddressOfTheNamedFamilyIfThatWasProved() {
        wake(5, AddressFamily.IPV6);
        assertRelayedAt(SIX, opened());
    }

    /** [ACC-43] [ACC-39] */
    @Test
    public void theRelayIsAskedAtTheAddressOfTheRegistrationIfThatWasProved() {
        wake(5, AddressFamily.IPV6);
        failed(rig.take(Rig.DialServer.class));
        assertRelayedAt(Rig.ADDRESS, opened());
    }
}
