package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.datagrams;
import static org.ringback.relay.core.ServerFixture.only;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.kernel.Action;
import org.ringback.kernel.EstateWriter;
import org.ringback.kernel.Registration;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Absence;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;

/** The bundle of the server is exchanged while it runs: nobody registers anew, and nobody is forgotten. */
public class ExchangeTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.registered(server, LAMP);
    private final Person anna = Person.invitedBy(server, lamp);

    private MessageKind kind(List<Action> actions) {
        return lamp.decode(datagrams(actions).get(0).bytes()).kind();
    }

    private Message wakeUp() {
        List<Action> actions = server.receive(anna.dial(), anna.connect(LAMP, RingSystem.CALL_BACK));
        byte[] bytes = datagrams(actions).get(0).bytes();
        assertTrue(lamp.proves(bytes, MacUse.WAKE_UP));
        return lamp.decode(bytes);
    }

    private Message ask() {
        long connection = anna.dial();
        Message answer = only(server.receive(connection, anna.presence(LAMP)), connection);
        server.close(connection);
        return answer;
    }

    @Test
    public void aRefreshUnderTheNonceOfBeforeIsAccepted() {
        Registration before = server.registry.find(LAMP, server.now()).orElseThrow();
        server.pass(Duration.ofSeconds(20));
        server.exchange();
        assertEquals(before, server.registry.find(LAMP, server.now()).orElseThrow());
        assertEquals(MessageKind.REGISTERED, kind(lamp.refresh()));
        Registration after = server.registry.find(LAMP, server.now()).orElseThrow();
        assertEquals(before.since(), after.since());
        assertEquals(server.now().nanos(), after.refreshed());
        assertEquals(0, server.count("udp.challenged-438"));
    }

    @Test
    public void aWakeUpNamesTheRegistrationBefore() {
        server.exchange();
        assertEquals(lamp.lastRegistration, wakeUp().get(Attributes.IN_REPLY_TO));
    }

    @Test
    public void aWakeUpIsProvedByTheKeyInUseThoughThatWasNotOnDiskYet() {
        lamp.lease();
        server.diskBroken = true;
        lamp.refresh();
        server.diskBroken = false;
        server.exchange();
        assertEquals(lamp.lastRegistration, wakeUp().get(Attributes.IN_REPLY_TO));
        server.pass(Duration.ofSeconds(31));
        server.exchange(new EstateWriter(0).toBytes());
        lamp.register();
        wakeUp();
    }

    @Test
    public void aReplayedRegistrationIsStillOne() {
        byte[] old = lamp.registration(180);
        server.datagram(old, lamp.udp);
        lamp.refresh();
        server.exchange();
        assertEquals(List.of(), datagrams(server.datagram(old, lamp.udp)));
        assertEquals(1, server.count("udp.replayed"));
    }

    @Test
    public void theSameRegistrationGetsTheSameAnswer() {
        lamp.sequence++;
        byte[] registration = lamp.registration(180);
        byte[] answer =
                datagrams(server.datagram(registration, lamp.udp)).get(0).bytes();
        server.exchange();
        assertArrayEquals(
                answer,
                datagrams(server.datagram(registration, lamp.udp)).get(0).bytes());
        assertEquals(1, server.count("udp.repeated"));
    }

    @Test
    public void noNonceIsGivenTwice() {
        String before = lamp.nonce;
        server.exchange();
        lamp.takeNonce();
        assertFalse(lamp.nonce.equals(before));
        assertEquals("the one before is still good", MessageKind.REGISTERED, kind(lamp.refresh()));
    }

    @Test
    public void whoSignedOffIsStillSignedOff() {
        lamp.sequence++;
        server.datagram(lamp.registration(0), lamp.udp);
        server.exchange();
        long first = anna.dial();
        Message refused = only(server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK)), first);
        assertEquals(Absence.SIGNED_OFF, refused.get(Attributes.ABSENCE));
    }

    @Test
    public void aPairThatWasSlowedDownStillIs() {
        for (int refusal = 0; refusal < 3; refusal++) {
            long first = anna.dial();
            List<Action> actions = server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
            int id = lamp.decode(datagrams(actions).get(0).bytes()).get(Attributes.CONNECTION_ID);
            long second = server.connect(lamp.key, Appliance.TCP);
            server.receive(second, lamp.bind(id));
            server.receive(second, lamp.report(id, Outcome.REFUSED));
        }
        server.exchange();
        long first = anna.dial();
        Message refused = only(server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK)), first);
        assertEquals(3, (int) refused.get(Attributes.REFUSALS));
    }

    /** [PRES-2] */
    @Test
    public void whoHasSpentItsQuestionsHasStill() {
        for (int question = 0; question < KeyBudget.QUESTIONS; question++) {
            assertEquals(MessageKind.PRESENT, ask().kind());
        }
        server.exchange();
        Message beyond = ask();
        assertEquals(ErrorCodes.QUOTA, (int) beyond.get(Attributes.ERROR_CODE));
        assertEquals(1, (int) beyond.get(Attributes.RETRY_AFTER));
        server.pass(KeyBudget.QUESTION);
        assertEquals(MessageKind.PRESENT, ask().kind());
        assertEquals(MessageKind.PRESENCE_REFUSED, ask().kind());
    }

    @Test
    public void anEstateThatSaysNothingOfQuestionsIsReadAndEachKeyHasAll() {
        RelayEstate before = RelayEstate.read(server.core.leave()).orElseThrow();
        byte[] older = new RelayEstate(before.nonces(), before.registered(), before.refused(), List.of()).toBytes();
        ask();
        server.exchange(older);
        assertEquals(MessageKind.REGISTERED, kind(lamp.refresh()));
        for (int question = 0; question < KeyBudget.QUESTIONS; question++) {
            assertEquals(MessageKind.PRESENT, ask().kind());
        }
    }

    @Test
    public void ofVeryManyKeysThoseThatAskedLastAreLeft() {
        KeyBudget budget = KeyBudget.ofQuestions();
        KeyFingerprint first = server.newKey();
        budget.take(first, server.now());
        for (int key = 1; key <= KeyBudget.MAX_LEFT; key++) {
            budget.take(server.newKey(), server.now());
        }
        List<KeyBudget.Spent> left = budget.left();
        assertEquals(KeyBudget.MAX_LEFT, left.size());
        assertTrue(left.stream().noneMatch(one -> one.key().equals(first)));
    }

    @Test
    public void theRowsOfIssuersEndWithTheirConnections() {
        long first = anna.dial();
        server.receive(first, anna.connect(LAMP, RingSystem.CALL_BACK));
        assertTrue(server.registry.find(anna.id, server.now()).isPresent());
        byte[] left = server.core.leave();
        assertTrue(server.registry.find(anna.id, server.now()).isEmpty());
        server.close(first);
        server.exchange(left);
        assertEquals(1, server.registry.size());
    }

    @Test
    public void whatAnotherFormSaysIsNotReadAndTheServerBeginsAsAfterARestart() {
        server.exchange(new EstateWriter(0).toBytes());
        assertEquals(Optional.empty(), server.registry.find(LAMP, server.now()));
        List<Action> actions = lamp.refresh();
        Message challenge = lamp.decode(datagrams(actions).get(0).bytes());
        assertEquals(438, (int) challenge.get(Attributes.ERROR_CODE));
    }
}
