package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.spi.BoxContent;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;

/** What a gateway says of a ring, for the issuer alone. */
public class SealedReasonTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final RingNonce NONCE = new RingNonce("11".repeat(16));
    private static final ToldReason TOO_SOON = new ToldReason(RingReason.TOO_SOON, Duration.ofSeconds(16));

    /** F(RING-NONCE, TARGET-ID). */
    private static final byte[] AAD = JdkReason.cat(
            new byte[] {0, 16}, filled(0x11, 16), new byte[] {0, 6}, "lamp-1".getBytes(StandardCharsets.US_ASCII));

    private final RingCrypto crypto = new BouncyRingCrypto();
    private final SealingKey sealing = new StoredIdentities().createSealingKey();
    private final SealedBox box = crypto.sealBox(
            sealing.publicKey(),
            LAMP,
            NONCE,
            new BoxContent(
                    RingSystem.CALL_BACK,
                    "http",
                    new GrantId("44".repeat(16)),
                    new KeyFingerprint("22".repeat(32)),
                    filled(5, 32),
                    Optional.empty()));

    @Test
    public void itIsWhatTheProtocolSays() {
        // From a second implementation in Python on hmac, hashlib and cryptography.
        ReasonKey key = new ReasonKey(Secret.copyOf(counting()), filled(0x66, 32));
        assertEquals(
                "77".repeat(32) + "32b0a59a4476d14fa33aa0a9dd532c5ed77f5ecf03d231d9",
                HexFormat.of().formatHex(crypto.sealReason(key, LAMP, NONCE, filled(0x77, 32), TOO_SOON)));
    }

    @Test
    public void thePlaintextIsVersionClassSecondsAndZeros() throws Exception {
        byte[] sealed = crypto.sealReason(opened().reasonKey(), LAMP, NONCE, filled(7, 32), TOO_SOON);
        assertArrayEquals(new byte[] {1, 3, 0, 16, 0, 0, 0, 0}, jdk(Cipher.DECRYPT_MODE, filled(7, 32), rest(sealed)));
    }

    @Test
    public void aReasonOfAnotherImplementationIsRead() throws Exception {
        byte[] random = filled(9, 32);
        byte[] plaintext = {1, 2, 0, 0, 0, 0, 0, 0};
        byte[] sealed = JdkReason.cat(random, jdk(Cipher.ENCRYPT_MODE, random, plaintext));
        assertEquals(Optional.of(new ToldReason(RingReason.WRONG_PASSWORD)), open(sealed));
    }

    @Test
    public void aLaterVersionOrAnUnknownClassSaysNothing() throws Exception {
        byte[] random = filled(9, 32);
        for (byte[] plaintext : new byte[][] {{2, 2, 0, 0, 0, 0, 0, 0}, {1, 99, 0, 0, 0, 0, 0, 0}, new byte[8]}) {
            byte[] sealed = JdkReason.cat(random, jdk(Cipher.ENCRYPT_MODE, random, plaintext));
            assertEquals(Optional.empty(), open(sealed));
        }
    }

    @Test
    public void bothEndsShareAKeyThatEachBoxHasForItself() {
        assertEquals(box.reasonKey().exported(), opened().reasonKey().exported());
        for (RingReason reason : RingReason.values()) {
            if (reason.told()) {
                ToldReason told = new ToldReason(reason, Duration.ofSeconds(65_535));
                byte[] sealed = crypto.sealReason(opened().reasonKey(), LAMP, NONCE, filled(1, 32), told);
                assertEquals(RingCrypto.SEALED_REASON_LENGTH, sealed.length);
                assertEquals(Optional.of(told), open(sealed));
            }
        }
    }

    @Test
    public void aBoxThatIsPlayedAgainGetsOtherBytesUnderAnotherKey() {
        byte[] first = crypto.sealReason(opened().reasonKey(), LAMP, NONCE, filled(1, 32), TOO_SOON);
        byte[] again = crypto.sealReason(opened().reasonKey(), LAMP, NONCE, filled(2, 32), TOO_SOON);
        assertFalse(Arrays.equals(rest(first), rest(again)));
        // Under one key and nonce the random bytes in front would not matter.
        assertEquals(Optional.empty(), open(JdkReason.cat(filled(2, 32), rest(first))));
    }

    @Test
    public void whatWasChangedCutOrMadeForAnotherRingSaysNothing() {
        byte[] sealed = crypto.sealReason(opened().reasonKey(), LAMP, NONCE, filled(1, 32), TOO_SOON);
        Mutations.all(sealed).forEach(changed -> assertEquals(Optional.empty(), open(changed)));
        RingNonce other = new RingNonce("12".repeat(16));
        assertEquals(Optional.empty(), crypto.openReason(box.reasonKey(), LAMP, other, sealed));
        assertEquals(Optional.empty(), crypto.openReason(box.reasonKey(), new EquipmentId("lamp-2"), NONCE, sealed));
    }

    @Test
    public void withoutFreshRandomBytesNothingIsSealed() {
        ReasonKey key = box.reasonKey();
        assertThrows(IllegalArgumentException.class, () -> crypto.sealReason(key, LAMP, NONCE, new byte[31], TOO_SOON));
        assertTrue(open(new byte[0]).isEmpty());
    }

    private OpenedBox opened() {
        return crypto.openBox(sealing, LAMP, NONCE, box.bytes()).orElseThrow();
    }

    private Optional<ToldReason> open(byte[] sealed) {
        return crypto.openReason(box.reasonKey(), LAMP, NONCE, sealed);
    }

    private byte[] jdk(int mode, byte[] random, byte[] input) throws Exception {
        byte[] encapsulated = Arrays.copyOf(box.bytes(), 32);
        byte[] exported = JdkReason.export(
                sealing.encoded().copyBytes(),
                sealing.publicKey().bytes(),
                encapsulated,
                joined("ringback 1 box"),
                joined("ringback 1 reason"));
        return JdkReason.cipher(mode, exported, encapsulated, random, AAD, input);
    }

    /** F(label, equipment ID). */
    private static byte[] joined(String label) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        byte[] id = "lamp-1".getBytes(StandardCharsets.US_ASCII);
        return JdkReason.cat(new byte[] {0, (byte) name.length}, name, new byte[] {0, (byte) id.length}, id);
    }

    private static byte[] rest(byte[] sealed) {
        return Arrays.copyOfRange(sealed, 32, sealed.length);
    }

    private static byte[] counting() {
        byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
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
