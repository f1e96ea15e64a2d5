package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

public class CipherStateTest {
    private static final byte[] TEXT = "thermostat".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIED_TO = "a hash".getBytes(StandardCharsets.US_ASCII);

    @Test
    public void messagesAreNumberedInLittleEndianBehindFourZeros() throws Exception {
        for (long number : new long[] {0, 1, 255, 256, 0x0102030405060708L, -3}) {
            CipherState cipher = new CipherState(key(), number);
            assertArrayEquals(foreign(number), cipher.encrypt(TIED_TO, TEXT));
            assertArrayEquals(foreign(number + 1), cipher.encrypt(TIED_TO, TEXT));
        }
    }

    @Test
    public void whatIsDecryptedIsNumberedToo() throws Exception {
        CipherState cipher = new CipherState(key(), 7);
        assertArrayEquals(TEXT, cipher.decrypt(TIED_TO, foreign(7)));
        assertArrayEquals(TEXT, cipher.decrypt(TIED_TO, foreign(8)));
        refused(cipher, foreign(8));
        assertArrayEquals(TEXT, cipher.decrypt(TIED_TO, foreign(9)));
    }

    @Test
    public void aMessageOutOfTurnIsRefused() throws Exception {
        refused(new CipherState(key()), foreign(1));
    }

    @Test
    public void everyChangedOrMissingByteIsRefused() throws Exception {
        byte[] whole = foreign(0);
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            refused(new CipherState(key()), changed);
            refused(new CipherState(key()), Arrays.copyOf(whole, i));
        }
        refused(new CipherState(key()), Arrays.copyOf(whole, whole.length + 1));
        assertEquals(
                Reason.BROKEN,
                assertThrows(ProtectionException.class, () -> new CipherState(key()).decrypt(new byte[] {1}, whole))
                        .reason());
    }

    @Test
    public void theLastNumberIsNeverUsed() throws ProtectionException {
        CipherState sending = new CipherState(key(), -2);
        CipherState receiving = new CipherState(key(), -2);
        assertArrayEquals(TEXT, receiving.decrypt(TIED_TO, sending.encrypt(TIED_TO, TEXT)));
        usedUp(sending);
        usedUp(receiving);
    }

    @Test
    public void afterWipingNothingPassesAndTheKeyIsGone() {
        byte[] key = key();
        CipherState cipher = new CipherState(key);
        cipher.wipe();
        usedUp(cipher);
        assertArrayEquals(new byte[CipherState.KEY], key);
    }

    private static void usedUp(CipherState cipher) {
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> cipher.encrypt(TIED_TO, TEXT))
                        .reason());
        assertEquals(
                Reason.CLOSED,
                assertThrows(ProtectionException.class, () -> cipher.decrypt(TIED_TO, new byte[20]))
                        .reason());
    }

    private static void refused(CipherState cipher, byte[] ciphertext) {
        assertEquals(
                Reason.BROKEN,
                assertThrows(ProtectionException.class, () -> cipher.decrypt(TIED_TO, ciphertext))
                        .reason());
    }

    private static byte[] key() {
        byte[] key = new byte[CipherState.KEY];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) (i * 7);
        }
        return key;
    }

    /** The same by the JDK's own ChaCha20-Poly1305. */
    private static byte[] foreign(long number) throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(number)
                .array();
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305", "SunJCE");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key(), "ChaCha20"), new IvParameterSpec(nonce));
        cipher.updateAAD(TIED_TO);
        return cipher.doFinal(TEXT);
    }
}
