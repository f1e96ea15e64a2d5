package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

public final class RegistrationTest {
    private static final InetSocketAddress OTHER = new InetSocketAddress("2a00::9", 3478);

    private final Rig rig = new Rig();

    @Before
    public void joined() {
        rig.join(Rig.LAMP);
        rig.actions.clear();
    }

    @Test
    public void registersAgainAndAgainAndTellsTheAddressThatItLearnt() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        assertEquals(1, (long) remote.registration.get(Attributes.SEQUENCE));
        assertEquals(Optional.empty(), remote.registration.find(Attributes.REFLEXIVE_ADDRESS));
        Set<TransactionId> transactions = new HashSet<>();
        for (int i = 2; i <= 4; i++) {
            rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
            remote.answerRegistration();
            assertEquals(i, (long) remote.registration.get(Attributes.SEQUENCE));
            assertEquals(Rig.REFLEXIVE, remote.registration.get(Attributes.REFLEXIVE_ADDRESS));
            assertTrue(transactions.add(remote.registration.transaction()));
        }
        assertEquals("registered", rig.equipment().get(0).state());
        rig.none(AcceptorAction.ToServer.class);
    }

    @Test
    public void refreshesAtMostAFifthEarlier() {
        rig.register(Rig.LAMP);
        rig.pass(Duration.ofMillis(19_900));
        rig.none(AcceptorAction.ToServer.class);
    }

    @Test
    public void theFirstRequestIsLongerThanAnyChallenge() {
        rig.lease(Rig.LAMP);
        byte[] first = rig.take(AcceptorAction.ToServer.class).bytes();
        // Header 20, ERROR-CODE 8, REALM and NONCE 4 + 128 each, FINGERPRINT 8.
        assertTrue(first.length >= 20 + 8 + 132 + 132 + 8);
    }

    @Test
    public void aStaleNonceIsReplacedAndTheSequenceBeginsAnew() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        Message refresh = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        assertEquals(2, (long) refresh.get(Attributes.SEQUENCE));
        remote.nonce = "obMatJos2AAAAfresh";
        rig.send(remote.challenge(refresh, ErrorCodes.STALE_NONCE));
        remote.answerRegistration();
        assertEquals("obMatJos2AAAAfresh", remote.registration.get(Attributes.NONCE));
        assertEquals(1, (long) remote.registration.get(Attributes.SEQUENCE));
    }

    @Test
    public void anUnansweredRequestIsRepeatedByteByByteAndAfterTheSecondCopyTheNextAddressIsTriedToo() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS, OTHER);
        rig.feed(new Event.Tick());
        rig.lease(rig.take(Rig.DialServer.class));
        rig.pass(Duration.ofMillis(1_499));
        assertEquals(2, copies(Rig.ADDRESS));
        assertEquals(0, copies(OTHER));
        rig.pass(Duration.ofMillis(1));
        assertEquals(3, copies(Rig.ADDRESS));
        assertEquals(1, copies(OTHER));
        rig.pass(Duration.ofMillis(7_500));
        assertEquals(4, copies(Rig.ADDRESS));
        assertEquals(4, copies(OTHER));
        rig.pass(Duration.ofMillis(1_250));
        assertEquals(
                "a new round",
                5,
                rig.all(AcceptorAction.ToServer.class).stream()
                        .filter(datagram -> datagram.to().equals(Rig.ADDRESS))
                        .count());
    }

    /** {@return how often the first request to an address was sent, always the same bytes} */
    private int copies(InetSocketAddress to) {
        List<AcceptorAction.ToServer> sent = rig.all(AcceptorAction.ToServer.class).stream()
                .filter(datagram -> datagram.to().equals(to))
                .toList();
        sent.forEach(datagram -> assertArrayEquals(sent.get(0).bytes(), datagram.bytes()));
        return sent.size();
    }

    @Test
    public void a401ToARequestWithNonceMeansANewLease() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        Message refresh = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.challenge(refresh, ErrorCodes.UNAUTHENTICATED));
        rig.pass(Duration.ofMillis(1_250));
        Rig.Remote fresh = rig.lease(rig.take(Rig.DialServer.class));
        fresh.answerRegistrations();
        assertEquals("registered", rig.equipment().get(0).state());
    }

    @Test
    public void answersThatAreNotProvedChangeNothing() {
        Rig.Remote remote = rig.lease(Rig.LAMP);
        Message asking = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.challenge(asking, 401), OTHER);
        rig.none(AcceptorAction.ToServer.class);
        rig.send(remote.challenge(asking, 401));
        Message request = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.registered(request, 1, remote.mac(MacUse.REGISTER)));
        rig.send(remote.registered(request, 2, remote.mac(MacUse.REGISTERED)));
        rig.send(remote.registered(request), OTHER);
        assertEquals("registering", rig.equipment().get(0).state());
        assertEquals(2, rig.counted("udp.registered-not-proved"));
        assertEquals(2, rig.counted("udp.foreign-source"));
        rig.send(remote.registered(request));
        assertEquals("registered", rig.equipment().get(0).state());
        rig.send(remote.registered(request));
        assertEquals(1, rig.counted("udp.answer-not-awaited"));
    }

    @Test
    public void aServerThatOnlyEverRefusesItsOwnNoncesIsLeftAloneForAWhile() {
        Rig.Remote remote = rig.lease(Rig.LAMP);
        int requests = 0;
        while (!rig.all(AcceptorAction.ToServer.class).isEmpty() && requests < 100) {
            requests++;
            Message request = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
            rig.send(remote.challenge(
                    request, request.find(Attributes.NONCE).isPresent() ? ErrorCodes.STALE_NONCE : 401));
        }
        assertEquals(5, requests);
        assertTrue(rig.core.nextDeadline() > rig.now().nanos());
    }

    @Test
    public void theLeaseIsRenewedBetweenHalfAndFourFifthsOfItsLife() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        long began = rig.now().nanos();
        rig.actions.clear();
        refreshUntilDial(remote);
        double hours = (rig.now().nanos() - began) / 3.6e12;
        assertTrue("after " + hours + " h", hours >= 12 && hours <= 19.3);
    }

    @Test
    public void aNewLeaseIsUsedAtOnceAndTheOldOneStillAnswersForOldRegistrations() {
        Rig.Remote old = rig.register(Rig.LAMP);
        refreshUntilDial(old);
        Rig.Remote fresh = rig.lease(rig.take(Rig.DialServer.class));
        fresh.answerRegistration();
        rig.send(old.wakeUp(5));
        assertEquals(Rig.LAMP, rig.take(Rig.DialServer.class).self());
        rig.send(fresh.wakeUp(6));
        assertEquals("the second waits for the first one's connection", 2, rig.counted("wake-up.taken"));
    }

    @Test
    public void withoutLeaseItAsksAgainLaterAndLater() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        long[] waits = new long[12];
        for (int i = 0; i < waits.length; i++) {
            rig.await(Rig.DialServer.class, Duration.ofMinutes(7));
            Rig.DialServer dial = rig.take(Rig.DialServer.class);
            rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
            long failed = rig.now().nanos();
            rig.await(Rig.DialServer.class, Duration.ofMinutes(7));
            waits[i] = (rig.now().nanos() - failed) / 1_000_000;
            double plain = Math.min(300_000, 1_000L << i);
            assertTrue(i + ": " + waits[i], waits[i] >= plain * 0.74 && waits[i] <= plain * 1.26);
        }
        assertNotEquals(waits[10], waits[11]);
        assertEquals(
                "the server takes no connection: server.example (9.9.9.9:3478): nobody listens there", rig.trouble());
    }

    @Test
    public void aNameThatIsNotFoundIsAskedForAgainAndUsedOnceItIs() {
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve();
        rig.pass(Duration.ofSeconds(30));
        assertTrue(rig.all(Action.Resolve.class).size() > 3);
        rig.none(Rig.DialServer.class);
        rig.resolve(Rig.ADDRESS);
        rig.pass(Duration.ZERO);
        rig.take(Rig.DialServer.class);
    }

    @Test
    public void atTheEndItSaysGoodBye() {
        Rig.Remote remote = rig.register(Rig.LAMP);
        rig.feed(new AcceptorEvent.Stop());
        AcceptorAction.ToServer sent = rig.take(AcceptorAction.ToServer.class);
        Message last = rig.decode(sent.bytes());
        assertEquals(0, (int) last.get(Attributes.LIFETIME));
        assertEquals(2, (long) last.get(Attributes.SEQUENCE));
        assertTrue(rig.proved(sent.bytes(), remote.mac(MacUse.REGISTER)));
    }

    @Test
    public void itSaysGoodByeThoughTheAnswerToItsRegistrationIsStillOnTheWay() {
        Rig.Remote remote = rig.lease(Rig.LAMP);
        Message first = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.challenge(first, ErrorCodes.UNAUTHENTICATED));
        rig.take(AcceptorAction.ToServer.class);
        rig.feed(new AcceptorEvent.Stop());
        AcceptorAction.ToServer sent = rig.take(AcceptorAction.ToServer.class);
        Message last = rig.decode(sent.bytes());
        assertEquals(0, (int) last.get(Attributes.LIFETIME));
        assertEquals("behind the registration", 2, (long) last.get(Attributes.SEQUENCE));
        assertTrue(rig.proved(sent.bytes(), remote.mac(MacUse.REGISTER)));
    }

    @Test
    public void whatTheServerNeverHeardOfSaysNoGoodBye() {
        rig.lease(Rig.LAMP);
        rig.take(AcceptorAction.ToServer.class);
        rig.feed(new AcceptorEvent.Stop());
        rig.none(AcceptorAction.ToServer.class);
    }

    @Test
    public void theServersTimeIsKeptForAGatewayThatWakesIn1970() {
        rig.register(Rig.LAMP);
        Instant known = rig.now().wall();
        rig.start = Instant.EPOCH;
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Instant used = rig.take(Rig.DialServer.class).time();
        assertTrue(used.toString(), used.plusSeconds(2).isAfter(known));
    }

    @Test
    public void aServerThatLiesAboutTheTimeDoesNotOutrunASaneClock() {
        rig.serverTime = Instant.parse("2999-01-01T00:00:00Z");
        rig.register(Rig.LAMP);
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        assertEquals(rig.now().wall(), rig.take(Rig.DialServer.class).time());
    }

    @Test
    public void aGatewayWithoutClockTakesTheServersTime() {
        rig.start = Instant.EPOCH;
        rig.serverTime = Rig.START.plus(Duration.ofDays(90));
        rig.register(Rig.LAMP);
        Instant until = rig.equipment().get(0).leaseUntil().orElseThrow();
        assertTrue(until.toString(), until.isAfter(Rig.START.plus(Duration.ofDays(90))));
    }

    @Test
    public void everyPieceOfEquipmentRegistersUnderItsOwnKey() {
        rig.join(Rig.THERMOSTAT);
        rig.actions.clear();
        rig.pass(Duration.ZERO);
        rig.resolve(Rig.ADDRESS);
        rig.pass(Duration.ZERO);
        Rig.DialServer first = rig.take(Rig.DialServer.class);
        Rig.DialServer second = rig.take(Rig.DialServer.class);
        assertEquals(Set.of(Rig.LAMP, Rig.THERMOSTAT), Set.of(first.self(), second.self()));
        assertNotEquals(first.identity(), second.identity());
        rig.lease(first).answerRegistrations();
        rig.lease(second).answerRegistrations();
        rig.equipment().forEach(status -> assertEquals("registered", status.state()));
    }

    private void refreshUntilDial(Rig.Remote remote) {
        while (rig.all(Rig.DialServer.class).isEmpty()) {
            rig.await(Action.class, Duration.ofSeconds(26));
            if (!rig.all(AcceptorAction.ToServer.class).isEmpty()) {
                remote.answerRegistration();
            }
        }
    }

    @Test
    public void aLeaseRefusedIsToldInWords() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        Message lease = rig.take(Action.Send.class).message();
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.LEASE_REFUSED, lease.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        assertEquals("the server refused: 403 Forbidden", rig.trouble());
        assertEquals(dial.connection(), rig.take(Action.Close.class).connection());
    }
}
