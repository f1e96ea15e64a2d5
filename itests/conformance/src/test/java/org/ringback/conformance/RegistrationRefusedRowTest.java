package org.ringback.conformance;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Edit;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedUdp;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.kernel.Registration;
import org.ringback.kit.Tickets;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.Ticket;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** No datagram but the equipment's own next registration changes the equipment list. */
@Row({1, 16})
public class RegistrationRefusedRowTest extends WayTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId NOBODY = new EquipmentId("nobody");
    private static final byte[] NO_KEY = new byte[32];

    private ServerUnderTest server;
    private ScriptedAcceptor lamp;
    private List<Registration> before;

    @Before
    public void start() {
        server = stage.server();
        lamp = stage.scriptedAcceptor(way);
        lamp.join(server.enrol(LAMP, Role.ACCEPTOR, way));
        before = server.equipmentList();
    }

    /** Somebody without a lease who names this equipment, with a nonce of his own. */
    private ScriptedAcceptor newcomer(EquipmentId named) {
        Ticket known = lamp.ticket();
        ScriptedAcceptor newcomer = stage.scriptedAcceptor(way);
        newcomer.take(Tickets.named(named, known));
        newcomer.askForNonce();
        return newcomer;
    }

    /** Sends a registration under a key that no lease has. {@return what comes back} */
    private static ScriptedUdp.Datagram tryToRegister(ScriptedAcceptor newcomer) {
        Secret key = Crypto.RINGS.macKey(Secret.copyOf(NO_KEY), MacUse.REGISTER, newcomer.id());
        newcomer.udp().send(newcomer.registration().build(), key, newcomer.server());
        return newcomer.udp().expect(MessageKind.CHALLENGE);
    }

    private void nothingStored() {
        assertEquals(before, server.equipmentList());
    }

    @Test
    public void aNewcomerWithoutTheLeasesKeyNeverDisplacesLiveEquipment() {
        ScriptedUdp.Datagram answer = tryToRegister(newcomer(LAMP));
        assertEquals(ErrorCodes.UNAUTHENTICATED, (int) answer.message().get(Attributes.ERROR_CODE));
        nothingStored();
    }

    @Test
    public void anUnknownIdIsAnsweredAsAWrongKeyIs() {
        ScriptedUdp.Datagram unknown = tryToRegister(newcomer(NOBODY));
        ScriptedUdp.Datagram wrong = tryToRegister(newcomer(LAMP));
        assertEquals(
                wrong.message().get(Attributes.ERROR_CODE), unknown.message().get(Attributes.ERROR_CODE));
        assertEquals(wrong.bytes().length, unknown.bytes().length);
        nothingStored();
    }

    @Test
    public void theChallengeIsNotLongerThanWhatAskedForIt() {
        newcomer(LAMP);
        int asked = stage.capture().first(MessageKind.REGISTER).bytes().length;
        int answered = stage.capture().first(MessageKind.CHALLENGE).bytes().length;
        assertEquals(answered + " bytes for " + asked, true, answered <= asked);
    }

    @Test
    public void aNonceOfAnotherAddressIsStale() {
        lamp.moveElsewhere();
        lamp.udp().send(lamp.registration().build(), lamp.mac(MacUse.REGISTER), lamp.server());
        Message answer = lamp.udp().expect(MessageKind.CHALLENGE).message();
        assertEquals(ErrorCodes.STALE_NONCE, (int) answer.get(Attributes.ERROR_CODE));
        nothingStored();
    }

    @Test
    public void aNonceFromBeforeARestartIsStale() {
        server.restart();
        lamp.udp().send(lamp.registration().build(), lamp.mac(MacUse.REGISTER), lamp.server());
        Message answer = lamp.udp().expect(MessageKind.CHALLENGE).message();
        assertEquals(ErrorCodes.STALE_NONCE, (int) answer.get(Attributes.ERROR_CODE));
        assertEquals(List.of(), server.equipmentList());
    }

    @Test
    public void aRegistrationOfLowerSequenceIsIgnored() {
        Message first = lamp.registration().build();
        lamp.refresh();
        before = server.equipmentList();
        lamp.udp().send(first, lamp.mac(MacUse.REGISTER), lamp.server());
        lamp.expectSilence();
        assertEquals(1, server.counter("udp.replayed"));
        assertEquals(3, stage.capture().all(MessageKind.REGISTERED).size());
    }

    @Test
    public void aRepeatedRegistrationGetsTheSameAnswerAgainByteByByte() {
        Message registration = lamp.registration().build();
        lamp.udp().send(registration, lamp.mac(MacUse.REGISTER), lamp.server());
        byte[] answer = lamp.udp().next().bytes();
        before = server.equipmentList();
        lamp.udp().send(registration, lamp.mac(MacUse.REGISTER), lamp.server());
        assertArrayEquals(answer, lamp.udp().next().bytes());
        nothingStored();
    }

    @Test
    public void aCutOrChangedRegistrationIsMetWithSilence() {
        lamp.udp().send(lamp.registration().build(), lamp.mac(MacUse.REGISTER), lamp.server());
        lamp.udp().expect(MessageKind.REGISTERED);
        before = server.equipmentList();
        List<byte[]> sent = stage.capture().all(MessageKind.REGISTER).stream()
                .map(seen -> seen.bytes())
                .toList();
        byte[] whole = sent.get(sent.size() - 1);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        lamp.udp().sendBytes(Arrays.copyOf(whole, whole.length - 1), lamp.server());
        lamp.udp().sendBytes(Arrays.copyOf(whole, 3), lamp.server());
        lamp.udp().sendBytes(changed, lamp.server());
        lamp.udp().sendBytes(Edit.without(whole, Attributes.PROTOCOL), lamp.server());
        lamp.udp().send(lamp.registration().build(), lamp.mac(MacUse.REGISTER), lamp.server());
        lamp.udp().expect(MessageKind.REGISTERED);
        lamp.udp().expectSilence();
        assertEquals(
                4,
                server.counters().entrySet().stream()
                        .filter(counter -> counter.getKey().startsWith("udp.malformed."))
                        .mapToLong(counter -> counter.getValue())
                        .sum());
    }

    @Test
    public void aRegistrationOfNoLifetimeEndsTheRow() {
        lamp.udp()
                .send(
                        lamp.registration().with(Attributes.LIFETIME, 0).build(),
                        lamp.mac(MacUse.REGISTER),
                        lamp.server());
        Message answer = lamp.udp().expect(MessageKind.REGISTERED).message();
        assertEquals(0, (int) answer.get(Attributes.LIFETIME));
        assertFalse(server.row(LAMP).isPresent());
    }
}
