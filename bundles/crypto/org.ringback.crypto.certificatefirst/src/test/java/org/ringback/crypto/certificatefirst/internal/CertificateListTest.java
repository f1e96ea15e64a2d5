package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

public class CertificateListTest {
    @Test
    public void certificatesOfEveryLengthComeApartAgain() throws ProtectionException {
        List<byte[]> certificates = List.of(
                sequence(0), sequence(1), sequence(127), sequence(128), sequence(255), sequence(256), sequence(5_000));
        List<byte[]> split = CertificateList.split(CertificateList.join(certificates));
        assertEquals(certificates.size(), split.size());
        for (int i = 0; i < split.size(); i++) {
            assertArrayEquals(certificates.get(i), split.get(i));
        }
    }

    @Test
    public void nothingIsAListOfNone() throws ProtectionException {
        assertEquals(List.of(), CertificateList.split(CertificateList.join(List.of())));
    }

    @Test
    public void aListThatIsCutAnywhereElseThanBetweenTwoIsRefused() throws ProtectionException {
        byte[] joined = CertificateList.join(List.of(sequence(3), sequence(200), sequence(300)));
        List<Integer> between = List.of(0, 5, 5 + 203, joined.length);
        for (int length = 0; length <= joined.length; length++) {
            byte[] cut = Arrays.copyOf(joined, length);
            if (between.contains(length)) {
                assertEquals(between.indexOf(length), CertificateList.split(cut).size());
            } else {
                refused(cut);
            }
        }
    }

    @Test
    public void whatIsNoSequenceOrHasAnotherFormOfLengthIsRefused() {
        refused(new byte[] {0x31, 0});
        refused(new byte[] {0x30, (byte) 0x80, 0, 0});
        refused(ByteBuffer.allocate(2 + 128).put((byte) 0x30).put((byte) 0x80).array());
        refused(new byte[] {0x30, (byte) 0x83, 0, 0, 1, 9});
        refused(new byte[] {0x30, (byte) 0xff});
        refused(new byte[] {0});
    }

    private static void refused(byte[] bytes) {
        assertEquals(
                Reason.BROKEN,
                assertThrows(ProtectionException.class, () -> CertificateList.split(bytes))
                        .reason());
    }

    /** A DER sequence with so many bytes in it. */
    private static byte[] sequence(int length) {
        ByteBuffer der = ByteBuffer.allocate(length + 4).put((byte) 0x30);
        if (length < 0x80) {
            der.put((byte) length);
        } else if (length < 0x100) {
            der.put((byte) 0x81).put((byte) length);
        } else {
            der.put((byte) 0x82).putShort((short) length);
        }
        return Arrays.copyOf(der.array(), der.position() + length);
    }
}
