package org.ringback.acceptor.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Action;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.Outcome;

/** Equipment has a local name for persons beside the ID that travels; its records stay where they are. */
public class LocalNamesTest {
    private static final EquipmentId HALL = new EquipmentId("hall-lamp");
    private static final EquipmentId COTTAGE = new EquipmentId("cottage-lamp");
    private static final EquipmentId BERT = new EquipmentId("bert");
    private static final ServerPins OTHER_SERVER =
            new ServerPins(List.of(new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH))));

    private final Rig rig = new Rig();

    private Ticket cottage() {
        Ticket here = rig.ticket(Rig.LAMP, Role.ACCEPTOR);
        return new Ticket(
                here.servers(),
                OTHER_SERVER,
                here.protections(),
                here.id(),
                here.role(),
                here.codeId(),
                here.code(),
                here.made());
    }

    private long ask(Ticket ticket, EquipmentId... as) {
        long number = ++rig.request;
        rig.feed(new AcceptorEvent.Join(
                new Request<>(number),
                Rig.STRINGS.print(ticket),
                false,
                List.of(as).stream().findFirst()));
        return number;
    }

    private Object join(Ticket ticket, EquipmentId... as) {
        rig.actions.clear();
        ask(ticket, as);
        rig.resolve(Rig.ADDRESS);
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        assertEquals(ticket.pins(), dial.pins());
        rig.establish(dial);
        Message enrol = rig.take(Action.Send.class).message();
        rig.receive(dial.connection(), rig.enrolled(enrol, ticket.id()));
        return rig.take(Action.Completed.class).result();
    }

    private void rename(EquipmentId before, EquipmentId name) {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Rename(new Request<>(++rig.request), before, name));
    }

    private String refused() {
        String why = rig.take(Action.Refused.class).why();
        rig.none(Action.Persist.class);
        return why;
    }

    /** Where records are of equipment whose ID is another one's place. */
    private static String placeOf(KeyFingerprint key) {
        return key.hex().substring(0, 32) + "-1";
    }

    private List<String> names() {
        return rig.equipment().stream().map(one -> one.name() + "=" + one.id()).toList();
    }

    private Caller annaWithCallBack() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        answersCallBack(Rig.LAMP);
        return Caller.invited(rig, remote, Rig.ANNA);
    }

    private void answersCallBack(EquipmentId name) {
        answers(name, RingSystem.CALL_BACK);
    }

    private void answers(EquipmentId name, RingSystem system) {
        rig.feed(new AcceptorEvent.Configure(new AcceptorSettings(
                Map.of(name, Set.of(system)),
                Map.of(),
                AcceptorSettings.DEFAULT.dialable(),
                AcceptorSettings.DEFAULT.limits())));
    }

    @Test
    public void anIdOfAnotherServerJoinsBesideUnderANameOfItsOwnAndBothSurviveARestart() {
        rig.join(Rig.LAMP);
        KeyFingerprint first = rig.key();
        assertEquals("it completes with the local name", COTTAGE, join(cottage(), COTTAGE));
        assertEquals(List.of("cottage-lamp=lamp-1", "lamp-1=lamp-1"), names());
        KeyFingerprint second = rig.equipment().get(0).key();
        assertEquals(
                Set.of("lamp-1", placeOf(second)),
                rig.disk.get(Records.EQUIPMENT).keySet());
        assertEquals(Map.of(), rig.disk.get(Records.JOINS));
        rig.restart();
        assertEquals(List.of("cottage-lamp=lamp-1", "lamp-1=lamp-1"), names());
        assertEquals(
                List.of(second, first),
                rig.equipment().stream().map(EquipmentStatus::key).toList());
    }

    @Test
    public void twoOfOneIdHaveTheirOwnUseOfALimit() {
        annaWithCallBack();
        join(cottage(), COTTAGE);
        rename(Rig.LAMP, HALL);
        LimitUse grants = rig.core.limits(rig.now()).stream()
                .filter(use -> use.limit().equals(AcceptorLimit.GRANTS))
                .findFirst()
                .orElseThrow();
        assertEquals(new LimitUse(AcceptorLimit.GRANTS, 256, 1, 1, Optional.of("hall-lamp")), grants);
    }

    // [REG-18] another string for the same ID is refused at home
    @Test
    public void withoutANameItIsRefusedAndToldHowToHaveBoth() {
        rig.join(Rig.LAMP);
        rig.actions.clear();
        ask(cottage());
        assertEquals(
                "equipment: 'lamp-1' is of this gateway already, enrolled with " + Rig.SERVER
                        + " (expected: another name here, join --as NAME; or, to enrol it anew, join --replace: its keys"
                        + " and 0 grants go); nothing was changed",
                refused());
        assertEquals(List.of("lamp-1=lamp-1"), names());
    }

    @Test
    public void theSameServersNewStringTakesThePlaceOfWhatWasRenamedAndKeepsTheName() {
        rig.join(Rig.LAMP);
        rename(Rig.LAMP, HALL);
        rig.actions.clear();
        ask(rig.ticket(Rig.LAMP, Role.ACCEPTOR));
        assertTrue(refused().startsWith("equipment: 'hall-lamp' is of this gateway already, enrolled as lamp-1 with "));
        ask(rig.ticket(Rig.LAMP, Role.ACCEPTOR), COTTAGE);
        assertEquals(
                "--as: lamp-1 of that server is here as 'hall-lamp' (expected: join without it; then, for another name,"
                        + " rename hall-lamp cottage-lamp); nothing was changed",
                refused());
        KeyFingerprint before = rig.equipment().get(0).key();
        rig.feed(rig.joinCommand(rig.enrolmentString(Rig.LAMP)));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rig.establish(dial);
        rig.receive(dial.connection(), rig.enrolled(rig.take(Action.Send.class).message(), Rig.LAMP));
        assertEquals(List.of("hall-lamp=lamp-1"), names());
        assertTrue(!rig.equipment().get(0).key().equals(before));
        assertEquals(Set.of("lamp-1"), rig.disk.get(Records.EQUIPMENT).keySet());
    }

    // [REG-17] The same enrolment string (code ID and pins) again uses the same keys
    @Test
    public void anEnrolmentThatFailedGoesOnUnderAnotherNameWithItsKeys() {
        Ticket ticket = cottage();
        ask(ticket, COTTAGE);
        rig.resolve(Rig.ADDRESS);
        Secret keys = rig.take(Rig.DialServer.class).identity();
        rig.restart();
        ask(ticket, HALL);
        rig.resolve(Rig.ADDRESS);
        assertEquals(keys, rig.take(Rig.DialServer.class).identity());
        assertEquals(Set.of("hall-lamp"), rig.disk.get(Records.JOINS).keySet());
    }

    @Test
    public void aNewNameIsOneRecordInOneWriteAndSurvivesAKill() {
        annaWithCallBack();
        rename(Rig.LAMP, HALL);
        List<Action.Persist> writes = rig.all(Action.Persist.class);
        assertEquals(1, writes.size());
        assertEquals(
                List.of("acceptor.equipment lamp-1"),
                writes.get(0).changes().stream()
                        .map(one -> one.table() + " " + one.key())
                        .toList());
        assertEquals(HALL, rig.take(Action.Completed.class).result());
        rig.restart();
        assertEquals(List.of("hall-lamp=lamp-1"), names());
        assertEquals(1, rig.equipment().get(0).grants().size());
        assertEquals(Optional.empty(), rig.core.equipment(Rig.LAMP, rig.now()));
    }

    @Test
    public void anOlderProgramRefusesTheRecordAndReadsItOnceItHasItsIdForANameAgain() {
        rig.join(Rig.LAMP);
        byte[] plain = rig.disk.get(Records.EQUIPMENT).get("lamp-1");
        rename(Rig.LAMP, HALL);
        byte[] named = rig.disk.get(Records.EQUIPMENT).get("lamp-1");
        assertThrows(IllegalArgumentException.class, () -> StoredRecord.read(Records.EQUIPMENT, named));
        rename(HALL, Rig.LAMP);
        assertArrayEquals(plain, rig.disk.get(Records.EQUIPMENT).get("lamp-1"));
    }

    @Test
    public void itIsRungAndAnswersByItsIdAndIsListedByItsName() {
        Caller anna = annaWithCallBack();
        rename(Rig.LAMP, HALL);
        answersCallBack(HALL);
        anna.ring(RingSystem.CALL_BACK);
        anna.assertReport(Outcome.CALLING);
        Action.Send asked = anna.reached();
        assertEquals(Rig.LAMP, asked.message().get(Attributes.TARGET_ID));
        anna.accept(asked);
        CallFacts facts = rig.take(AcceptorAction.HandOver.class).facts();
        assertEquals(HALL, facts.equipment());
        assertEquals(HALL, rig.core.stories().get(0).equipment());
        assertEquals(1, rig.equipment().get(0).calls());
    }

    @Test
    public void aPasswordSetBeforeStaysRightAndOneSetAfterwardsIsKeptAtTheSamePlace() {
        rig.join(Rig.LAMP);
        Caller anna = Caller.invited(rig, rig.register(Rig.LAMP), Rig.ANNA);
        anna.password = Secret.random(rig.random, 32);
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), Rig.LAMP, rig.key(), anna.password));
        rename(Rig.LAMP, HALL);
        answers(HALL, RingSystem.PASSWORD);
        anna.answeredRing(RingSystem.PASSWORD);
        Secret later = Secret.random(rig.random, 32);
        KeyFingerprint key = rig.equipment().get(0).key();
        rig.feed(new AcceptorEvent.SetPassword(new Request<>(++rig.request), HALL, key, later));
        assertEquals(Set.of("lamp-1"), rig.disk.get(Records.PASSWORDS).keySet());
        anna.password = later;
        anna.answeredRing(RingSystem.PASSWORD);
    }

    @Test
    public void aStandingCallGoesOnUnderTheNewNameAndIsCutByIt() {
        Caller anna = annaWithCallBack();
        long call = anna.answeredRing(RingSystem.CALL_BACK);
        rename(Rig.LAMP, HALL);
        assertEquals(new Action.NameCall(call, HALL), rig.take(Action.NameCall.class));
        rig.none(Action.CutCall.class);
        assertEquals(1, rig.equipment().get(0).calls());
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), HALL, Rig.ANNA));
        assertEquals(
                new Action.CutCall(call, "the owner revoked anna", Optional.of(CutReason.REVOKED)),
                rig.take(Action.CutCall.class));
    }

    @Test
    public void theStoriesOfEarlierRingsHaveTheNewNames() {
        Caller anna = annaWithCallBack();
        anna.answeredRing(RingSystem.CALL_BACK);
        rename(Rig.LAMP, HALL);
        EquipmentId smith = new EquipmentId("anna-smith");
        rig.feed(new AcceptorEvent.RenamePerson(new Request<>(++rig.request), Rig.ANNA, smith));
        RingStory story = rig.core.stories().get(0);
        assertTrue(story.answered());
        assertEquals(HALL, story.equipment());
        assertEquals(Optional.of(smith), story.person());
    }

    @Test
    public void aRingUnderWayGoesOnAndItsCallHasTheNewName() {
        Caller anna = annaWithCallBack();
        anna.ring(RingSystem.CALL_BACK);
        Action.Send asked = anna.reached();
        rename(Rig.LAMP, HALL);
        anna.accept(asked);
        assertEquals(HALL, rig.take(AcceptorAction.HandOver.class).facts().equipment());
        assertEquals(HALL, rig.core.stories().get(0).equipment());
    }

    @Test
    public void aGrantThatIsOnItsWayToTheDiskStandsUnderTheNewName() {
        rig.join(Rig.LAMP);
        rig.register(Rig.LAMP);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.MakeGrant(new Request<>(++rig.request), Rig.LAMP, Rig.ANNA));
        Rig.DialServer dial = rig.take(Rig.DialServer.class);
        rename(Rig.LAMP, HALL);
        rig.establish(dial);
        Message invite = rig.take(Action.Send.class).message();
        rig.receive(dial.connection(), Caller.invited(rig, invite));
        String printed = (String) rig.take(Action.Completed.class).result();
        assertEquals(Rig.LAMP, Rig.STRINGS.grant(printed).equipment());
        assertEquals(1, rig.equipment().get(0).grants().size());
    }

    @Test
    public void whatCouldNotBeWrittenIsWrittenByItselfUnderTheNewName() {
        rig.join(Rig.LAMP);
        rig.diskBroken = true;
        rename(Rig.LAMP, HALL);
        assertTrue(rig.take(Action.Refused.class).why().startsWith("in force as long as the program runs"));
        rig.diskBroken = false;
        rig.pass(Duration.ofSeconds(31));
        rig.restart();
        assertEquals(List.of("hall-lamp=lamp-1"), names());
    }

    @Test
    public void whatIsUnknownTakenOrTheSameIsRefusedInWords() {
        rig.join(Rig.LAMP);
        rig.join(Rig.THERMOSTAT);
        rename(HALL, COTTAGE);
        assertEquals("equipment: 'hall-lamp' is not of this gateway (expected: one that has joined)", refused());
        rename(Rig.LAMP, Rig.THERMOSTAT);
        assertEquals(
                "name: 'thermostat-1' is taken, by thermostat-1 of " + Rig.SERVER
                        + " (expected: one that 'status --all' does not list)",
                refused());
        rename(Rig.LAMP, Rig.LAMP);
        assertEquals("name: 'lamp-1' is the name already (expected: another one)", refused());
        rig.actions.clear();
        ask(cottage(), COTTAGE);
        rename(Rig.LAMP, COTTAGE);
        assertEquals(
                "equipment: 'cottage-lamp' is being joined (expected: wait for the answer, then rename)", refused());
    }

    @Test
    public void itLeavesWithAllRecordsAtItsPlaceAndTheOtherServersLampStays() {
        annaWithCallBack();
        join(cottage(), COTTAGE);
        rig.feed(new AcceptorEvent.SetPassword(
                new Request<>(++rig.request), COTTAGE, rig.equipment().get(0).key(), Secret.random(rig.random, 32)));
        rename(Rig.LAMP, HALL);
        rig.actions.clear();
        rig.feed(new AcceptorEvent.Depart(new Request<>(++rig.request), HALL));
        List<Change> gone = rig.take(Action.Persist.class).changes();
        assertTrue(gone.toString(), gone.stream().allMatch(Change::isLasting));
        assertEquals(List.of("cottage-lamp=lamp-1"), names());
        assertEquals(Map.of(), rig.disk.get(Records.GRANTS));
        assertEquals(
                Set.of(placeOf(rig.equipment().get(0).key())),
                rig.disk.get(Records.PASSWORDS).keySet());
        rig.restart();
        assertTrue(rig.equipment().get(0).passwordStored());
        rename(COTTAGE, Rig.LAMP);
        rig.restart();
        assertEquals("its place is no ID", List.of("lamp-1=lamp-1"), names());
    }

    @Test
    public void whatTheStoreLostOfItStaysLostUnderTheNewName() {
        Caller anna = annaWithCallBack();
        rename(Rig.LAMP, HALL);
        rig.lost = (table, key) -> table.equals(Records.REVOKED) && key.equals("lamp-1/" + anna.key.hex());
        rig.restart();
        rig.feed(new Event.Tick());
        Caller again = anna.at(rig.register(Rig.LAMP));
        again.ring(RingSystem.CALL_BACK);
        rig.none(Rig.DialIssuer.class);
    }

    @Test
    public void theSuccessorOfAnExchangedBundleGoesOnWithItsRegistration() {
        rig.join(Rig.LAMP);
        Rig.Remote remote = rig.register(Rig.LAMP);
        rename(Rig.LAMP, HALL);
        rig.exchange();
        rig.feed(new Event.Tick());
        rig.none(Rig.DialServer.class);
        assertEquals("registered", rig.equipment().get(0).state());
        rig.await(AcceptorAction.ToServer.class, Duration.ofSeconds(25));
        byte[] refresh = rig.take(AcceptorAction.ToServer.class).bytes();
        assertEquals(Rig.LAMP, rig.decode(refresh).get(Attributes.USERNAME));
        assertTrue(rig.proved(refresh, remote.mac(MacUse.REGISTER)));
    }

    @Test
    public void theConfigurationMeansTheLocalName() {
        rig.join(Rig.LAMP);
        rename(Rig.LAMP, HALL);
        answers(HALL, RingSystem.DATAGRAM);
        assertEquals(Set.of(RingSystem.DATAGRAM), rig.equipment().get(0).systems());
        answers(Rig.LAMP, RingSystem.DATAGRAM);
        assertTrue(!rig.equipment().get(0).systems().contains(RingSystem.DATAGRAM));
    }

    @Test
    public void aPersonHasTheNewNameInAllGrantsOfThisGatewayAndAfterARestart() {
        Caller anna = annaWithCallBack();
        Caller.invited(rig, anna.remote, BERT);
        rig.feed(new AcceptorEvent.Revoke(new Request<>(++rig.request), Rig.LAMP, BERT));
        renamePerson(Rig.ANNA, HALL);
        assertEquals(1, rig.take(Action.Completed.class).result());
        rig.restart();
        assertEquals(
                Set.of(HALL, BERT),
                Set.copyOf(rig.equipment().get(0).grants().stream()
                        .map(EquipmentStatus.GrantStatus::person)
                        .toList()));
        renamePerson(HALL, BERT);
        assertEquals(
                "name: 'bert' is taken, by who has or had grants here (expected: a name to which nothing was granted)",
                refused());
        renamePerson(Rig.ANNA, COTTAGE);
        assertTrue(refused().startsWith("person: 'anna' has no grant here"));
        renamePerson(BERT, COTTAGE);
        assertEquals(
                "one that was taken back", 0, rig.take(Action.Completed.class).result());
    }

    private void renamePerson(EquipmentId person, EquipmentId name) {
        rig.actions.clear();
        rig.feed(new AcceptorEvent.RenamePerson(new Request<>(++rig.request), person, name));
    }
}
