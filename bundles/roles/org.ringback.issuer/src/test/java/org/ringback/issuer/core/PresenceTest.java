package org.ringback.issuer.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.issuer.core.CoreRig.ANNA;
import static org.ringback.issuer.core.CoreRig.LAMP;
import static org.ringback.issuer.core.CoreRig.LOCAL;
import static org.ringback.issuer.core.CoreRig.V4;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.Presence;
import org.ringback.api.control.Presence.State;
import org.ringback.kernel.Action;
import org.ringback.kernel.Event;
import org.ringback.kernel.Request;
import org.ringback.spi.CloseReason;
import org.ringback.spi.Grant;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** A person asks whether equipment is there: its server is asked, nobody is rung. */
public class PresenceTest {
    private static final EquipmentId CELLAR = new EquipmentId("cellar");

    private final CoreRig rig = new CoreRig().granted(RingSystem.CALL_BACK);

    /** Takes a grant of other equipment, of the server of that name. */
    private void granted(EquipmentId equipment, String server) {
        Ticket ticket = new Ticket(
                List.of(server),
                new ServerPins(List.of(CoreRig.CA)),
                rig.protections,
                ANNA,
                Role.ISSUER,
                78L,
                rig.code,
                CoreRig.START);
        rig.acceptGrant(new Grant(
                ticket,
                equipment,
                CoreRig.EQUIPMENT.fingerprint(),
                CoreRig.SEALING.publicKey(),
                GrantId.of(new byte[GrantId.LENGTH]),
                rig.grantSecret,
                Set.of(RingSystem.CALL_BACK),
                CoreRig.START.plus(Duration.ofHours(24))));
        rig.resolve(V4);
        rig.establish(LOCAL);
        rig.enrolled(ANNA);
        rig.actions.clear();
    }

    private long ask(EquipmentId... equipment) {
        long number = rig.nextRequest();
        rig.feed(new IssuerEvent.AskPresence(new Request<>(number), List.of(equipment)));
        return number;
    }

    /** Up to the first question. */
    private long asked(EquipmentId... equipment) {
        long number = ask(equipment);
        if (!rig.all(Action.Resolve.class).isEmpty()) {
            rig.resolve(V4);
        }
        rig.establish(LOCAL);
        return number;
    }

    private EquipmentId target() {
        return rig.lastSent(MessageKind.PRESENCE).get(Attributes.TARGET_ID);
    }

    private Message.Builder answer(MessageKind kind) {
        return Message.of(kind, rig.lastSent(MessageKind.PRESENCE).transaction());
    }

    private void present(int age) {
        rig.fromServer(answer(MessageKind.PRESENT)
                .with(Attributes.AGE, age)
                .with(Attributes.LIFETIME, 100)
                .build());
    }

    private Message.Builder refused(int code) {
        return answer(MessageKind.PRESENCE_REFUSED).with(Attributes.ERROR_CODE, code);
    }

    private void absent(Absence why) {
        rig.fromServer(
                refused(ErrorCodes.NOT_REGISTERED).with(Attributes.ABSENCE, why).build());
    }

    @SuppressWarnings("unchecked")
    private List<Presence> told(long request) {
        List<Object> results = rig.results(request);
        assertEquals("completed once", 1, results.size());
        return (List<Presence>) results.get(0);
    }

    private Presence only(long request) {
        List<Presence> all = told(request);
        assertEquals(1, all.size());
        return all.get(0);
    }

    private static void says(Presence presence, State state, String words) {
        assertEquals(state + " " + words, presence.state() + " " + presence.words());
    }

    private boolean ended(long connection) {
        return rig.actions.contains(new Action.Close(connection)) || rig.actions.contains(new Action.Abort(connection));
    }

    @Test
    public void theServerTellsAndTheWayThereAndBackIsMeasured() {
        long question = asked(LAMP);
        assertEquals(LAMP, target());
        rig.pass(Duration.ofMillis(12));
        present(4);
        Presence lamp = only(question);
        says(lamp, State.ONLINE, "lamp-1 is registered there");
        assertEquals(Optional.of(Duration.ofSeconds(4)), lamp.heard());
        assertEquals(Optional.of(Duration.ofMillis(12)), lamp.roundTrip());
        assertEquals("192.0.2.1:3478", lamp.server());
        assertEquals(0, rig.core.pending());
        assertTrue(ended(rig.dialled()));
    }

    @Test
    public void nobodyIsRungAndNoPortIsOpened() {
        asked(LAMP);
        present(0);
        assertEquals(List.of(), rig.all(IssuerAction.Listen.class));
        assertEquals(List.of(), rig.core.stories());
        assertFalse("no listener comes to its port", rig.last(Action.Dial.class).sharedPort());
        assertEquals(Map.of(IssuerMetric.PRESENCE_TOLD.id(), 1L), rig.core.counters());
    }

    /** [PRES-9] */
    @Test
    public void allEquipmentOfAServerIsAskedForInTurnOnOneConnectionAndToldInTheOrderOfTheQuestion() {
        granted(CELLAR, CoreRig.SERVER);
        long question = asked(LAMP, CELLAR, LAMP);
        assertEquals(LAMP, target());
        absent(Absence.SIGNED_OFF);
        assertEquals(CELLAR, target());
        rig.pass(Duration.ofMillis(30));
        present(7);
        List<Presence> all = told(question);
        assertEquals(
                List.of(LAMP, CELLAR, LAMP),
                all.stream().map(Presence::equipment).toList());
        assertEquals(
                List.of(State.OFFLINE, State.ONLINE, State.OFFLINE),
                all.stream().map(Presence::state).toList());
        assertEquals(
                "each from its own question",
                Optional.of(Duration.ofMillis(30)),
                all.get(1).roundTrip());
        assertEquals(1, rig.all(Action.Dial.class).size());
    }

    /** [PRES-11] */
    @Test
    public void onlyWhatTheServerSaysIsGoneIsGone() {
        long silent = asked(LAMP);
        rig.fromServer(refused(ErrorCodes.NOT_REGISTERED)
                .with(Attributes.ABSENCE, Absence.SILENT)
                .with(Attributes.AGE, 420)
                .build());
        says(
                only(silent),
                State.OFFLINE,
                "the gateway of lamp-1 is silent: the server hears nothing from it; next: see that the home has power and"
                        + " a line and that the gateway runs, then ring again");
        assertEquals(Optional.of(Duration.ofMinutes(7)), only(silent).heard());

        long ended = asked(LAMP);
        rig.fromServer(refused(ErrorCodes.FORBIDDEN)
                .with(Attributes.ENDED_ENROLMENT, EndedEnrolment.EQUIPMENT)
                .build());
        assertEquals(State.OFFLINE, only(ended).state());
        assertTrue(only(ended).words(), only(ended).words().startsWith("the server has suspended or revoked lamp-1"));

        long forbidden = asked(LAMP);
        rig.fromServer(refused(ErrorCodes.FORBIDDEN).build());
        assertEquals(State.UNKNOWN, only(forbidden).state());
        assertTrue(
                only(forbidden).words(),
                only(forbidden).words().startsWith("the server does not let this issuer ask for lamp-1; next: ask"));
        assertEquals(
                Map.of(IssuerMetric.PRESENCE_TOLD.id(), 2L, IssuerMetric.PRESENCE_NOT_TOLD.id(), 1L),
                rig.core.counters());
    }

    /** [PRES-11] */
    @Test
    public void anEarlierServerTellsNothing() {
        String words = "the server does not tell, as one of an earlier version; next: ring";
        long closed = asked(LAMP);
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed by the peer");
        says(only(closed), State.UNKNOWN, words);
        long refused = asked(LAMP);
        rig.fromServer(refused(ErrorCodes.BAD_REQUEST).build());
        says(only(refused), State.UNKNOWN, words);
    }

    @Test
    public void aConnectionThatBreaksTellsNothingOfWhatIsLeft() {
        granted(CELLAR, CoreRig.SERVER);
        long question = asked(LAMP, CELLAR);
        present(1);
        rig.closed(rig.dialled(), CloseReason.Kind.CLOSED_THERE, "closed by the peer");
        List<Presence> all = told(question);
        assertEquals(State.ONLINE, all.get(0).state());
        says(all.get(1), State.UNKNOWN, "the connection to the server was lost: closed by the peer");
    }

    @Test
    public void aServerThatTakesNoMoreQuestionsIsAskedNoMore() {
        granted(CELLAR, CoreRig.SERVER);
        long question = asked(LAMP, CELLAR);
        rig.fromServer(refused(ErrorCodes.QUOTA).with(Attributes.RETRY_AFTER, 2).build());
        told(question)
                .forEach(one -> says(
                        one,
                        State.UNKNOWN,
                        "the server takes no more questions of this issuer now; next: ask again in 2 s"));
        assertTrue(ended(rig.dialled()));
    }

    @Test
    public void aServerThatSaysTheUnexpectedIsLeft() {
        long question = asked(LAMP);
        rig.fromServer(
                answer(MessageKind.WITHDRAWN).with(Attributes.CODE_ID, 1L).build());
        says(only(question), State.UNKNOWN, "the server sent what has no place here: Withdrawn");
        assertTrue(ended(rig.dialled()));
        assertEquals(1L, (long) rig.core.counters().get(IssuerMetric.SERVER_UNEXPECTED.id()));
    }

    /** [PRES-10] */
    @Test
    public void after3SecondsTheQuestionIsOver() {
        granted(CELLAR, CoreRig.SERVER);
        long question = asked(LAMP, CELLAR);
        present(1);
        rig.pass(PresenceTask.LIMIT.minusNanos(1));
        assertEquals(List.of(), rig.results(question));
        rig.pass(Duration.ofNanos(1));
        List<Presence> all = told(question);
        assertEquals(State.ONLINE, all.get(0).state());
        says(all.get(1), State.UNKNOWN, "the server did not answer within 3 s");
        assertTrue(ended(rig.dialled()));
        present(9);
        assertEquals("what comes late is nobody's", 1, rig.results(question).size());
    }

    @Test
    public void oneServerThatIsNotReachedHoldsNoOtherUp() {
        granted(CELLAR, "other.example:3478");
        long question = ask(LAMP, CELLAR);
        rig.feed(new Event.Resolved(CoreRig.SERVER, List.of(V4.address())));
        long toFirst = rig.dialled();
        rig.feed(new Event.Resolved("other.example:3478", List.of(CoreRig.V6.address())));
        rig.establish(LOCAL);
        present(3);
        rig.closed(toFirst, CloseReason.Kind.REFUSED, "refused");
        rig.feed(new Event.Resolved(CoreRig.SERVER, List.of(V4.address())));
        List<Presence> all = told(question);
        assertEquals(State.UNKNOWN, all.get(0).state());
        assertTrue(all.get(0).words(), all.get(0).words().startsWith("the server takes no connection: "));
        assertEquals(CoreRig.SERVER, all.get(0).server());
        assertEquals(State.ONLINE, all.get(1).state());
        assertEquals("[2001:db8::1]:3478", all.get(1).server());
    }

    @Test
    public void eightServersAreAskedAtOnceAndTheNinthWhenOneHasTold() {
        List<EquipmentId> all = IntStream.range(0, PresenceTask.SERVERS_AT_ONCE + 1)
                .mapToObj(i -> new EquipmentId("lamp-at-" + i))
                .toList();
        all.forEach(one -> granted(one, one + ".example:3478"));
        ask(all.toArray(EquipmentId[]::new));
        assertEquals(PresenceTask.SERVERS_AT_ONCE, rig.all(Action.Resolve.class).size());
        rig.resolve(V4);
        rig.establish(LOCAL);
        present(1);
        assertEquals(
                PresenceTask.SERVERS_AT_ONCE + 1, rig.all(Action.Resolve.class).size());
        rig.pass(PresenceTask.LIMIT);
        assertEquals(0, rig.core.pending());
    }

    @Test
    public void equipmentWithoutAGrantIsNotAskedFor() {
        long question = ask(CELLAR);
        says(
                only(question),
                State.UNKNOWN,
                "equipment: no grant for cellar is kept here (expected: first accept-grant with the string that its"
                        + " owner printed)");
        assertEquals(List.of(), told(ask()));
        assertEquals(List.of(), rig.all(Action.Dial.class));
    }

    @Test
    public void aProtectionThatTheEnrolmentLacksIsSaidAndNobodyIsDialled() {
        rig.restarted(new IssuerSettings(16, 64, Optional.empty(), Optional.of("certificate-first")));
        long question = ask(LAMP);
        assertTrue(
                only(question).words(),
                only(question).words().startsWith("protection: certificate-first is configured (expected: tls13"));
        assertEquals(List.of(), rig.all(Action.Dial.class));
    }

    @Test
    public void aFifthQuestionAtOnceIsRefused() {
        for (int i = 0; i < PresenceTask.MAX_AT_ONCE; i++) {
            ask(LAMP);
        }
        assertEquals(
                "ping: 4 questions are under way (expected: at most 4 at once; ask again in a moment)",
                rig.failure(ask(LAMP)));
    }

    @Test
    public void anIssuerThatStopsSaysSo() {
        granted(CELLAR, "other.example:3478");
        long question = asked(LAMP, CELLAR);
        rig.feed(new IssuerEvent.Stop());
        told(question).forEach(one -> says(one, State.UNKNOWN, "this issuer is stopped"));
    }

    @Test
    public void aBundleThatIsExchangedWaitsForTheAnswerAndTakesNoOtherQuestion() {
        long question = asked(LAMP);
        rig.feed(new IssuerEvent.Leave());
        assertTrue(rig.all(IssuerAction.AtRest.class).isEmpty());
        assertTrue(rig.failure(ask(LAMP)).startsWith("issuer: its bundle is being exchanged"));
        present(1);
        assertEquals(State.ONLINE, only(question).state());
        assertEquals(1, rig.all(IssuerAction.AtRest.class).size());
    }
}
