package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.Test;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.PinnedChains;
import org.ringback.spi.ExpectedServer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.spi.ServerPins;
import org.ringback.wire.Door;

/** After a chain that is not valid the dialler makes no key and sends not one byte more, in either role. */
public class BadChainTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Setting setting = new Setting();

    @Test
    public void aLeafAsItShouldBeIsTaken() throws Exception {
        Leaves leaves = new Leaves();
        for (Role role : Role.values()) {
            TestEnd dialler = dialler(role, leaves.pins());
            TestEnd.connect(dialler, server(leaves.chain(), leaves.privateKey));
            assertEquals(State.ESTABLISHED, dialler.session.state());
        }
    }

    @Test
    public void anExpiredLeaf() throws Exception {
        Leaves leaves = new Leaves();
        refused(
                Reason.BAD_CHAIN,
                leaves.pins(),
                leaves.dates(Setting.NOW.minus(DAY), Setting.NOW.minus(SECOND)).chain());
    }

    @Test
    public void aLeafThatIsNotYetValid() throws Exception {
        Leaves leaves = new Leaves();
        refused(
                Reason.BAD_CHAIN,
                leaves.pins(),
                leaves.dates(Setting.NOW.plus(SECOND), Setting.NOW.plus(DAY)).chain());
    }

    @Test
    public void aLeafForAnotherName() throws Exception {
        Leaves leaves = new Leaves();
        refused(
                Reason.BAD_CHAIN,
                leaves.pins(),
                leaves.host("other.example.org").chain());
    }

    @Test
    public void aChainOfAnUnknownCa() throws Exception {
        refused(Reason.WRONG_KEY, setting.authority.pins(), new Leaves().chain());
    }

    @Test
    public void aLeafThatThePinnedCaDidNotSign() throws Exception {
        Leaves pinned = new Leaves();
        refused(Reason.BAD_CHAIN, pinned.pins(), List.of(new Leaves().leaf(), pinned.authorityCertificate()));
    }

    @Test
    public void noCertificateAtAll() throws Exception {
        refused(Reason.BROKEN, setting.authority.pins(), List.of());
    }

    @Test
    public void aLeafOrACaAlone() throws Exception {
        Leaves leaves = new Leaves();
        refused(Reason.BROKEN, leaves.pins(), List.of(leaves.leaf()));
        refused(Reason.BROKEN, leaves.pins(), List.of(leaves.authorityCertificate()));
    }

    @Test
    public void moreCertificatesThanFour() throws Exception {
        Leaves leaves = new Leaves();
        List<byte[]> chain = new ArrayList<>(Collections.nCopies(4, leaves.leaf()));
        chain.add(leaves.authorityCertificate());
        refused(Reason.BROKEN, leaves.pins(), chain);
    }

    @Test
    public void moreBytesThanTheMessageMayHave() throws Exception {
        for (Role role : Role.values()) {
            TestEnd dialler = dialler(role, setting.authority.pins());
            dialler.start();
            byte[] message = Clear.certificate(Clear.transaction(), new byte[8_000]);
            ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(message, 9_000)).putShort(2, (short) (9_000 - 20));
            dialler.take(Arrays.copyOf(longer.array(), 20));
            silentAfter(Reason.BROKEN, dialler, 1);
        }
    }

    @Test
    public void whatIsNoCertificate() throws Exception {
        refused(Reason.BROKEN, setting.authority.pins(), List.of(new byte[] {1, 2, 3, 4}));
        refused(Reason.BROKEN, setting.authority.pins(), List.of(new byte[] {0x30, 2, 1, 1}, new byte[] {0x30, 0}));
    }

    @Test
    public void theLeafForTls() throws Exception {
        Leaves leaves = new Leaves();
        KeyPairGenerator p256 = KeyPairGenerator.getInstance("EC");
        p256.initialize(256);
        refused(
                Reason.BAD_CHAIN,
                leaves.pins(),
                leaves.usage(KeyUsage.digitalSignature)
                        .purpose(KeyPurposeId.id_kp_serverAuth)
                        .keyInfo(p256.generateKeyPair().getPublic().getEncoded())
                        .chain());
    }

    @Test
    public void aLeafForAnotherUse() throws Exception {
        for (int usage : new int[] {KeyUsage.digitalSignature, KeyUsage.keyEncipherment}) {
            Leaves leaves = new Leaves();
            refused(Reason.BAD_CHAIN, leaves.pins(), leaves.usage(usage).chain());
        }
    }

    @Test
    public void aLeafForAnotherPurposeOrNone() throws Exception {
        for (KeyPurposeId purpose : Arrays.asList(
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.anyExtendedKeyUsage, null)) {
            Leaves leaves = new Leaves();
            refused(Reason.BAD_CHAIN, leaves.pins(), leaves.purpose(purpose).chain());
        }
    }

    @Test
    public void aLeafThatIsACa() throws Exception {
        Leaves leaves = new Leaves();
        refused(Reason.BAD_CHAIN, leaves.pins(), leaves.authority().chain());
    }

    @Test
    public void aLeafWithAKeyThatIsNotX25519() throws Exception {
        for (String algorithm : new String[] {"EC", "Ed25519", "X448"}) {
            Leaves leaves = new Leaves();
            byte[] info = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPublic()
                    .getEncoded();
            refused(Reason.BAD_CHAIN, leaves.pins(), leaves.keyInfo(info).chain());
        }
    }

    @Test
    public void aLeafWithAKeyOfLowOrder() throws Exception {
        Leaves leaves = new Leaves();
        refused(
                Reason.BROKEN,
                leaves.pins(),
                leaves.keyInfo(KeyInfo.ofX25519(new byte[32])).chain());
    }

    @Test
    public void aServerThatDoesNotHoldTheLeafsKeyGetsNoProof() throws Exception {
        for (Role role : Role.values()) {
            TestEnd dialler = dialler(role, setting.authority.pins());
            byte[] other = Curve.newPrivate(new SecureRandom());
            TestEnd server = server(setting.credentials.agreementChain(), other);
            TestEnd.connect(dialler, server);
            assertEquals(Reason.BROKEN, server.reason());
            assertEquals(1, server.sent().size());
            assertEquals(2, dialler.sent().size());
            // It may answer all the same: with random bytes, or with what it once sent to somebody else.
            byte[] random = new byte[48];
            new SecureRandom().nextBytes(random);
            dialler.take(Clear.answer(role, Clear.transactionOf(dialler.sent().get(1), Door.SERVER_AGREEMENT), random));
            silentAfter(Reason.WRONG_KEY, dialler, 2);
        }
    }

    @Test
    public void anAnswerToSomebodyElseProvesNothing() throws Exception {
        for (Role role : Role.values()) {
            TestEnd server = setting.server();
            TestEnd.connect(setting.dialler(role), server);
            TestEnd dialler = setting.dialler(role);
            dialler.start();
            TestEnd again = setting.server();
            again.start();
            again.take(dialler.sent().get(0));
            dialler.take(again.sent().get(0));
            byte[] old = Clear.value(
                    server.sent().get(1),
                    Door.DEVICE_AGREEMENT,
                    KeyPieces.of(role).answer());
            dialler.take(Clear.answer(role, Clear.transactionOf(dialler.sent().get(1), Door.SERVER_AGREEMENT), old));
            silentAfter(Reason.WRONG_KEY, dialler, 2);
        }
    }

    private void refused(Reason reason, ServerPins pins, List<byte[]> chain) throws ProtectionException {
        for (Role role : Role.values()) {
            TestEnd dialler = dialler(role, pins);
            TestEnd server = server(chain, new byte[32]);
            TestEnd.connect(dialler, server);
            silentAfter(reason, dialler, 1);
            assertEquals(State.HANDSHAKING, server.session.state());
            assertEquals(1, server.sent().size());
        }
    }

    /** Closed for a reason after so many messages; and whatever comes then, nothing goes out. */
    private static void silentAfter(Reason reason, TestEnd dialler, int messages) throws ProtectionException {
        assertEquals(reason, dialler.reason());
        assertEquals(State.CLOSED, dialler.session.state());
        assertEquals(messages, dialler.sent().size());
        dialler.session.receive(ByteBuffer.wrap(new byte[100]), dialler);
        dialler.session.finish(dialler);
        assertThrows(ProtectionException.class, () -> dialler.session.start(dialler));
        assertThrows(ProtectionException.class, () -> dialler.send(new byte[1]));
        assertEquals(messages, dialler.sent().size());
        assertEquals(0, dialler.plaintext().length);
        assertFalse(
                dialler.session.steps().stream().anyMatch(step -> step.name().contains("common key")));
        assertThrows(IllegalStateException.class, () -> dialler.session.peerKey());
    }

    private TestEnd dialler(Role role, ServerPins pins) {
        return new TestEnd(setting.protection.dial(
                setting.device, role, new ExpectedServer(new PinnedChains(), pins, Setting.HOST, Setting.NOW)));
    }

    private static TestEnd server(List<byte[]> chain, byte[] key) {
        return new TestEnd(new CertificateFirstSession(
                new Answerer(chain, Secret.copyOf(key), new SecureRandom(), new Steps(() -> 0))));
    }
}
