package org.ringback.relay.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;
import static org.ringback.relay.core.ServerFixture.LAMP;
import static org.ringback.relay.core.ServerFixture.address;
import static org.ringback.relay.core.ServerFixture.datagrams;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Secret;
import org.ringback.kernel.Action;
import org.ringback.kernel.Registration;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

public class RegistrationTest {
    private final ServerFixture server = new ServerFixture();
    private final Appliance lamp = Appliance.leased(server, LAMP);

    @Test
    public void aRegistrationStandsAtTheObservedAddressAndSocket() {
        List<Action> actions = lamp.register();

        Message registered = lamp.decode(datagrams(actions).get(0).bytes());
        assertEquals(MessageKind.REGISTERED, registered.kind());
        assertEquals(lamp.udp, registered.get(Attributes.XOR_MAPPED_ADDRESS));
        assertEquals(180, (int) registered.get(Attributes.LIFETIME));
        assertEquals(25, (int) registered.get(Attributes.REFRESH_TIME));
        assertTrue(lamp.proves(datagrams(actions).get(0).bytes(), MacUse.REGISTERED));
        Registration row = server.registry.find(LAMP, server.now()).orElseThrow();
        assertEquals(lamp.udp, row.address());
        assertEquals(ServerFixture.SOCKET, row.socket());
        assertEquals(ServerFixture.SOCKET, datagrams(actions).get(0).from());
    }

    @Test
    public void aRowEndsWithItsLifetimeUnlessItIsRefreshed() {
        lamp.register();
        server.pass(Duration.ofSeconds(179));
        assertTrue(server.registry.find(LAMP, server.now()).isPresent());
        lamp.refresh();
        server.pass(Duration.ofSeconds(179));
        assertTrue(server.registry.find(LAMP, server.now()).isPresent());
        server.pass(Duration.ofSeconds(2));
        assertFalse(server.registry.find(LAMP, server.now()).isPresent());
        assertEquals(0, server.registry.size());
        assertEquals(1, server.count("udp.expired"));
    }

    @Test
    public void withoutANonceWhoeverIsNamedGetsOne() {
        for (String name : List.of("lamp-1", "nobody-here")) {
            Appliance anybody = new Appliance(server, new EquipmentId(name));
            byte[] question = anybody.question();
            List<Action> actions = server.datagram(question, anybody.udp);
            byte[] answer = datagrams(actions).get(0).bytes();
            Message challenge = anybody.decode(answer);
            assertEquals(MessageKind.CHALLENGE, challenge.kind());
            assertEquals(401, (int) challenge.get(Attributes.ERROR_CODE));
            assertTrue(answer.length <= question.length);
        }
    }

    @Test
    public void anAnswerLongerThanTheRequestOfAStrangerIsNotSent() {
        byte[] bare = lamp.codec.encode(Message.of(MessageKind.REGISTER, lamp.transaction())
                .with(Attributes.USERNAME, LAMP)
                .with(Attributes.PROTOCOL, MessageKind.VERSION)
                .with(Attributes.LIFETIME, 180)
                .build());
        assertTrue(datagrams(server.datagram(bare, lamp.udp)).isEmpty());
        assertEquals(1, server.count("udp.answer-suppressed"));
    }

    @Test
    public void aNonceOfAnotherAddressOrPortOrStartIsStale() {
        lamp.takeNonce();
        lamp.sequence = 1;
        byte[] registration = lamp.registration(180);
        assertStale(registration, address("198.51.100.8", 50_007));
        assertStale(registration, address("198.51.100.7", 50_008));
        server.restart();
        assertStale(registration, lamp.udp);
        assertFalse(server.registry.find(LAMP, server.now()).isPresent());
    }

    @Test
    public void aNonceIsProvedOnceForTheAddressThatItWasGivenTo() {
        lamp.register();
        int proved = server.nonceMacs;
        lamp.refresh();
        lamp.refresh();
        assertEquals("known by its expiry", proved, server.nonceMacs);

        lamp.sequence++;
        byte[] registration = lamp.registration(180);
        assertStale(registration, address("198.51.100.7", 50_008));
        assertEquals("one to check it, one for the next", proved + 2, server.nonceMacs);
        assertEquals(
                lamp.udp, server.registry.find(LAMP, server.now()).orElseThrow().address());
    }

    @Test
    public void aNonceEndsAfterTenMinutes() {
        lamp.takeNonce();
        lamp.sequence = 1;
        byte[] registration = lamp.registration(180);
        server.pass(Nonces.VALIDITY);
        assertStale(registration, lamp.udp);
    }

    private void assertStale(byte[] registration, InetSocketAddress source) {
        Message answer = lamp.decode(
                datagrams(server.datagram(registration, source)).get(0).bytes());
        assertEquals(438, (int) answer.get(Attributes.ERROR_CODE));
        assertNotEquals(lamp.nonce, answer.get(Attributes.NONCE));
    }

    @Test
    public void noNonceIsIssuedTwice() {
        String first = challengeTo(lamp.udp).get(Attributes.NONCE);
        String second = challengeTo(lamp.udp).get(Attributes.NONCE);
        assertNotEquals(first, second);
    }

    private Message challengeTo(InetSocketAddress source) {
        return lamp.decode(
                datagrams(server.datagram(lamp.question(), source)).get(0).bytes());
    }

    @Test
    public void unknownEquipmentAndAWrongMacAreAnsweredAlike() {
        lamp.takeNonce();
        lamp.sequence = 1;
        Secret wrong = Secret.random(server.random, 32);
        Message toWrongMac =
                lamp.decode(datagrams(server.datagram(lamp.registration(180, lamp.transaction(), wrong), lamp.udp))
                        .get(0)
                        .bytes());
        Appliance unknown = new Appliance(server, new EquipmentId("lamp-2"));
        unknown.takeNonce();
        unknown.sequence = 1;
        Message toUnknown = unknown.decode(datagrams(server.datagram(unknown.registration(180), unknown.udp))
                .get(0)
                .bytes());
        for (Message answer : List.of(toWrongMac, toUnknown)) {
            assertEquals(401, (int) answer.get(Attributes.ERROR_CODE));
        }
        assertEquals(2, server.count("udp.bad-mac"));
        assertEquals(0, server.registry.size());
    }

    @Test
    public void aRepeatedDatagramGetsTheSameAnswerAgainAndChangesNothing() {
        lamp.takeNonce();
        lamp.sequence = 1;
        byte[] registration = lamp.registration(180);
        byte[] first = datagrams(server.datagram(registration, lamp.udp)).get(0).bytes();
        server.pass(Duration.ofSeconds(10));
        byte[] again = datagrams(server.datagram(registration, lamp.udp)).get(0).bytes();
        assertArrayEquals(first, again);
        assertEquals(
                server.now().nanos() + Duration.ofSeconds(170).toNanos(),
                server.registry.find(LAMP, server.now()).orElseThrow().expires());
    }

    @Test
    public void anOlderRegistrationIsDroppedEvenAfterTheRowIsGone() {
        lamp.takeNonce();
        lamp.sequence = 1;
        byte[] old = lamp.registration(180);
        server.datagram(old, lamp.udp);
        lamp.sequence = 2;
        server.datagram(lamp.registration(0), lamp.udp);
        assertEquals(0, server.registry.size());
        assertTrue(datagrams(server.datagram(old, lamp.udp)).isEmpty());
        assertEquals(0, server.registry.size());
        assertEquals(1, server.count("udp.replayed"));
    }

    @Test
    public void sequencesRestartWithAFreshNonce() {
        lamp.register();
        lamp.refresh();
        lamp.refresh();
        assertFalse(datagrams(lamp.register()).isEmpty());
        assertEquals(4, server.count("udp.registered"));
    }

    @Test
    public void deregistrationTakesTheRowOut() {
        lamp.register();
        lamp.sequence++;
        Message answer = lamp.decode(datagrams(server.datagram(lamp.registration(0), lamp.udp))
                .get(0)
                .bytes());
        assertEquals(0, (int) answer.get(Attributes.LIFETIME));
        assertEquals(0, server.registry.size());
    }

    @Test
    public void aLongerLifetimeIsCutToTheServers() {
        lamp.takeNonce();
        lamp.sequence = 1;
        Message answer = lamp.decode(datagrams(server.datagram(lamp.registration(3_600), lamp.udp))
                .get(0)
                .bytes());
        assertEquals(180, (int) answer.get(Attributes.LIFETIME));
    }

    @Test
    public void aRegistrationFromElsewhereMovesTheRow() {
        lamp.register();
        lamp.udp = address("2001:db8::7", 50_009);
        lamp.register();
        assertEquals(
                lamp.udp, server.registry.find(LAMP, server.now()).orElseThrow().address());
        assertEquals(1, server.registry.size());
        assertEquals(1, server.count("udp.moved"));
    }

    @Test
    public void theOldKeyHoldsUntilTheNewOneWasUsed() {
        lamp.register();
        Secret old = lamp.leaseKey;
        lamp.lease();
        Secret fresh = lamp.leaseKey;
        lamp.leaseKey = old;
        assertFalse(datagrams(lamp.refresh()).isEmpty());
        lamp.leaseKey = fresh;
        byte[] answer = datagrams(lamp.refresh()).get(0).bytes();
        assertTrue(lamp.proves(answer, MacUse.REGISTERED));
        lamp.leaseKey = old;
        Message refused = lamp.decode(datagrams(lamp.refresh()).get(0).bytes());
        assertEquals(401, (int) refused.get(Attributes.ERROR_CODE));
    }

    @Test
    public void aLeaseWhoseAnswerWasLostDoesNotEndTheKeyInUse() {
        lamp.register();
        Secret used = lamp.leaseKey;
        lamp.lease();
        lamp.lease();
        lamp.leaseKey = used;
        assertEquals(
                MessageKind.REGISTERED,
                lamp.decode(datagrams(lamp.refresh()).get(0).bytes()).kind());
    }

    @Test
    public void aLeaseSurvivesARestartAndEndsAfterItsTime() {
        server.restart();
        assertEquals(
                MessageKind.REGISTERED,
                lamp.decode(datagrams(lamp.register()).get(0).bytes()).kind());
        server.pass(Duration.ofHours(24));
        assertEquals(401, (int)
                lamp.decode(datagrams(lamp.register()).get(0).bytes()).get(Attributes.ERROR_CODE));
        assertTrue(server.disk.get(RelayTables.LEASES).isEmpty());
    }

    @Test
    public void aProbeIsAnsweredOnLoopbackOnlyAndWithAFingerprintOnlyIfAsked() throws MalformedMessageException {
        TransactionId transaction = lamp.transaction();
        MessageCodec codec = new MessageCodec();
        byte[] probe = codec.encodeWithoutFingerprint(
                Message.of(MessageKind.PROBE, transaction).build());
        assertTrue(datagrams(server.datagram(probe, lamp.udp)).isEmpty());
        byte[] answer = datagrams(server.datagram(probe, lamp.udp, ServerFixture.LOOPBACK_SOCKET))
                .get(0)
                .bytes();
        Message decoded = codec.decode(ByteBuffer.wrap(answer), Door.AGENT_UDP);
        assertEquals(lamp.udp, decoded.get(Attributes.XOR_MAPPED_ADDRESS));
        assertEquals(32, answer.length);
        byte[] asked = codec.encode(Message.of(MessageKind.PROBE, transaction).build());
        assertEquals(
                40,
                datagrams(server.datagram(asked, lamp.udp, ServerFixture.LOOPBACK_SOCKET))
                        .get(0)
                        .bytes()
                        .length);
    }

    @Test
    public void whatIsNotUnderstoodGetsNoAnswerByUdpHoweverWellItIsProved() throws GeneralSecurityException {
        lamp.register();
        lamp.sequence++;
        byte[] datagram = withUnknownAttribute(
                lamp.registration(180), ServerFixture.CRYPTO.macKey(lamp.leaseKey, MacUse.REGISTER, LAMP));
        assertTrue(lamp.proves(datagram, MacUse.REGISTER));
        assertEquals(List.of(), datagrams(server.datagram(datagram, lamp.udp)));
        assertEquals(1, server.count("udp.malformed.unknown-attribute"));
        assertEquals(1, datagrams(lamp.refresh()).size());
    }

    /** A required attribute that nobody knows, in front of a MAC and a FINGERPRINT that are right. */
    private static byte[] withUnknownAttribute(byte[] registration, Secret mac) throws GeneralSecurityException {
        int fingerprint = 8;
        int integrity = 36;
        int unknown = 4;
        int header = 20;
        int before = registration.length - fingerprint - integrity;
        ByteBuffer out = ByteBuffer.allocate(registration.length + unknown);
        out.put(registration, 0, before).putShort((short) 0x4000).putShort((short) 0);
        out.putShort(2, (short) (before + unknown + integrity - header));
        Mac hmac = Mac.getInstance("HmacSHA256");
        hmac.init(new SecretKeySpec(mac.copyBytes(), "HmacSHA256"));
        hmac.update(out.array(), 0, before + unknown);
        out.putShort((short) Attributes.MESSAGE_INTEGRITY_SHA256.type())
                .putShort((short) hmac.getMacLength())
                .put(hmac.doFinal());
        out.putShort(2, (short) (out.capacity() - header));
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        return out.putShort((short) Attributes.FINGERPRINT.type())
                .putShort((short) Integer.BYTES)
                .putInt((int) crc.getValue() ^ 0x5354554E)
                .array();
    }

    @Test
    public void aDatagramChangedAtAnyByteOrCutIsNeverARegistration() {
        lamp.takeNonce();
        lamp.sequence = 1;
        byte[] good = lamp.registration(180);
        for (int i = 0; i < good.length; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 0x41;
            assertHarmless(changed);
            assertHarmless(Arrays.copyOf(good, i));
        }
        assertEquals(
                MessageKind.REGISTERED,
                lamp.decode(datagrams(server.datagram(good, lamp.udp)).get(0).bytes())
                        .kind());
    }

    private void assertHarmless(byte[] bytes) {
        for (Action.SendDatagram answer : datagrams(server.datagram(bytes, lamp.udp))) {
            assertTrue(answer.bytes().length <= bytes.length);
            assertEquals(MessageKind.CHALLENGE, lamp.decode(answer.bytes()).kind());
        }
        assertEquals(0, server.registry.size());
    }
}
