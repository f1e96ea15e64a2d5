package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession.State;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.Message;

/** Each of our ends against one on noise-java and the JDK's cryptography. */
public class ForeignPeersTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final Setting setting = new Setting();

    @Test
    public void aForeignDiallerOfEitherRoleGetsThrough() throws Exception {
        for (Role role : Role.values()) {
            KeyPair device = ed25519();
            TestEnd server = setting.server();
            ForeignDialler foreign = agreed(role, server);
            server.take(foreign.record(proof(foreign, device)));
            assertEquals(State.ESTABLISHED, server.session.state());
            byte[] info = device.getPublic().getEncoded();
            assertEquals(KeyFingerprint.of(sha256(info)), server.session.peerKey());
            assertArrayEquals(binding(foreign.serverInfo(), info, foreign.hash()), server.session.binding());
            server.take(foreign.record(HELLO));
            assertArrayEquals(HELLO, server.plaintext());
            server.send(HELLO);
            assertArrayEquals(HELLO, foreign.open(server.sent().get(2)));
            server.session.finish(server);
            assertEquals(0, foreign.open(server.sent().get(3)).length);
        }
    }

    @Test
    public void aForeignServerIsReachedInEitherRole() throws Exception {
        for (Role role : Role.values()) {
            TestEnd dialler = setting.dialler(role);
            ForeignServer foreign =
                    new ForeignServer(role, setting.credentials.agreementKey().copyBytes());
            dialler.start();
            dialler.take(foreign.certificate(dialler.sent().get(0), setting.credentials.agreementChain()));
            dialler.take(foreign.answer(dialler.sent().get(1)));
            assertEquals(State.ESTABLISHED, dialler.session.state());
            checkProof(foreign.open(dialler.sent().get(2)), foreign.hash());
            dialler.take(foreign.record(HELLO));
            assertArrayEquals(HELLO, dialler.plaintext());
            dialler.send(HELLO);
            assertArrayEquals(HELLO, foreign.open(dialler.sent().get(3)));
            dialler.take(foreign.record(new byte[0]));
            assertEquals(State.CLOSED, dialler.session.state());
            assertTrue(dialler.refusal().isEmpty());
        }
    }

    @Test
    public void theLongestRecordOfAForeignPeerIsTaken() throws Exception {
        TestEnd server = setting.server().inPiecesOf(1_000);
        ForeignDialler foreign = agreed(Role.ISSUER, server);
        server.take(foreign.record(proof(foreign, ed25519())));
        byte[] longest = new byte[65_535 - 16];
        longest[longest.length - 1] = 9;
        server.take(foreign.record(longest));
        assertArrayEquals(longest, server.plaintext());
    }

    @Test
    public void aProofOfAnotherHandshakeIsRefused() throws Exception {
        KeyPair device = ed25519();
        ForeignDialler other = agreed(Role.ISSUER, setting.server());
        byte[] proof = proof(other, device);
        TestEnd server = setting.server();
        ForeignDialler foreign = agreed(Role.ISSUER, server);
        server.take(foreign.record(proof));
        refused(Reason.WRONG_KEY, server);
    }

    @Test
    public void aProofOverAnythingElseIsRefused() throws Exception {
        KeyPair device = ed25519();
        for (int changed = 0; changed < 4; changed++) {
            TestEnd server = setting.server();
            ForeignDialler foreign = agreed(Role.ISSUER, server);
            byte[][] fields = {
                ForeignDialler.ascii("ringback 1 device proof"),
                ForeignDialler.ascii("certificate-first"),
                foreign.hash(),
                foreign.serverInfo()
            };
            fields[changed][fields[changed].length - 1] ^= 1;
            byte[] signature = ForeignDialler.sign(device.getPrivate(), ForeignDialler.join(fields));
            server.take(foreign.record(Clear.proof(device.getPublic().getEncoded(), signature)));
            refused(Reason.WRONG_KEY, server);
        }
    }

    @Test
    public void aProofByAnotherKeyIsRefused() throws Exception {
        TestEnd server = setting.server();
        ForeignDialler foreign = agreed(Role.ACCEPTOR, server);
        byte[] signature = ForeignDialler.sign(ed25519().getPrivate(), foreign.signed());
        server.take(foreign.record(Clear.proof(ed25519().getPublic().getEncoded(), signature)));
        refused(Reason.WRONG_KEY, server);
    }

    @Test
    public void everyChangedBitOfASignatureOrAKeyIsRefused() throws Exception {
        KeyPair device = ed25519();
        byte[] info = device.getPublic().getEncoded();
        for (int bit = 0; bit < (64 + 44) * 8; bit += 7) {
            TestEnd server = setting.server();
            ForeignDialler foreign = agreed(Role.ISSUER, server);
            byte[] signature = ForeignDialler.sign(device.getPrivate(), foreign.signed());
            byte[] key = info.clone();
            byte[] changed = bit < 64 * 8 ? signature : key;
            int at = bit < 64 * 8 ? bit : bit - 64 * 8;
            changed[at / 8] ^= (byte) (1 << (at % 8));
            server.take(foreign.record(Clear.proof(key, signature)));
            refused(Reason.WRONG_KEY, server);
        }
    }

    @Test
    public void aKeyThatIsNoPointOrOfLowOrderIsRefused() throws Exception {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        byte[] orderFour = new byte[32];
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) 0xff);
        for (byte[] point : new byte[][] {neutral, orderFour, noPoint}) {
            byte[] info = ed25519().getPublic().getEncoded();
            System.arraycopy(point, 0, info, 12, point.length);
            // Under the neutral element R = neutral, S = 0 would be anybody's signature over anything.
            byte[] signature = Arrays.copyOf(neutral, 64);
            TestEnd server = setting.server();
            ForeignDialler foreign = agreed(Role.ISSUER, server);
            server.take(foreign.record(Clear.proof(info, signature)));
            refused(Reason.WRONG_KEY, server);
        }
    }

    /** Up to the common key; only the proof is missing. */
    static ForeignDialler agreed(Role role, TestEnd server) throws GeneralSecurityException {
        ForeignDialler foreign = new ForeignDialler(role);
        server.start();
        server.take(foreign.request);
        server.take(foreign.information(server.sent().get(0)));
        foreign.answer(server.sent().get(1));
        assertEquals(State.HANDSHAKING, server.session.state());
        return foreign;
    }

    static byte[] proof(ForeignDialler foreign, KeyPair device) throws GeneralSecurityException {
        return Clear.proof(device.getPublic().getEncoded(), ForeignDialler.sign(device.getPrivate(), foreign.signed()));
    }

    static KeyPair ed25519() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
    }

    private void checkProof(byte[] plaintext, byte[] hash) throws GeneralSecurityException {
        Message proof = Clear.read(plaintext, Door.SERVER_FIRST_RECORD);
        byte[] info = proof.get(Attributes.DEVICE_KEY);
        assertArrayEquals(setting.device.publicKey(), info);
        Signature signature = Signature.getInstance("Ed25519", "SunEC");
        signature.initVerify(KeyFactory.getInstance("Ed25519", "SunEC").generatePublic(new X509EncodedKeySpec(info)));
        signature.update(ForeignDialler.join(
                ForeignDialler.ascii("ringback 1 device proof"),
                ForeignDialler.ascii("certificate-first"),
                hash,
                KeyInfo.ofX25519(
                        Curve.publicOf(setting.credentials.agreementKey().copyBytes()))));
        assertTrue(signature.verify(proof.get(Attributes.SIGNATURE)));
    }

    private static byte[] binding(byte[] server, byte[] device, byte[] hash) throws GeneralSecurityException {
        return sha256(ForeignDialler.join(
                ForeignDialler.ascii("ringback 1 binding"),
                ForeignDialler.ascii("certificate-first"),
                server,
                device,
                hash));
    }

    private static byte[] sha256(byte[] data) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256", "SUN").digest(data);
    }

    /** Closed for a reason, with nothing to the stranger and nothing from him. */
    static void refused(Reason reason, TestEnd end) throws ProtectionException {
        int sent = end.sent().size();
        assertEquals(reason, end.reason());
        assertEquals(State.CLOSED, end.session.state());
        end.session.receive(ByteBuffer.wrap(HELLO), end);
        assertEquals(0, end.plaintext().length);
        assertEquals(sent, end.sent().size());
    }
}
