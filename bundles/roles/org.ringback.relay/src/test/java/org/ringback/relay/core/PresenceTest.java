package org.ringback.relay.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.closes;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Who may ring equipment may ask whether it is there, and learns what a ring would tell, without one. */
public class PresenceTest {
    private static final EquipmentId CELLAR = new EquipmentId("cellar");

    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);
    private long connection = anna.dial();
    private List<Action> did = List.of();

    private Message ask(EquipmentId target) {
        did = server.receive(connection, anna.presence(target));
        return only(did, connection);
    }

    private static void refused(int code, Optional<Absence> why, Message answer) {
        assertEquals(MessageKind.PRESENCE_REFUSED, answer.kind());
        assertEquals(code, (int) answer.get(Attributes.ERROR_CODE));
        assertEquals(why, answer.find(Attributes.ABSENCE));
    }

    /** [PRES-7] */
    @Test
    public void registeredEquipmentIsThereSinceItsLastRegistration() {
        server.pass(Duration.ofMillis(4_900));
        Message answer = ask(LAMP);
        assertEquals(MessageKind.PRESENT, answer.kind());
        assertEquals(4, (int) answer.get(Attributes.AGE));
        assertEquals(176, (int) answer.get(Attributes.LIFETIME));
    }

    /** [PRES-1] */
    @Test
    public void nobodyIsWokenNothingIsWrittenAndNoRingIsLeft() {
        ask(LAMP);
        assertEquals("the answer is all", 1, did.size());
        assertEquals(0, server.core.overview().pendingRings());
        assertEquals(List.of(), server.core.stories());
        assertEquals(List.of(), server.core.takeEnded());
    }

    /** [PRES-8] */
    @Test
    public void theConnectionStaysForMoreWhateverTheAnswerWas() {
        ask(CELLAR);
        assertFalse(closes(did, connection));
        assertEquals(MessageKind.PRESENT, ask(LAMP).kind());
        assertFalse(closes(did, connection));
        server.pass(PeerTable.IDLE.minusMillis(1));
        assertEquals(
                "it counts from the last question",
                MessageKind.PRESENCE_REFUSED,
                ask(CELLAR).kind());
        assertTrue(closes(server.pass(PeerTable.IDLE), connection));
    }

    /** [PRES-3] */
    @Test
    public void whoMayNotAskHearsTheSameOfEquipmentThatThereIsAndThatThereIsNot() {
        Appliance cellar = Appliance.registered(server, CELLAR);
        Message there = ask(CELLAR);
        Message nowhere = ask(new EquipmentId("nowhere"));
        refused(ErrorCodes.FORBIDDEN, Optional.empty(), there);
        refused(ErrorCodes.FORBIDDEN, Optional.empty(), nowhere);
        server.revoke(cellar.id);
        Message ended = ask(CELLAR);
        refused(ErrorCodes.FORBIDDEN, Optional.empty(), ended);
        assertEquals(Optional.empty(), ended.find(Attributes.ENDED_ENROLMENT));
    }

    /** [PRES-4] */
    @Test
    public void whoMightAskHearsThatTheEquipmentWasRevoked() {
        server.revoke(LAMP);
        Message answer = ask(LAMP);
        assertEquals(ErrorCodes.FORBIDDEN, (int) answer.get(Attributes.ERROR_CODE));
        assertEquals(Optional.of(EndedEnrolment.EQUIPMENT), answer.find(Attributes.ENDED_ENROLMENT));
    }

    /** [PRES-5] */
    @Test
    public void equipmentThatSignedOffIsGoneAtOnce() {
        lamp.sequence++;
        server.datagram(lamp.registration(0), lamp.udp);
        refused(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.SIGNED_OFF), ask(LAMP));
    }

    /** [PRES-5] */
    @Test
    public void equipmentWithoutALeaseNeverCame() {
        server.pass(Duration.ofHours(25));
        connection = anna.dial();
        refused(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.NO_LEASE), ask(LAMP));
    }

    /** [PRES-6] */
    @Test
    public void silentEquipmentIsGoneAndWasHeardSoLongAgo() {
        server.pass(Duration.ofMinutes(7));
        connection = anna.dial();
        Message answer = ask(LAMP);
        refused(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.SILENT), answer);
        assertEquals(Optional.of(420), answer.find(Attributes.AGE));
    }

    /** [PRES-6] */
    @Test
    public void afterAStartOfTheServerNothingIsKnownUntilTheNextRegistration() {
        server.restart();
        connection = anna.dial();
        Message answer = ask(LAMP);
        refused(ErrorCodes.NOT_REGISTERED, Optional.of(Absence.SILENT), answer);
        assertEquals(Optional.empty(), answer.find(Attributes.AGE));
    }

    @Test
    public void aKeyThatIsNotAnIssuersIsTurnedAway() {
        for (KeyFingerprint key : List.of(server.newKey(), lamp.key)) {
            connection = server.connect(key, anna.observed);
            refused(ErrorCodes.FORBIDDEN, Optional.empty(), ask(LAMP));
            assertTrue(closes(did, connection));
        }
    }

    @Test
    public void aRingUnderWayOnTheConnectionGoesOn() {
        server.receive(connection, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertEquals(MessageKind.PRESENT, ask(LAMP).kind());
        assertEquals(1, server.core.overview().pendingRings());
    }

    /** [PRES-2] */
    @Test
    public void aKeyMayAskSoOftenAtOnceAndThenFourTimesASecond() {
        for (int i = 0; i < KeyBudget.QUESTIONS; i++) {
            assertEquals(MessageKind.PRESENT, ask(LAMP).kind());
        }
        Message beyond = ask(LAMP);
        refused(ErrorCodes.QUOTA, Optional.empty(), beyond);
        assertEquals(Optional.of(1), beyond.find(Attributes.RETRY_AFTER));
        assertFalse(closes(did, connection));
        assertEquals(1, server.count("presence.too-many"));
        assertEquals(KeyBudget.QUESTIONS + 1, server.count("presence.asked"));
        connection = anna.dial();
        refused(ErrorCodes.QUOTA, Optional.empty(), ask(CELLAR));
        server.pass(KeyBudget.QUESTION);
        assertEquals(MessageKind.PRESENT, ask(LAMP).kind());
        refused(ErrorCodes.QUOTA, Optional.empty(), ask(LAMP));
    }

    @Test
    public void aBudgetIsForgottenOnceItIsWholeAgain() {
        KeyBudget budget = KeyBudget.ofQuestions();
        budget.take(anna.key, server.now());
        budget.take(lamp.key, server.now());
        assertEquals(2, budget.remembered());
        server.pass(KeyBudget.QUESTION);
        budget.take(server.newKey(), server.now());
        assertEquals(1, budget.remembered());
    }
}
