package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.ANNA;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.control.Enrolment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** One-time codes at their limits, used again, stolen, and after a restart. */
public class CodesTest {
    private static final EquipmentId LAMP_2 = new EquipmentId("lamp-2");

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = new Appliance(server, LAMP);

    private Appliance joined() {
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR));
        return lamp;
    }

    private Enrolment enrolment(EquipmentId id) {
        return server.enrolments().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String failure(Event command) {
        return server.handle(command).stream()
                .filter(Action.Refused.class::isInstance)
                .map(action -> ((Action.Refused) action).why())
                .findFirst()
                .orElseThrow();
    }

    private int refusal(Ticket ticket, Appliance by, String protection) {
        long connection = server.connect(by.key, Appliance.TCP, protection);
        return only(server.receive(connection, by.enrol(ticket, connection)), connection)
                .find(Attributes.ERROR_CODE)
                .orElse(0);
    }

    private static Ticket guessed(Ticket ticket) {
        return new Ticket(
                ticket.servers(),
                ticket.pins(),
                ticket.protections(),
                ticket.id(),
                ticket.role(),
                ticket.codeId(),
                Secret.copyOf(new byte[16]),
                ticket.made());
    }

    // --- the operator's command ---

    @Test
    public void whatTheOperatorAsksForInVainIsTold() {
        joined();
        assertEquals(
                "lamp-1: enrolled already (expected: an ID that is free; to enrol another device under it, revoke it"
                        + " first)",
                failure(new RelayEvent.Enrol(new Request<>(7), LAMP, Role.ACCEPTOR, Set.of(ProtectionId.TLS13))));
        assertEquals(
                "protections: none (expected: at least one, for example tls13)",
                failure(new RelayEvent.Enrol(new Request<>(8), LAMP_2, Role.ACCEPTOR, Set.of())));
        assertEquals("Completed[Request[number=9]]", new Action.Completed<>(new Request<>(9), "secret").toString());
    }

    @Test
    public void aStringThatTheDiskRefusesIsNotShownAndSaidNotToExist() {
        server.diskBroken = true;
        assertEquals(
                "nothing was made, as it could not be put on disk: disk full (expected: room on the disk of HOME; then"
                        + " give the command again)",
                failure(new RelayEvent.Enrol(new Request<>(7), LAMP, Role.ACCEPTOR, Set.of(ProtectionId.TLS13))));
        server.diskBroken = false;
        joined();
    }

    /** So many codes on disk, none of them known to anybody. */
    private void codesOnDisk(int count) {
        server.enrol(LAMP_2, Role.ACCEPTOR);
        TreeMap<String, byte[]> table = server.disk.get(RelayTables.CODES);
        byte[] record = table.firstEntry().getValue();
        for (long id = 1; table.size() < count; id++) {
            table.put(OneTimeCode.keyOf(id), record);
        }
        server.restart();
    }

    @Test
    public void tenThousandCodesAreOpenAtMost() {
        joined();
        codesOnDisk(Codes.MAX - 1);
        server.enrol(new EquipmentId("fan-1"), Role.ACCEPTOR);
        assertEquals(
                "one-time codes: 10000 are open (expected: fewer; they expire by themselves)",
                failure(new RelayEvent.Enrol(new Request<>(7), ANNA, Role.ISSUER, Set.of(ProtectionId.TLS13))));
        long connection = server.connect(lamp.key, Appliance.TCP);
        Message invite = Message.of(MessageKind.INVITE, lamp.transaction())
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.NAME, ANNA)
                .build();
        assertEquals(
                508, (int) only(server.receive(connection, invite), connection).get(Attributes.ERROR_CODE));
    }

    // --- names ---

    @Test
    public void aNameThatAnOpenCodeWaitsForIsNotGivenToAnInvitedOne() {
        joined();
        Ticket anna = server.enrol(ANNA, Role.ISSUER);
        assertEquals(new EquipmentId("anna-2"), Person.invitedBy(server, lamp).id);
        Person operators = new Person(server);
        operators.accept(anna);
        assertEquals(ANNA, operators.id);
    }

    @Test
    public void theSuffixRisesUntilANameIsFreeAndALongNameIsCut() {
        joined();
        for (String name : List.of("anna", "anna-2", "anna-3", "anna-4")) {
            assertEquals(new EquipmentId(name), Person.invitedBy(server, lamp).id);
        }
        String longest = "x".repeat(EquipmentId.MAX_LENGTH);
        for (String name : List.of(longest, longest.substring(2) + "-2", longest.substring(2) + "-3")) {
            Person person = new Person(server);
            person.accept(Person.invitation(server, lamp, new EquipmentId(longest)));
            assertEquals(new EquipmentId(name), person.id);
        }
    }

    // --- used again, and stolen ---

    @Test
    public void aRepeatDoesNotMakeATheftSmaller() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        lamp.join(ticket);
        assertEquals(401, refusal(ticket, new Appliance(server, LAMP), "tls13"));
        assertEquals(List.of(LAMP), server.suspended());
        assertEquals(
                List.of("the one-time code of lamp-1 was used from a second key: suspended; next: revoke lamp-1"
                        + " here first, as the key that came first may be a thief's and could come back by a new string;"
                        + " then enrol lamp-1, and give its string to join --replace at its gateway, where password and"
                        + " grants are made anew"),
                alarms());
        String first = lamp.key.shortForm();
        List<AuditEntry> recorded = recorded();
        assertEquals("a repeat is no second line", 2, recorded.size());
        assertEquals(
                new AuditEntry(
                        "join",
                        "lamp-1",
                        "lamp-1, equipment",
                        recorded.get(0).from(),
                        "enrolled, with the key " + first),
                recorded.get(0));
        AuditEntry theft = recorded.get(1);
        assertEquals("suspend", theft.what());
        assertEquals(AuditEntry.PROGRAM, theft.who());
        assertEquals("lamp-1", theft.object());
        assertTrue(theft.outcome(), theft.outcome().matches("its string was used by a second key, .*: suspended"));
        assertTrue(theft.from(), theft.from().contains(":"));
    }

    /** A key that the operator revoked first does not come back by the string that follows. */
    @Test
    public void whoeverCameFirstAndWasRevokedDoesNotComeBackByTheNextString() {
        Appliance thief = new Appliance(server, LAMP);
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        thief.join(ticket);
        assertEquals(401, refusal(ticket, lamp, "tls13"));
        server.handle(new RelayEvent.Revoke(new Request<>(7), LAMP));
        Ticket next = server.enrol(LAMP, Role.ACCEPTOR);
        assertEquals(403, refusal(next, thief, "tls13"));
        lamp.join(next);
        assertEquals(lamp.key, enrolment(LAMP).key());
    }

    @Test
    public void anIssuersJoinsAreRecordedWithWhatForAndWhatASecondKeyEnds() {
        joined();
        Appliance other = Appliance.leased(server, LAMP_2);
        Person anna = Person.invitedBy(server, lamp);
        Ticket copied = Person.invitation(server, other, ANNA);
        anna.accept(copied);
        new Person(server).accept(copied);
        assertEquals(
                List.of(
                        "join lamp-1, equipment",
                        "join " + LAMP_2 + ", equipment",
                        "join anna, an issuer, for lamp-1",
                        "join anna, an issuer, for " + LAMP_2,
                        "suspend anna, for " + LAMP_2),
                recorded().stream()
                        .map(entry -> entry.what() + " " + entry.object())
                        .toList());
        assertTrue(recorded().get(2).outcome().startsWith("enrolled, with the key "));
        assertEquals(
                "enrolled before, and may ask for it now", recorded().get(3).outcome());
        assertTrue(recorded().get(4).outcome().endsWith(": its permission ended"));
    }

    private List<AuditEntry> recorded() {
        return server.done.stream()
                .filter(RelayAction.Recorded.class::isInstance)
                .map(action -> ((RelayAction.Recorded) action).entry())
                .toList();
    }

    @Test
    public void aRepeatDoesNotMakeATheftOfAPairLarger() {
        joined();
        Appliance other = Appliance.leased(server, LAMP_2);
        Person anna = Person.invitedBy(server, lamp);
        Ticket copied = Person.invitation(server, other, ANNA);
        anna.accept(copied);
        anna.accept(copied);
        server.restart();
        new Person(server).accept(copied);
        assertEquals(List.of(), server.suspended());
        assertEquals(Set.of(LAMP), enrolment(ANNA).mayAsk());
        assertEquals(List.of("the one-time code of anna was used from a second key: its permission ended"), alarms());
    }

    private List<String> alarms() {
        return server.done.stream()
                .filter(RelayAction.Alarm.class::isInstance)
                .map(action -> ((RelayAction.Alarm) action).message())
                .toList();
    }

    @Test
    public void aTheftIsKnownAfterARestartToo() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        server.restart();
        assertEquals(401, refusal(ticket, new Appliance(server, LAMP), "tls13"));
        assertEquals(List.of(LAMP), server.suspended());
    }

    @Test
    public void aRepeatOverAnotherProtectionIsForbidden() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        assertEquals(403, refusal(ticket, lamp, "certificate-first"));
        assertEquals(0, refusal(ticket, lamp, "tls13"));
    }

    @Test
    public void wrongProofsOfAUsedCodeDoNotEndIt() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        lamp.join(ticket);
        for (int i = 0; i < 2 * Codes.MAX_WRONG_PROOFS; i++) {
            assertEquals(401, refusal(guessed(ticket), lamp, "tls13"));
        }
        lamp.join(ticket);
        assertEquals(0, server.count("enrol.code-ended"));
    }

    @Test
    public void aCodeThatWrongProofsEndedIsGoneFromDiskToo() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        for (int i = 0; i < Codes.MAX_WRONG_PROOFS; i++) {
            refusal(guessed(ticket), lamp, "tls13");
        }
        server.restart();
        assertEquals(401, refusal(ticket, lamp, "tls13"));
    }

    // --- after a restart ---

    @Test
    public void anOpenCodeSurvivesARestartWithAllThatItGives() {
        Ticket ticket = server.enrol(LAMP, Role.ACCEPTOR);
        server.restart();
        lamp.join(ticket);
        assertEquals(List.of("tls13"), enrolment(LAMP).protections());
        Ticket invitation = Person.invitation(server, lamp, ANNA);
        server.restart();
        Person anna = new Person(server);
        anna.accept(invitation);
        assertEquals(Set.of(LAMP), enrolment(ANNA).mayAsk());
    }

    // --- revoked ---

    @Test
    public void revokedEquipmentsInvitationsEndInMemoryAndOnDiskAndNoOthers() {
        joined();
        Appliance other = Appliance.leased(server, LAMP_2);
        Ticket ended = Person.invitation(server, lamp, ANNA);
        Ticket stands = Person.invitation(server, other, ANNA);
        Ticket open = server.enrol(new EquipmentId("fan-1"), Role.ACCEPTOR);
        server.revoke(LAMP);
        assertEquals(401, (int) new Person(server).accept(ended).get(Attributes.ERROR_CODE));
        server.restart();
        assertEquals(401, (int) new Person(server).accept(ended).get(Attributes.ERROR_CODE));
        assertEquals(MessageKind.ENROLLED, new Person(server).accept(stands).kind());
        new Appliance(server, new EquipmentId("fan-1")).join(open);
    }

    @Test
    public void whatARevokedKeyUsedIsGoneFromDisk() {
        joined();
        assertFalse(server.disk.get(RelayTables.CODES).isEmpty());
        Appliance other = new Appliance(server, LAMP_2);
        Ticket others = server.enrol(LAMP_2, Role.ACCEPTOR);
        other.join(others);
        server.revoke(LAMP);
        assertEquals(
                Set.of(OneTimeCode.keyOf(others.codeId())),
                server.disk.get(RelayTables.CODES).keySet());
        other.join(others);
    }

    @Test
    public void aRevokedIssuerWithSeveralPairsLosesThemAll() {
        joined();
        Appliance other = Appliance.leased(server, LAMP_2);
        Person anna = Person.invitedBy(server, lamp);
        anna.accept(Person.invitation(server, other, ANNA));
        Person ben = new Person(server);
        ben.accept(Person.invitation(server, lamp, new EquipmentId("ben")));
        server.revoke(ANNA);
        assertEquals(Set.of("ben/lamp-1"), server.disk.get(RelayTables.PAIRS).keySet());
        server.revoke(LAMP);
        assertEquals(Set.of(), enrolment(new EquipmentId("ben")).mayAsk());
        new Appliance(server, LAMP).join(server.enrol(LAMP, Role.ACCEPTOR));
        assertEquals(Set.of(), server.disk.get(RelayTables.PAIRS).keySet());
        assertEquals(Set.of(), enrolment(new EquipmentId("ben")).mayAsk());
    }

    // --- what the disk refused ---

    @Test
    public void whatTheDiskRefusedIsWrittenAgainOnce() {
        joined();
        server.diskBroken = true;
        assertThrows(AssertionError.class, () -> server.enrol(LAMP_2, Role.ACCEPTOR));
        server.diskBroken = false;
        server.done.clear();
        server.pass(Duration.ofMinutes(1));
        assertEquals(1, writes());
        server.pass(Duration.ofMinutes(5));
        assertEquals(1, writes());
        server.enrol(new EquipmentId("fan-1"), Role.ACCEPTOR);
        Action.Persist last = (Action.Persist) server.done.stream()
                .filter(Action.Persist.class::isInstance)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertEquals("nothing but its own", 1, last.changes().size());
    }

    private long writes() {
        return server.done.stream().filter(Action.Persist.class::isInstance).count();
    }
}
