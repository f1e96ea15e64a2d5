package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.spi.BoxContent;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;
import org.ringback.wire.Tlv;

/**
 * Registrations and rings. The expected values of keys and proofs come from a second implementation of
 * docs/protocol.md, written in Python on hmac, hashlib and cryptography.
 */
public class BouncyRingCryptoTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId OTHER = new EquipmentId("lamp-2");
    private static final RingNonce NONCE = new RingNonce("11".repeat(16));
    private static final KeyFingerprint ISSUER = new KeyFingerprint("22".repeat(32));
    private static final KeyFingerprint ACCEPTOR = new KeyFingerprint("33".repeat(32));
    private static final byte[] TRANSACTION = filled(0x44, 12);
    private static final byte[] REPLY_TO = filled(0x55, 12);
    private static final byte[] AAD = "header".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PLAINTEXT = "second request".getBytes(StandardCharsets.US_ASCII);

    private final RingCrypto crypto = new BouncyRingCrypto();
    private final SealingKey sealingKey = new StoredIdentities().createSealingKey();
    private final Secret key = Secret.copyOf(counting(32));

    @Test
    public void aMacKeyIsWhatTheProtocolSays() {
        assertSecret(
                "e84a55ae277874f6528f376a47c97bc23bb3ecf0c83ec75473bfe10687481fe8",
                crypto.macKey(key, RingCrypto.MacUse.REGISTER, LAMP));
    }

    @Test
    public void everyUseAndEveryEquipmentHasAMacKeyOfItsOwn() {
        Set<String> keys = new HashSet<>();
        for (RingCrypto.MacUse use : RingCrypto.MacUse.values()) {
            assertTrue(keys.add(hex(crypto.macKey(key, use, LAMP).copyBytes())));
            assertTrue(keys.add(hex(crypto.macKey(key, use, OTHER).copyBytes())));
        }
    }

    @Test
    public void aDatagramRingIsSealedAsTheProtocolSays() {
        byte[] sealed = seal();
        assertEquals("5ad41368722011197890a3ba7634c21cff90136ef02335194a82590f62bd", hex(sealed));
        assertArrayEquals(PLAINTEXT, open(sealed).orElseThrow());
    }

    @Test
    public void aDatagramRingThatWasChangedOrCutDoesNotOpen() {
        Mutations.all(seal()).forEach(changed -> assertFalse(open(changed).isPresent()));
        Mutations.all(AAD)
                .forEach(aad -> assertFalse(crypto.openDatagram(key, TRANSACTION, REPLY_TO, LAMP, aad, seal())
                        .isPresent()));
    }

    @Test
    public void aDatagramRingOpensOnlyForItsRegistrationAndEquipment() {
        byte[] sealed = seal();
        Secret otherKey = Secret.copyOf(counting(31));
        byte[] otherTransaction = filled(0x46, 12);
        assertFalse(crypto.openDatagram(otherKey, TRANSACTION, REPLY_TO, LAMP, AAD, sealed)
                .isPresent());
        assertFalse(crypto.openDatagram(key, otherTransaction, REPLY_TO, LAMP, AAD, sealed)
                .isPresent());
        assertFalse(crypto.openDatagram(key, TRANSACTION, otherTransaction, LAMP, AAD, sealed)
                .isPresent());
        assertFalse(crypto.openDatagram(key, REPLY_TO, TRANSACTION, LAMP, AAD, sealed)
                .isPresent());
        assertFalse(crypto.openDatagram(key, TRANSACTION, REPLY_TO, OTHER, AAD, sealed)
                .isPresent());
        assertThrows(
                IllegalArgumentException.class,
                () -> crypto.sealDatagram(key, filled(1, 11), REPLY_TO, LAMP, AAD, PLAINTEXT));
    }

    @Test
    public void aBoxSaysWhatWasPutIntoIt() {
        for (BoxContent content : new BoxContent[] {content(Optional.empty()), content(Optional.of(filled(6, 32)))}) {
            byte[] box =
                    crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, content).bytes();
            BoxContent opened =
                    crypto.openBox(sealingKey, LAMP, NONCE, box).orElseThrow().content();
            assertEquals(content.system(), opened.system());
            assertEquals(content.service(), opened.service());
            assertEquals(content.grant(), opened.grant());
            assertEquals(content.issuer(), opened.issuer());
            assertArrayEquals(content.grantProof(), opened.grantProof());
            assertArrayEquals(
                    content.passwordProof().orElse(new byte[0]),
                    opened.passwordProof().orElse(new byte[0]));
        }
    }

    @Test
    public void theBoxOfASecondTryNamesTheFirst() {
        BoxContent first = content(Optional.of(filled(6, 32)));
        RingNonce firstTry = RingNonce.of(filled(9, RingNonce.LENGTH));
        BoxContent second = new BoxContent(
                first.system(),
                first.service(),
                first.grant(),
                first.issuer(),
                first.grantProof(),
                first.passwordProof(),
                Optional.empty(),
                Optional.of(firstTry));
        byte[] box = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, second).bytes();
        BoxContent opened =
                crypto.openBox(sealingKey, LAMP, NONCE, box).orElseThrow().content();
        assertEquals(Optional.of(firstTry), opened.firstTry());
        assertEquals(
                Optional.empty(),
                BoxCodec.read(BoxCodec.write(first)).orElseThrow().firstTry());
        byte[] cut = new Tlv.Writer().put(8, filled(9, RingNonce.LENGTH - 1)).toBytes();
        assertFalse(BoxCodec.read(joined(BoxCodec.write(first), cut)).isPresent());
    }

    @Test
    public void aBoxMayHoldTheProofOfThePasswordAsItWasTyped() {
        BoxContent one = content(Optional.of(filled(6, 32)));
        BoxContent both = new BoxContent(
                one.system(),
                one.service(),
                one.grant(),
                one.issuer(),
                one.grantProof(),
                one.passwordProof(),
                Optional.of(filled(7, 32)),
                Optional.empty());
        byte[] box = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, both).bytes();
        BoxContent opened =
                crypto.openBox(sealingKey, LAMP, NONCE, box).orElseThrow().content();
        assertArrayEquals(filled(6, 32), opened.passwordProof().orElseThrow());
        assertArrayEquals(filled(7, 32), opened.rawPasswordProof().orElseThrow());
        assertArrayEquals(
                joined(
                        BoxCodec.write(one),
                        new Tlv.Writer().put(9, filled(7, 32)).toBytes()),
                BoxCodec.write(both));
        assertEquals(
                Optional.empty(),
                BoxCodec.read(BoxCodec.write(one)).orElseThrow().rawPasswordProof());
        byte[] cut = new Tlv.Writer().put(9, filled(7, 31)).toBytes();
        assertFalse(BoxCodec.read(joined(BoxCodec.write(one), cut)).isPresent());
    }

    @Test
    public void everyBoxIsSealedWithAFreshKey() {
        byte[] one = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, content(Optional.empty()))
                .bytes();
        byte[] two = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, content(Optional.empty()))
                .bytes();
        assertFalse(Arrays.equals(one, two));
    }

    @Test
    public void aBoxThatWasChangedOrCutDoesNotOpen() {
        byte[] box = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, content(Optional.of(filled(6, 32))))
                .bytes();
        Mutations.all(box)
                .forEach(changed -> assertFalse(
                        crypto.openBox(sealingKey, LAMP, NONCE, changed).isPresent()));
    }

    @Test
    public void aBoxOpensOnlyForItsKeyEquipmentAndRing() {
        byte[] box = crypto.sealBox(sealingKey.publicKey(), LAMP, NONCE, content(Optional.empty()))
                .bytes();
        SealingKey otherKey = new StoredIdentities().createSealingKey();
        RingNonce otherNonce = new RingNonce("12".repeat(16));
        assertFalse(crypto.openBox(otherKey, LAMP, NONCE, box).isPresent());
        assertFalse(crypto.openBox(sealingKey, OTHER, NONCE, box).isPresent());
        assertFalse(crypto.openBox(sealingKey, LAMP, otherNonce, box).isPresent());
    }

    @Test
    public void aBoxWithAnEncapsulatedKeyOfSmallOrderDoesNotOpen() {
        // RFC 7748 §6.1: the all-zero u-coordinate gives an all-zero shared secret.
        assertFalse(crypto.openBox(sealingKey, LAMP, NONCE, new byte[200]).isPresent());
    }

    @Test
    public void nothingIsSealedToAKeyOfSmallOrder() {
        SealingPublicKey zero = SealingPublicKey.of(new byte[SealingPublicKey.LENGTH]);
        BoxContent content = content(Optional.empty());
        assertThrows(IllegalArgumentException.class, () -> crypto.sealBox(zero, LAMP, NONCE, content));
    }

    @Test
    public void aBoxFromALaterVersionOpensWithoutItsNewFields() {
        byte[] inside = BoxCodec.write(content(Optional.empty()));
        byte[] later = new Tlv.Writer().put(0x7777, "new").toBytes();
        assertTrue(BoxCodec.read(joined(inside, later)).isPresent());
    }

    @Test
    public void aBoxWithAFieldTwiceOrCutOrMissingDoesNotOpen() {
        byte[] inside = BoxCodec.write(content(Optional.empty()));
        byte[] again = new Tlv.Writer().put(2, "http").toBytes();
        assertFalse(BoxCodec.read(joined(inside, again)).isPresent());
        Mutations.cutOrLonger(inside)
                .forEach(cut ->
                        assertFalse("length " + cut.length, BoxCodec.read(cut).isPresent()));
    }

    @Test
    public void aServiceNameOfAnotherFormIsNeitherSealedNorRead() {
        for (String name : new String[] {"", "HTTP", "ht tp", "a".repeat(33), "hütte", "http\n"}) {
            BoxContent content = new BoxContent(
                    RingSystem.CALL_BACK, name, new GrantId("44".repeat(16)), ISSUER, filled(5, 32), Optional.empty());
            assertThrows(IllegalArgumentException.class, () -> BoxCodec.write(content));
            byte[] inside = new Tlv.Writer()
                    .put(1, new byte[] {2})
                    .put(2, name)
                    .put(3, filled(4, 16))
                    .put(4, filled(2, 32))
                    .put(5, filled(5, 32))
                    .toBytes();
            assertFalse(BoxCodec.read(inside).isPresent());
        }
    }

    @Test
    public void aRingProofIsWhatTheProtocolSays() {
        assertEquals(
                "5c2bcb6e5a659415fc046ccd364e21fd2e45f3f94164b1c766e965564c01d8da",
                hex(proof(key, RingCrypto.ProofUse.PASSWORD, RingSystem.PASSWORD, NONCE, LAMP, "http", ISSUER)));
    }

    @Test
    public void aRingProofChangesWithEverythingThatItCovers() {
        RingCrypto.ProofUse grant = RingCrypto.ProofUse.GRANT;
        RingSystem system = RingSystem.CALL_BACK;
        Set<String> proofs = new HashSet<>();
        assertTrue(proofs.add(hex(proof(key, grant, system, NONCE, LAMP, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(Secret.copyOf(counting(31)), grant, system, NONCE, LAMP, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, RingCrypto.ProofUse.PASSWORD, system, NONCE, LAMP, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, grant, RingSystem.DATAGRAM, NONCE, LAMP, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, grant, system, new RingNonce("12".repeat(16)), LAMP, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, grant, system, NONCE, OTHER, "http", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, grant, system, NONCE, LAMP, "https", ISSUER))));
        assertTrue(proofs.add(hex(proof(key, grant, system, NONCE, LAMP, "http", ACCEPTOR))));
        assertTrue(proofs.add(hex(crypto.ringProof(key, grant, system, NONCE, LAMP, "http", ISSUER, ISSUER))));
        // One character moves from the equipment to the service.
        assertNotEquals(
                hex(proof(key, grant, system, NONCE, new EquipmentId("lamp-1h"), "ttp", ISSUER)),
                hex(proof(key, grant, system, NONCE, LAMP, "http", ISSUER)));
    }

    @Test
    public void theCodeKeyAndItsProofAreWhatTheProtocolSays() {
        Secret codeKey = crypto.codeKey(Secret.copyOf(counting(16)));
        assertSecret("df8724ac333d138b622721eb2da35706664cde4b4f7402230df9c0f5b743040b", codeKey);
        assertEquals(
                "87654c41134bfc3e4c5d4e462bba341429cb6825ec8eac69d28d7455b14d911c",
                hex(crypto.enrolmentProof(codeKey, filled(7, 32))));
    }

    @Test
    public void passwordInformationDependsOnPasswordEquipmentAndIdentity() {
        Secret password = Secret.copyOf("correct horse".getBytes(StandardCharsets.UTF_8));
        Secret information = crypto.passwordInformation(password, LAMP, ACCEPTOR);
        // The reference implementation (argon2-cffi 25.1), m = 19456, t = 2, p = 1, of salt
        // 3cec0e6ef48d6273ca4ab35de255320f.
        assertSecret("c84135b92fb09cb2448823b433ffb05f9ec572d6bc865f0d903b8511969a8cd0", information);
        assertNotEquals(information, crypto.passwordInformation(password, OTHER, ACCEPTOR));
        assertNotEquals(information, crypto.passwordInformation(password, LAMP, ISSUER));
        assertNotEquals(information, crypto.passwordInformation(Secret.copyOf(counting(9)), LAMP, ACCEPTOR));
    }

    @Test
    public void anInterruptedCallerStillGetsItsPasswordInformationAndStaysInterrupted() throws InterruptedException {
        Secret password = Secret.copyOf(counting(8));
        Secret expected = crypto.passwordInformation(password, LAMP, ACCEPTOR);
        CountDownLatch right = new CountDownLatch(6);
        Thread[] callers = new Thread[6];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Thread(() -> {
                Thread.currentThread().interrupt();
                boolean same = expected.equals(crypto.passwordInformation(password, LAMP, ACCEPTOR));
                if (same && Thread.interrupted()) {
                    right.countDown();
                }
            });
            callers[i].start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(0, right.getCount());
    }

    private byte[] seal() {
        return crypto.sealDatagram(key, TRANSACTION, REPLY_TO, LAMP, AAD, PLAINTEXT);
    }

    private Optional<byte[]> open(byte[] sealed) {
        return crypto.openDatagram(key, TRANSACTION, REPLY_TO, LAMP, AAD, sealed);
    }

    private byte[] proof(
            Secret proofKey,
            RingCrypto.ProofUse use,
            RingSystem system,
            RingNonce nonce,
            EquipmentId equipment,
            String service,
            KeyFingerprint issuer) {
        return crypto.ringProof(proofKey, use, system, nonce, equipment, service, issuer, ACCEPTOR);
    }

    private static BoxContent content(Optional<byte[]> passwordProof) {
        return new BoxContent(
                RingSystem.PASSWORD, "http", new GrantId("44".repeat(16)), ISSUER, filled(5, 32), passwordProof);
    }

    private static void assertSecret(String expected, Secret actual) {
        assertEquals(expected, hex(actual.copyBytes()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
