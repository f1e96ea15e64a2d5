package org.ringback.acceptor.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.ServerMiss;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.spi.CloseReason;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Tlv;
import org.ringback.wire.TransactionId;

/** How long is waited after what went wrong with leases and registrations, and where is tried next. */
public final class LeaseTroubleTest {
    private static final InetSocketAddress OTHER = new InetSocketAddress("2a00::9", 3478);

    private final Rig rig = new Rig();

    @Before
    public void joined() {
        rig.join(Rig.LAMP);
        rig.actions.clear();
    }

    /** Fails the lease that was just asked for, and checks how long is waited: n seconds, give or take a quarter. */
    private void leaseFailsAndWaits(int seconds) {
        refuse();
        waits(seconds);
    }

    private void refuse() {
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
    }

    private void waits(int seconds) {
        double waited = (rig.core.nextDeadline() - rig.now().nanos()) / 1e9;
        assertTrue(waited + " s", waited >= seconds * 0.749 && waited <= seconds * 1.251);
    }

    private void untilDial() {
        rig.await(Rig.DialServer.class, Duration.ofMinutes(7));
    }

    @Test
    public void withoutLeaseTheNextAddressIsTriedAtOnce() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS, OTHER);
        rig.feed(new Event.Tick());
        refuse();
        assertEquals(OTHER, rig.all(Rig.DialServer.class).get(0).address());
        leaseFailsAndWaits(1);
        assertEquals(
                "the server takes no connection: server.example (9.9.9.9:3478): nobody listens there; server.example"
                        + " ([2a00::9]:3478): nobody listens there",
                trouble());
    }

    @Test
    public void whatCannotBeRenewedYetIsAskedForWhereItWasTaken() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS, OTHER);
        rig.feed(new Event.Tick());
        Rig.Remote remote = rig.lease(rig.take(Rig.DialServer.class));
        remote.answerRegistrations();
        untilRenewal(remote);
        // Registrations go on meanwhile; they say nothing about leases, so the waits grow.
        for (int wait = 1; wait <= 64; wait *= 2) {
            Rig.DialServer dial = rig.take(Rig.DialServer.class);
            assertEquals(Rig.ADDRESS, dial.address());
            rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
            refuse();
            rig.actions.clear();
            long failed = rig.now().nanos();
            untilRenewal(remote);
            double waited = (rig.now().nanos() - failed) / 1e9;
            assertTrue(waited + " s", waited >= wait * 0.749 && waited <= wait * 1.251);
        }
        assertEquals("registered", state());
    }

    private void untilRenewal(Rig.Remote remote) {
        while (rig.all(Rig.DialServer.class).isEmpty()) {
            rig.await(Action.class, Duration.ofSeconds(26));
            if (!rig.all(AcceptorAction.ToServer.class).isEmpty()) {
                remote.answerRegistration();
            }
        }
    }

    @Test
    public void aLeaseThatCouldNotBeHadIsAskedForAtOnceWhenTheNetworkChanges() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        leaseFailsAndWaits(1);
        untilDial();
        leaseFailsAndWaits(2);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.NetworkChanged());
        leaseFailsAndWaits(1);
    }

    @Test
    public void aLeaseThatStandsIsNotAskedForAnewWhenTheNetworkChanges() {
        rig.register(Rig.LAMP);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.NetworkChanged());
        rig.none(Rig.DialServer.class);
        assertEquals(1, rig.all(AcceptorAction.ToServer.class).size());
    }

    @Test
    public void aLeaseThatWorksMakesTheNextTroubleTheFirst() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        leaseFailsAndWaits(1);
        untilDial();
        leaseFailsAndWaits(2);
        untilDial();
        leaseFailsAndWaits(4);
        untilDial();
        Rig.Remote remote = rig.lease(rig.take(Rig.DialServer.class));
        remote.answerRegistrations();
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        Message refresh = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.challenge(refresh, ErrorCodes.UNAUTHENTICATED));
        waits(1);
    }

    @Test
    public void aLeaseThatNeverWorkedMakesTheWaitsGrow() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        for (int wait = 1; wait <= 2; wait *= 2) {
            Rig.Remote remote = rig.lease(rig.take(Rig.DialServer.class));
            Message asking = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
            rig.send(remote.challenge(asking, ErrorCodes.UNAUTHENTICATED));
            Message request = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
            rig.send(remote.challenge(request, ErrorCodes.UNAUTHENTICATED));
            waits(wait);
            untilDial();
        }
    }

    @Test
    public void aRegistrationThatWorksMakesTheNextTroubleTheFirst() {
        Rig.Remote remote = rig.lease(Rig.LAMP);
        rig.actions.clear();
        unansweredAndWaits(1);
        unansweredAndWaits(2);
        remote.answerRegistrations();
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(26));
        unansweredAndWaits(1);
    }

    @Test
    public void aChangedNetworkMakesTheNextTroubleTheFirst() {
        rig.lease(Rig.LAMP);
        rig.actions.clear();
        unansweredAndWaits(1);
        unansweredAndWaits(2);
        rig.feed(new AcceptorEvent.NetworkChanged());
        unansweredAndWaits(1);
    }

    /** All four requests stay without answer. */
    private void unansweredAndWaits(int seconds) {
        rig.pass(Duration.ofMillis(7_500));
        rig.actions.clear();
        waits(seconds);
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(6));
    }

    @Test
    public void registeredSaysWhenTheLastAnswerCameAndSilentWhy() {
        rig.register(Rig.LAMP);
        rig.pass(Duration.ofMillis(37_500));
        assertEquals("one and a half refreshes", "registered", state());
        assertEquals(
                Optional.of(Duration.ofMillis(37_500)), rig.equipment().get(0).answered());
        rig.pass(Duration.ofMillis(500));
        assertEquals("silent for 38 s", state());
        assertEquals("no answer from server.example:3478", trouble());
    }

    @Test
    public void aRegistrationEndsWithItsLifetime() {
        rig.register(Rig.LAMP);
        rig.pass(Duration.ofMinutes(3).plusNanos(1));
        assertEquals("silent for 180 s", state());
        assertEquals("no answer from server.example:3478", trouble());
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Stop());
        assertEquals("there is nothing to say good-bye to", List.of(), rig.actions);
    }

    private String state() {
        return rig.equipment().get(0).state();
    }

    private String trouble() {
        return rig.trouble();
    }

    @Test
    public void whatIsNotRegisteredIsWarnedOfWithWhyAndWhatToDoUntilItIs() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        assertEquals("it has only begun", List.of(), rig.core.warnings(rig.now()));
        refuse();
        assertEquals(
                List.of("lamp-1: not registered, and cannot be rung: the server takes no connection: server.example"
                        + " (9.9.9.9:3478): nobody listens there; tried again and again; next: try again in a minute, as"
                        + " the server may be starting or full; if it stays so, ask who runs the server,"
                        + " where a network lets out port 443 alone to have it listen there too"),
                rig.core.warnings(rig.now()));
        assertEquals("no lease", state());
        untilDial();
        Rig.Remote remote = rig.lease(rig.take(Rig.DialServer.class));
        remote.answerRegistrations();
        assertEquals("registered", state());
        assertEquals(List.of(), rig.core.warnings(rig.now()));
        rig.actions.clear();
        rig.pass(Duration.ofSeconds(40));
        assertEquals(
                List.of(
                        "lamp-1: not registered, and cannot be rung: no answer from server.example:3478; tried again and"
                                + " again; next: see that this machine is online and that its network lets UDP through to the"
                                + " server; else ask who runs the server"),
                rig.core.warnings(rig.now()));
    }

    @Test
    public void whereNothingCanBeSentToTheNetworkOfThisMachineIsToBeLookedAtAndNotItsUdp() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        untilDial();
        rig.lease(rig.take(Rig.DialServer.class));
        rig.feed(new AcceptorEvent.SendFailed(Rig.ADDRESS, ServerMiss.UNREACHED, "network is unreachable"));
        assertEquals(
                List.of(
                        "lamp-1: not registered, and cannot be rung: 9.9.9.9:3478: network is unreachable; tried again and"
                                + " again; next: see that this machine is online and that its network lets it reach the server;"
                                + " else ask who runs the server, where a network lets out port 443 alone to have it"
                                + " listen there too"),
                rig.core.warnings(rig.now()));
    }

    @Test
    public void whereTheConfiguredAddressIsNotThisMachinesTheConfigurationIsToBeLookedAt() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        untilDial();
        rig.lease(rig.take(Rig.DialServer.class));
        rig.feed(new AcceptorEvent.SendFailed(
                Rig.ADDRESS, ServerMiss.NOT_DIALLED, "local: no address of this machine (expected: one that is)"));
        assertEquals(
                List.of("lamp-1: not registered, and cannot be rung: 9.9.9.9:3478: local: no address of this machine"
                        + " (expected: one that is); tried again and again; next: try again in a minute; if it stays so, see"
                        + " that local in the configuration is an address of this machine"),
                rig.core.warnings(rig.now()));
    }

    @Test
    public void whatManyPiecesHaveInCommonIsOneWarningThatNamesAFew() {
        for (int number = 2; number <= 7; number++) {
            rig.join(new EquipmentId("lamp-" + number));
        }
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        for (Rig.DialServer dial : rig.all(Rig.DialServer.class)) {
            rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        }
        List<String> warnings = rig.core.warnings(rig.now());
        assertEquals(warnings.toString(), 1, warnings.size());
        assertTrue(
                warnings.toString(),
                warnings.get(0)
                        .startsWith("lamp-1, lamp-2, lamp-3, lamp-4, lamp-5 and 2 more: not registered, and cannot be"
                                + " rung: "));
    }

    @Test
    public void aServerOfAnotherCaIsWarnedOfAsWhatItIsAndNoClockIsBlamed() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.WRONG_KEY, "server CA: 01 (expected: 02)"));
        rig.none(Rig.DialServer.class);
        assertEquals(
                List.of(
                        "lamp-1: another server answers: server.example (9.9.9.9:3478):"
                                + " server CA: 01 (expected: 02); next: the server may have been set up anew: then its operator"
                                + " runs 'enrol lamp-1', and that string is given to 'join --replace' here; that makes new keys, so"
                                + " the password is then set and each grant given anew; if it was not, something else is at its address"),
                rig.core.warnings(rig.now()));
    }

    @Test
    public void aRegistrationIsRefreshedWithinHalfItsLifetimeWhateverTheServerHints() {
        registeredFor20Seconds();
        double waited = (rig.core.nextDeadline() - rig.now().nanos()) / 1e9;
        assertTrue(waited + " s", waited >= 8 && waited <= 10);
    }

    @Test
    public void atTheVeryEndOfItsLifetimeThereIsNothingToSayGoodByeTo() {
        registeredFor20Seconds();
        rig.pass(Duration.ofSeconds(20).minusNanos(1));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Stop());
        assertEquals(1, rig.all(AcceptorAction.ToServer.class).size());

        rig.restart();
        registeredFor20Seconds();
        rig.pass(Duration.ofSeconds(20));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Stop());
        assertEquals(List.of(), rig.actions);
    }

    private void registeredFor20Seconds() {
        Rig.Remote remote = rig.lease(Rig.LAMP);
        Message asking = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(remote.challenge(asking, ErrorCodes.UNAUTHENTICATED));
        Message request = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.send(rig.codec.encode(
                Message.of(MessageKind.REGISTERED, request.transaction())
                        .with(Attributes.XOR_MAPPED_ADDRESS, Rig.REFLEXIVE)
                        .with(Attributes.LIFETIME, 20)
                        .with(Attributes.SEQUENCE, request.get(Attributes.SEQUENCE))
                        .with(Attributes.REFRESH_TIME, 25)
                        .build(),
                remote.mac(MacUse.REGISTERED)));
    }

    @Test
    public void answersFindTheirEquipmentAmongSeveralThatWait() {
        rig.join(Rig.THERMOSTAT);
        rig.actions.clear();
        rig.pass(Duration.ZERO);
        rig.resolve(Rig.ADDRESS);
        rig.pass(Duration.ZERO);
        Rig.DialServer one = rig.take(Rig.DialServer.class);
        Rig.DialServer other = rig.take(Rig.DialServer.class);
        Rig.Remote first = rig.lease(one);
        Message firstAsks = rig.decode(rig.take(AcceptorAction.ToServer.class).bytes());
        rig.lease(other).answerRegistrations();
        rig.send(first.challenge(firstAsks, ErrorCodes.UNAUTHENTICATED));
        first.answerRegistration();
        rig.equipment().forEach(status -> assertEquals("registered", status.state()));
    }

    @Test
    public void joinedEquipmentProvesTheTimeOfItsString() {
        rig.disk.remove(Records.TIME);
        rig.start = Instant.EPOCH;
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        assertEquals(Rig.START.minusSeconds(60), rig.take(Rig.DialServer.class).time());
    }

    @Test
    public void aStringOfAWrongDateStopsNoEquipment() {
        Ticket right = rig.ticket(Rig.THERMOSTAT, Role.ACCEPTOR);
        rig.feed(rig.joinCommand(Rig.STRINGS.print(new Ticket(
                right.servers(),
                right.pins(),
                right.protections(),
                right.id(),
                right.role(),
                right.codeId(),
                right.code(),
                Rig.START.plus(Duration.ofDays(400))))));
        rig.resolve(Rig.ADDRESS);
        assertEquals(
                "its own server is proved at our clock too",
                rig.now().wall(),
                rig.take(Rig.DialServer.class).time());
        rig.feed(new Event.Tick());
        assertEquals(
                Set.of(rig.now().wall()),
                rig.all(Rig.DialServer.class).stream().map(Rig.DialServer::time).collect(Collectors.toSet()));
        rig.start = Instant.EPOCH;
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer lamp = rig.take(Rig.DialServer.class);
        assertEquals(Rig.LAMP, lamp.self());
        assertTrue("nor without a clock", lamp.time().isBefore(Rig.START.plusSeconds(60)));
    }

    @Test
    public void aTimeThatOnceWasLearntWrongNeverStandsAgainstTheClock() {
        // An older version kept what a server said whose clock was wrong.
        rig.disk.put(
                Records.TIME,
                new TreeMap<>(Map.of(
                        "server",
                        new Tlv.Writer()
                                .put(1, Rig.START.plus(Duration.ofDays(400)).getEpochSecond())
                                .toBytes())));
        rig.restart();
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(rig.now().wall(), dial.time());
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.BAD_CHAIN, "server chain: expired"));
        Rig.DialServer other = rig.take(Rig.DialServer.class);
        assertEquals("a clock that is behind", Rig.START.plus(Duration.ofDays(400)), other.time());
        rig.feed(new Event.Closed(other.connection(), CloseReason.Kind.BAD_CHAIN, "server chain: expired"));
        rig.none(Rig.DialServer.class);
        String warning = rig.core.warnings(rig.now()).get(0);
        assertTrue(
                warning,
                warning.startsWith(
                        "lamp-1: its server did not prove itself: server.example (9.9.9.9:3478): server chain: expired"));
        assertTrue(warning, warning.contains("this gateway's clock says 2026-11-22T12:0"));
        untilDial();
        rig.lease(rig.take(Rig.DialServer.class));
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    @Test
    public void equipmentThatTheServerRevokedOrSuspendedIsWarnedOf() {
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
                        .with(Attributes.ENDED_ENROLMENT, EndedEnrolment.REVOKED)
                        .build());
        assertEquals(
                List.of(
                        "lamp-1: it is revoked or suspended at the server (expected: its operator runs 'enrol lamp-1', as the"
                                + " server's status says behind 'revoke lamp-1' where a thief may have used the string first,"
                                + " and that string is given to 'join --replace' here; that makes new keys, so the password"
                                + " is then set and each grant given anew)"),
                rig.core.warnings(rig.now()));
        untilDial();
        rig.lease(rig.take(Rig.DialServer.class));
        assertEquals(List.of(), rig.core.warnings(rig.now()));
    }

    @Test
    public void anAnswerOfAnotherKindIsNoLease() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        Message lease = rig.take(Action.Send.class).message();
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.CONNECT_ANSWER, lease.transaction())
                        .with(Attributes.CONNECTION_ID, 1)
                        .with(Attributes.ACCEPTOR_KEY, Rig.SERVER_KEY)
                        .build());
        assertEquals("the server's answer is not the one expected", trouble());
        waits(1);
    }

    @Test
    public void anAnswerToAnotherRequestEndsTheConnection() {
        rig.feed(new Event.Tick());
        rig.resolve(Rig.ADDRESS);
        rig.feed(new Event.Tick());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        rig.take(Action.Send.class);
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.LEASE_REFUSED, TransactionId.random(rig.random))
                        .with(Attributes.ERROR_CODE, ErrorCodes.FORBIDDEN)
                        .build());
        assertEquals(dial.connection(), rig.take(Action.Abort.class).connection());
        assertEquals("the server sent what was not asked for", trouble());
        assertEquals(1, rig.counted("tcp.unexpected-message"));
    }
}
