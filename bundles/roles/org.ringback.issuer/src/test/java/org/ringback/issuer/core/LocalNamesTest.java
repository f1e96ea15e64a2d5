package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.ANNA;
import static org.ringback.issuer.core.CoreRig.LAMP;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Request;
import org.ringback.kernel.StoredRecord;
import org.ringback.spi.Grant;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.store.Change;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.Outcome;

/** What was granted has a local name for the person beside the ID that travels; its records stay where they are. */
public class LocalNamesTest {
    private static final long COMMAND = 4_711;
    private static final EquipmentId HALL = new EquipmentId("hall-lamp");
    private static final EquipmentId COTTAGE = new EquipmentId("cottage-lamp");
    private static final Set<RingSystem> SYSTEMS = Set.of(RingSystem.PASSWORD);
    private static final KeyFingerprint OTHER_KEY = CoreRig.IDENTITIES.create().fingerprint();
    private static final KeyFingerprint OTHER_CA = new KeyFingerprint("ab".repeat(KeyFingerprint.LENGTH));

    private final CoreRig rig = new CoreRig();

    /** A grant of equipment of the same ID, with another key, at a server of some CA. */
    private Grant lampAt(KeyFingerprint authority) {
        return made(rig.grant(SYSTEMS), authority, OTHER_KEY, CoreRig.START);
    }

    private static Grant made(Grant like, KeyFingerprint authority, KeyFingerprint key, Instant when) {
        Ticket invitation = like.invitation();
        return new Grant(
                new Ticket(
                        invitation.servers(),
                        new ServerPins(List.of(authority)),
                        invitation.protections(),
                        invitation.id(),
                        invitation.role(),
                        invitation.codeId(),
                        invitation.code(),
                        when),
                like.equipment(),
                key,
                like.sealing(),
                like.id(),
                like.secret(),
                like.systems(),
                like.useBy());
    }

    private void ask(Grant grant, boolean replace, EquipmentId... as) {
        rig.actions.clear();
        rig.feed(new IssuerEvent.AcceptGrant(
                new Request<>(COMMAND),
                CoreRig.STRINGS.print(grant),
                replace,
                List.of(as).stream().findFirst()));
    }

    private void take(Grant grant, boolean replace, EquipmentId... as) {
        ask(grant, replace, as);
        enrolledNow();
    }

    private void enrolledNow() {
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolled(ANNA);
    }

    private void rename(EquipmentId before, EquipmentId name) {
        rig.actions.clear();
        rig.feed(new IssuerEvent.Rename(new Request<>(COMMAND), before, name));
    }

    /** Where records are of equipment whose ID is another one's place. */
    private static String placeOf(KeyFingerprint key) {
        return key.hex().substring(0, 32) + "-1";
    }

    private List<String> names() {
        return rig.granted().stream()
                .map(one -> one.equipment() + "=" + one.id())
                .toList();
    }

    private long ring(EquipmentId name) {
        rig.actions.clear();
        rig.feed(new IssuerEvent.Ring(
                new Request<>(COMMAND + 1), name, Optional.of(RingSystem.PASSWORD), Optional.empty(), "http"));
        return COMMAND + 1;
    }

    private IssuerAction.HashPassword password(EquipmentId name) {
        rig.feed(new IssuerEvent.SetPassword(
                new Request<>(COMMAND), name, Secret.copyOf("sesame".getBytes(StandardCharsets.UTF_8))));
        IssuerAction.HashPassword hash = rig.last(IssuerAction.HashPassword.class);
        rig.feed(new IssuerEvent.PasswordHashed(
                new Request<>(COMMAND),
                hash.equipment(),
                KeptPassword.of(CoreRig.RINGS, hash.password(), hash.target(), hash.identity())));
        return hash;
    }

    @Test
    public void theLampsOfTwoServersStandSideBySideAndSurviveARestart() {
        rig.granted(RingSystem.PASSWORD);
        take(lampAt(OTHER_CA), false, COTTAGE);
        GrantedEquipment granted = (GrantedEquipment) rig.results(COMMAND).get(0);
        assertEquals(COTTAGE, granted.equipment());
        assertEquals(LAMP, granted.id());
        password(COTTAGE);
        assertEquals(
                Set.of("lamp-1", placeOf(rig.granted().get(0).identity())),
                rig.disk.get(IssuerRecords.GRANTS).keySet());
        assertEquals(
                Set.of(placeOf(OTHER_KEY)),
                rig.disk.get(IssuerRecords.PASSWORDS).keySet());
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(List.of("cottage-lamp=lamp-1", "lamp-1=lamp-1"), names());
        assertEquals(
                List.of(true, false),
                rig.granted().stream().map(GrantedEquipment::passwordStored).toList());
    }

    // [ISS-15] one for equipment of another key under that ID is refused at home, unless the person asks …
    @Test
    public void withoutANameAnotherServersLampIsRefusedAndToldHowToHaveBoth() {
        rig.granted(RingSystem.PASSWORD);
        ask(lampAt(OTHER_CA), false);
        String why = rig.failure(COMMAND);
        assertTrue(why, why.startsWith("equipment: the grant that is kept for 'lamp-1' is of another key, "));
        assertTrue(why, why.contains("to keep both, accept-grant --as NAME"));
        assertTrue(why, why.contains("accept-grant --replace"));
        assertEquals(List.of(), rig.all(Action.Resolve.class));
    }

    // [ISS-15] one for equipment of another key under that ID is refused at home, unless the person asks …
    @Test
    public void twoOfOneIdAtOneServerNeverStandSideBySide() {
        rig.granted(RingSystem.PASSWORD);
        rename(LAMP, HALL);
        for (boolean replace : List.of(false, true)) {
            ask(lampAt(CoreRig.CA), replace, COTTAGE);
            assertEquals(
                    "--as: lamp-1 of that server is kept as 'hall-lamp' (expected: accept-grant without it; then, for"
                            + " another name, rename hall-lamp cottage-lamp); nothing was changed",
                    rig.failure(COMMAND));
            assertEquals(List.of(), rig.all(Action.Resolve.class));
        }
        take(lampAt(CoreRig.CA), true, HALL);
        assertEquals(List.of("hall-lamp=lamp-1"), names());
    }

    @Test
    public void equipmentEnrolledAnewAtItsServerTakesThePlaceOfTheRenamedOneOnRequestAlone() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        rename(LAMP, HALL);
        ask(lampAt(CoreRig.CA), false);
        String why = rig.failure(COMMAND);
        assertTrue(why, why.startsWith("equipment: the grant that is kept for 'hall-lamp' is of another key, "));
        assertFalse("both could not be rung", why.contains("--as"));
        take(lampAt(CoreRig.CA), true);
        assertEquals(List.of("hall-lamp=lamp-1"), names());
        assertEquals(OTHER_KEY, rig.granted().get(0).identity());
        assertFalse("of the old key", rig.granted().get(0).passwordStored());
        assertEquals(Set.of("lamp-1"), rig.disk.get(IssuerRecords.GRANTS).keySet());
    }

    // [ISS-14] A new grant for the same equipment, known by its key, takes the old one's place
    @Test
    public void whatIsGrantedAgainKeepsItsNameThoughItsServerHasAnotherAuthorityNow() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        rename(LAMP, HALL);
        take(made(rig.grant(SYSTEMS), OTHER_CA, CoreRig.EQUIPMENT.fingerprint(), CoreRig.START.plusSeconds(1)), false);
        assertEquals(List.of("hall-lamp=lamp-1"), names());
        assertTrue(rig.granted().get(0).passwordStored());
        ask(rig.grant(SYSTEMS), true, COTTAGE);
        assertEquals(
                "--as: the grant of this equipment is kept as 'hall-lamp' (expected: accept-grant without it; then, for"
                        + " another name, rename hall-lamp cottage-lamp); nothing was changed",
                rig.failure(COMMAND));
    }

    @Test
    public void aNameThatIsTakenWhileTheServerIsAskedIsNotTakenAway() {
        rig.granted(RingSystem.PASSWORD);
        ask(lampAt(OTHER_CA), false, COTTAGE);
        rig.feed(new IssuerEvent.Rename(new Request<>(COMMAND + 1), LAMP, COTTAGE));
        enrolledNow();
        assertTrue(
                rig.failure(COMMAND).startsWith("equipment: the grant that is kept for 'cottage-lamp' is of another"));
        assertEquals(List.of("cottage-lamp=lamp-1"), names());
        assertEquals(CoreRig.EQUIPMENT.fingerprint(), rig.granted().get(0).identity());
    }

    @Test
    public void aNewNameIsOneRecordInOneWriteAndSurvivesAKill() {
        rig.granted(RingSystem.PASSWORD).password("sesame");
        rename(LAMP, HALL);
        List<Action.Persist> writes = rig.all(Action.Persist.class);
        assertEquals(1, writes.size());
        assertEquals(
                List.of("issuer.grants lamp-1"),
                writes.get(0).changes().stream()
                        .map(one -> one.table() + " " + one.key())
                        .toList());
        assertEquals(List.of(HALL), rig.results(COMMAND));
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals(List.of("hall-lamp=lamp-1"), names());
        assertTrue(rig.granted().get(0).passwordStored());
        assertEquals(Optional.empty(), rig.core.granted(LAMP));
    }

    @Test
    public void anOlderProgramRefusesTheRecordRatherThanTakeItsPlaceForTheId() {
        rig.granted(RingSystem.PASSWORD);
        rename(LAMP, HALL);
        byte[] record = rig.disk.get(IssuerRecords.GRANTS).get("lamp-1");
        assertThrows(IllegalArgumentException.class, () -> StoredRecord.read(IssuerRecords.GRANTS, record));
        rename(HALL, LAMP);
        assertEquals(
                "lamp-1",
                StoredRecord.read(
                                IssuerRecords.GRANTS,
                                rig.disk.get(IssuerRecords.GRANTS).get("lamp-1"))
                        .text(2));
    }

    @Test
    public void itIsRungByItsIdWithAPasswordSaltedByItsIdAndStandsUnderItsName() {
        rig.granted(RingSystem.PASSWORD);
        rename(LAMP, HALL);
        IssuerAction.HashPassword hash = password(HALL);
        assertEquals(LAMP, hash.target());
        long ring = ring(HALL);
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.listening();
        assertEquals(LAMP, rig.connect().get(Attributes.TARGET_ID));
        assertTrue(
                "the box is for the ID",
                CoreRig.RINGS
                        .openBox(
                                CoreRig.SEALING,
                                LAMP,
                                rig.nonce(),
                                rig.connect().get(Attributes.BOX))
                        .isPresent());
        rig.callBack(2);
        assertEquals(HALL, rig.last(IssuerAction.HandOver.class).facts().equipment());
        RingStory story = rig.ended(ring);
        assertTrue(story.answered());
        assertEquals(HALL, story.equipment());
    }

    @Test
    public void aRingAndACallGoOnUnderTheNewNameAndEndByIt() {
        rig.granted(RingSystem.CALL_BACK);
        rig.ringAsked(RingSystem.CALL_BACK);
        rig.callBack(2);
        rig.result(Outcome.REACHED);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        rename(LAMP, HALL);
        assertEquals(List.of(new Action.NameCall(2, HALL)), rig.all(Action.NameCall.class));
        assertEquals(
                "that of the ring that ended too",
                List.of(HALL, HALL),
                rig.core.stories().stream().map(RingStory::equipment).toList());
        assertEquals(1, rig.core.calls());
        rig.feed(new IssuerEvent.Forget(new Request<>(COMMAND), HALL));
        assertEquals(
                List.of(new Action.CutCall(2, "the grant for hall-lamp was forgotten here", Optional.empty())),
                rig.all(Action.CutCall.class));
        assertEquals(HALL, rig.ended(ring).equipment());
        assertTrue(rig.disk.get(IssuerRecords.GRANTS).isEmpty());
    }

    @Test
    public void aCallBackAfterTheNewNameIsAcceptedForTheIdAndHandedOverByTheName() {
        rig.granted(RingSystem.CALL_BACK);
        long ring = rig.ringAsked(RingSystem.CALL_BACK);
        Action.Send connect = rig.last(Action.Send.class);
        rename(LAMP, HALL);
        rig.actions.add(connect);
        rig.feed(new IssuerEvent.Incoming(2, connect.connection(), CoreRig.ACCEPTOR));
        rig.feed(new IssuerEvent.Hello(2));
        rig.proved(2);
        rig.communicationRequest(2, rig.nonce(), LAMP);
        assertEquals(HALL, rig.last(IssuerAction.HandOver.class).facts().equipment());
        assertTrue(rig.ended(ring).answered());
    }

    @Test
    public void whyItLastRefusedIsRememberedUnderTheNewName() {
        LatestRefusals refusals = new LatestRefusals();
        refusals.ended(LAMP, Ending.of(RingReason.WRONG_PASSWORD), rig.now());
        refusals.rename(LAMP, HALL);
        Ending slowed = new Ending(RingReason.SLOWED_DOWN, "3 rings", Duration.ofSeconds(1));
        assertEquals(
                "3 rings, the latest for a wrong password",
                refusals.explain(HALL, slowed, rig.now()).detail());
        assertEquals(slowed, refusals.explain(LAMP, slowed, rig.now()));
    }

    @Test
    public void whatIsUnknownTakenOrTheSameIsRefusedInWords() {
        rig.granted(RingSystem.CALL_BACK);
        take(lampAt(OTHER_CA), false, COTTAGE);
        rename(HALL, LAMP);
        assertEquals(
                "equipment: no grant for hall-lamp is kept here (expected: one that 'granted' lists)",
                rig.failure(COMMAND));
        rename(LAMP, COTTAGE);
        assertEquals(
                "name: 'cottage-lamp' is taken, by the grant of lamp-1 at " + CoreRig.SERVER
                        + " (expected: one that 'granted' does not list)",
                rig.failure(COMMAND));
        rename(LAMP, LAMP);
        assertEquals("name: 'lamp-1' is its name already (expected: another one)", rig.failure(COMMAND));
        assertEquals(List.of("cottage-lamp=lamp-1", "lamp-1=lamp-1"), names());
    }

    @Test
    public void anotherServersGrantThatTakesANameLeavesNothingOfTheOneBefore() {
        rig.granted(RingSystem.PASSWORD);
        take(lampAt(OTHER_CA), false, COTTAGE);
        password(COTTAGE);
        take(made(lampAt(OTHER_CA), OTHER_CA, OTHER_KEY, CoreRig.START.plusSeconds(1)), false);
        assertTrue("it is the same equipment", rig.granted().get(0).passwordStored());
        Grant third = lampAt(new KeyFingerprint("cd".repeat(KeyFingerprint.LENGTH)));
        take(made(third, third.invitation().pins().authorities().get(0), CoreRig.CA, CoreRig.START), true, COTTAGE);
        assertEquals(List.of("cottage-lamp=lamp-1", "lamp-1=lamp-1"), names());
        assertFalse(rig.granted().get(0).passwordStored());
        assertEquals(
                Set.of("lamp-1", placeOf(rig.granted().get(0).identity())),
                rig.disk.get(IssuerRecords.GRANTS).keySet());
        assertEquals(Map.of(), rig.disk.get(IssuerRecords.PASSWORDS));
    }

    @Test
    public void whatIsForgottenGoesFromItsPlaceForGoodAndTheOtherStays() {
        rig.granted(RingSystem.PASSWORD);
        take(lampAt(OTHER_CA), false, COTTAGE);
        rename(LAMP, HALL);
        rig.actions.clear();
        rig.feed(new IssuerEvent.Forget(new Request<>(COMMAND), HALL));
        List<Change> gone = rig.last(Action.Persist.class).changes();
        assertEquals(List.of("lamp-1", "lamp-1"), gone.stream().map(Change::key).toList());
        assertTrue(gone.stream().allMatch(Change::isLasting));
        rename(COTTAGE, LAMP);
        rig.restarted(IssuerSettings.DEFAULT);
        assertEquals("its place is no ID", List.of("lamp-1=lamp-1"), names());
    }

    @Test
    public void anIssuerWhoseKeyTheServerRevokedDropsTheGrantWhateverItsName() {
        rig.granted(RingSystem.CALL_BACK);
        rename(LAMP, HALL);
        rig.join(CoreRig.STRINGS.print(rig.ticket(Role.ISSUER)));
        rig.resolve(CoreRig.V4);
        rig.establish(CoreRig.LOCAL);
        rig.enrolRefused(EndedEnrolment.REVOKED);
        assertEquals(List.of(), names());
        assertTrue(rig.disk.get(IssuerRecords.GRANTS).isEmpty());
    }
}
