package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

public final class EnrolmentTest {
    private final Rig rig = new Rig();

    @Test
    public void theKeysAreOnDiskBeforeTheServerSeesThem() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        assertEquals(Rig.SERVER, rig.take(Action.Resolve.class).server());
        rig.resolve(Rig.ADDRESS);
        Action.Persist persist = rig.take(Action.Persist.class);
        assertEquals(1, persist.then().size());
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(dial.connection(), ((Action.Dial) persist.then().get(0)).connection());
        assertEquals(Rig.ADDRESS, dial.address());
        assertEquals("server.example", dial.host());
        assertEquals(Rig.PINS, dial.pins());
        assertEquals(ProtectionId.TLS13, dial.protection());
    }

    @Test
    public void theProofIsForThisConnection() {
        Ticket ticket = rig.ticket(Rig.LAMP, Role.ACCEPTOR);
        Message enrol = enrolling(Rig.STRINGS.print(ticket));
        assertEquals(ticket.codeId(), (long) enrol.get(Attributes.CODE_ID));
        assertEquals(Role.ACCEPTOR, enrol.get(Attributes.ROLE));
        assertArrayEquals(
                Rig.RINGS.enrolmentProof(Rig.RINGS.codeKey(ticket.code()), Rig.BINDING), enrol.get(Attributes.PROOF));
    }

    @Test
    public void aGrantNeedNotWaitForTheFirstRegistration() {
        rig.join(Rig.LAMP);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(7), Rig.LAMP, Rig.ANNA));
        rig.none(Action.Refused.class);
        assertEquals(Rig.ADDRESS, rig.take(Rig.DialServer.class).address());
    }

    @Test
    public void joinedEquipmentSurvivesARestart() {
        rig.join(Rig.LAMP);
        var before = rig.equipment().get(0).key();
        rig.restart();
        assertEquals(before, rig.equipment().get(0).key());
        rig.register(Rig.LAMP);
        assertEquals("registered", rig.equipment().get(0).state());
    }

    @Test
    public void theSameStringAfterACrashGoesOnWithTheSameKey() {
        String string = rig.enrolmentString(Rig.LAMP);
        Secret first = dialled(string).identity();
        rig.restart();
        assertEquals(first, dialled(string).identity());
    }

    @Test
    public void theSameStringOfEnrolledEquipmentUsesItsKeyAgain() {
        String string = rig.enrolmentString(Rig.LAMP);
        Rig.DialServer dial = dialled(string);
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        assertEquals(dial.identity(), dialled(string).identity());
    }

    @Test
    public void aJoinIsDialledAnewWhenTheNetworkChanges() {
        Rig.DialServer before = dialled(rig.enrolmentString(Rig.LAMP));
        rig.feed(new AcceptorEvent.NetworkChanged());
        assertEquals(before.connection(), rig.take(Action.Abort.class).connection());
        Rig.DialServer anew = rig.take(Rig.DialServer.class);
        assertEquals(before.address(), anew.address());
        rig.establish(anew);
        rig.receive(anew.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        assertEquals(Rig.LAMP, rig.take(Action.Completed.class).result());
    }

    @Test
    public void anotherStringForANameThatIsTakenIsRefusedAndNothingChanges() {
        rig.join(Rig.LAMP);
        Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        var key = rig.key();
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(9), Rig.LAMP, key, Secret.random(rig.random, 32)));
        var before = rig.equipment();
        var disk = Map.copyOf(rig.disk.get(Records.EQUIPMENT));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Join(new Request<>(10), rig.enrolmentString(Rig.LAMP), false));
        Action.Refused refused = rig.take(Action.Refused.class);
        assertEquals(
                "equipment: 'lamp-1' is of this gateway already, enrolled with " + Rig.SERVER
                        + " (expected: a string for another ID;"
                        + " or, to enrol it anew, join --replace: its keys, its password and 1 grant go); nothing was"
                        + " changed",
                refused.why());
        assertEquals(List.of(), rig.actions);
        assertEquals(before, rig.equipment());
        assertEquals(disk, rig.disk.get(Records.EQUIPMENT));
    }

    @Test
    public void theSameStringIsTakenAgainUnlessItNamesOtherAuthorities() {
        Ticket ticket = rig.ticket(Rig.LAMP, Role.ACCEPTOR);
        Rig.DialServer dial = dialled(Rig.STRINGS.print(ticket));
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Join(new Request<>(10), Rig.STRINGS.print(ticket), false));
        rig.take(Action.Resolve.class);
        Ticket elsewhere = new Ticket(
                ticket.servers(),
                new ServerPins(List.of(new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH)))),
                ticket.protections(),
                ticket.id(),
                ticket.role(),
                ticket.codeId(),
                ticket.code(),
                ticket.made());
        rig.restart();
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Join(new Request<>(11), Rig.STRINGS.print(elsewhere), false));
        assertTrue(rig.take(Action.Refused.class).why().contains("join --replace"));
    }

    @Test
    public void aNewStringMakesNewKeysAndAsksForPasswordAndGrantsAnew() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller anna = Caller.invited(rig, remote, Rig.ANNA);
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        var before = rig.key();
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(9), Rig.LAMP, before, Secret.random(rig.random, 32)));
        rig.actions.clear();
        rig.join(Rig.LAMP);
        assertNotEquals(before, rig.key());
        rig.restart();
        var status = rig.equipment().get(0);
        assertFalse(status.passwordStored());
        assertEquals(List.of(), status.grants());
        assertEquals(0, status.calls());
        assertTrue(call > 0);
    }

    @Test
    public void aNewStringCutsWhatTheOldKeysHaveOpen() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        assertEquals(call, rig.take(Action.CutCall.class).connection());
    }

    @Test
    public void aCodeThatTheServerDoesNotTakeFailsTheCommandInWords() {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.establish(dial);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.ENROL_REFUSED, enrol.transaction())
                        .with(Attributes.ERROR_CODE, ErrorCodes.UNAUTHENTICATED)
                        .build());
        assertTrue(rig.take(Action.Refused.class)
                .why()
                .startsWith("join of lamp-1: the server does not take the code: used, taken back, expired or wrong"));
        assertEquals(List.of(), rig.equipment());
    }

    @Test
    public void aServerAtALimitIsAskedAgainAndAfterAnyOtherRefusalAFreshStringIsNeeded() {
        String fresh = "; next: ask its operator for a fresh string (enrol lamp-1) and give it to join";
        assertTrue(refused(ErrorCodes.QUOTA).endsWith("; next: try again in a minute"));
        assertTrue(refused(ErrorCodes.CAPACITY).endsWith("; next: try again in a minute"));
        assertTrue(refused(ErrorCodes.UNAUTHENTICATED).endsWith("used, taken back, expired or wrong" + fresh));
        String other = refused(ErrorCodes.BAD_REQUEST);
        assertTrue(other, other.endsWith(fresh));
        assertFalse(other, other.contains("does not take the code"));
    }

    private String refused(int code) {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.establish(dial);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(
                dial.connection(),
                Message.of(MessageKind.ENROL_REFUSED, enrol.transaction())
                        .with(Attributes.ERROR_CODE, code)
                        .build());
        return rig.take(Action.Refused.class).why();
    }

    @Test
    public void whatWasTakenBackIsNotAmongWhatANewStringWouldCost() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        Caller.invited(rig, remote, Rig.ANNA);
        Caller.invited(rig, remote, new EquipmentId("bert"));
        rig.feed(new AcceptorEvent.Revoke(new Request<>(9), Rig.LAMP, Rig.ANNA));
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Join(new Request<>(10), rig.enrolmentString(Rig.LAMP), false));
        String why = rig.take(Action.Refused.class).why();
        assertTrue(why, why.contains("its keys and 1 grant go"));
    }

    @Test
    public void anotherIdThanTheStringsIsRefused() {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.THERMOSTAT));
        rig.take(Action.Refused.class);
        assertEquals(List.of(), rig.equipment());
    }

    @Test
    public void aStringForAnIssuerIsRefused() {
        rig.feed(rig.joinCommand(Rig.STRINGS.print(rig.ticket(Rig.LAMP, Role.ISSUER))));
        assertTrue(rig.take(Action.Refused.class).why().contains("is for an issuer"));
    }

    @Test
    public void aCutStringIsRefused() {
        String string = rig.enrolmentString(Rig.LAMP);
        rig.feed(rig.joinCommand(string.substring(0, string.length() - 9)));
        rig.take(Action.Refused.class);
        rig.none(Action.Resolve.class);
    }

    @Test
    public void theNextAddressIsTriedWhenTheFirstIsDead() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        InetSocketAddress second = new InetSocketAddress("2a00::9", 3478);
        rig.resolve(Rig.ADDRESS, second);
        Rig.DialServer first = rig.take(Rig.DialServer.class);
        rig.feed(new Event.Closed(first.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        assertEquals(second, rig.take(Rig.DialServer.class).address());
    }

    @Test
    public void whenEveryAddressIsDeadTheLastReasonIsTold() {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "connection refused"));
        assertTrue(rig.take(Action.Refused.class).why().contains("nobody listens there; next: try again in a minute"));
    }

    @Test
    public void aServerOfAnotherCaIsToldOnceWithItsAddressAndWhatToDo() {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.feed(new Event.Closed(dial.connection(), CloseReason.Kind.WRONG_KEY, "server CA: 01 (expected: 02)"));
        assertEquals(
                "join of lamp-1: another server answers: server.example (9.9.9.9:3478):"
                        + " server CA: 01 (expected: 02); next: the server may have been set up anew since: ask its operator"
                        + " for a fresh string (enrol lamp-1) and give it to join; if it was not, something else is at its"
                        + " address",
                rig.take(Action.Refused.class).why());
    }

    @Test
    public void aNameWithoutAddressFailsTheCommand() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve();
        assertTrue(rig.take(Action.Refused.class)
                .why()
                .contains("server.example:3478: no address was found for this name; next: see that"));
    }

    @Test
    public void aLookUpThatNeverAnswersEnds() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.pass(Duration.ofSeconds(20));
        rig.take(Action.Refused.class);
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aServerThatNeverAnswersIsLeft() {
        Rig.DialServer dial = dialled(rig.enrolmentString(Rig.LAMP));
        rig.establish(dial);
        rig.pass(Duration.ofSeconds(15));
        assertEquals(dial.connection(), rig.take(Action.Abort.class).connection());
        rig.take(Action.Refused.class);
        assertEquals(Long.MAX_VALUE, rig.core.nextDeadline());
    }

    @Test
    public void aSecondJoinOfTheSameEquipmentWaitsForTheFirst() {
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        assertTrue(rig.take(Action.Refused.class).why().contains("is being joined"));
    }

    @Test
    public void withoutDiskNothingIsShownToTheServer() {
        rig.diskBroken = true;
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        rig.resolve(Rig.ADDRESS);
        rig.none(Rig.DialServer.class);
        assertTrue(rig.take(Action.Refused.class).why().contains("no space left"));
    }

    @Test
    public void aGatewayThatWokeIn1970JudgesDatesByTheStringsTime() {
        rig.start = Instant.EPOCH;
        assertTrue(dialled(rig.enrolmentString(Rig.LAMP)).time().compareTo(Rig.START.minusSeconds(61)) > 0);
    }

    @Test
    public void aCommandIsNotPrintedWithItsCode() {
        String string = rig.enrolmentString(Rig.LAMP);
        assertFalse(rig.joinCommand(string).toString().contains(string));
    }

    @Test
    public void theFirstServerThatIsFoundIsDialledAndTheOthersJoinIn() {
        Ticket one = rig.ticket(Rig.LAMP, Role.ACCEPTOR);
        Ticket two = new Ticket(
                List.of("[2a00::1]:3478", Rig.SERVER),
                Rig.PINS,
                Set.of(ProtectionId.TLS13),
                Rig.LAMP,
                Role.ACCEPTOR,
                one.codeId(),
                one.code(),
                one.made());
        rig.feed(rig.joinCommand(Rig.STRINGS.print(two)));
        rig.feed(new Event.Resolved(Rig.SERVER, List.of(Rig.ADDRESS)));
        assertEquals(Rig.ADDRESS, rig.take(Rig.DialServer.class).address());
        InetSocketAddress v6 = new InetSocketAddress("2a00::1", 3478);
        rig.feed(new Event.Resolved("[2a00::1]:3478", List.of(v6)));
        rig.none(Rig.DialServer.class);
        rig.pass(Duration.ofMillis(250));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(v6, dial.address());
        assertEquals("2a00::1", dial.host());
    }

    private Rig.DialServer dialled(String string) {
        rig.actions.clear();
        rig.feed(rig.joinCommand(string));
        rig.resolve(Rig.ADDRESS);
        return rig.all(Rig.DialServer.class).stream()
                .filter(dial -> dial.self().equals(Rig.LAMP))
                .reduce((first, last) -> last)
                .map(dial -> {
                    rig.actions.clear();
                    return dial;
                })
                .orElseThrow();
    }

    private Message enrolling(String string) {
        rig.establish(dialled(string));
        return rig.take(Action.Send.class).message();
    }
}
