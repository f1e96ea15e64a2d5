package org.ringback.crypto.certificatefirst.internal;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

/**
 * Joins and splits the certificates in the attribute CERTIFICATES: each is a DER SEQUENCE, whose header says how long
 * it is (X.690 §8.1.3 and §10.1). Does not look into them. Stateless.
 */
final class CertificateList {
    private static final int SEQUENCE = 0x30;
    private static final int SHORT_FORM_END = 0x80;
    private static final int ONE_BYTE = 0x81;
    private static final int TWO_BYTES = 0x82;

    private CertificateList() {}

    static byte[] join(List<byte[]> certificates) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        certificates.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    /**
     * Splits concatenated certificates.
     *
     * @throws ProtectionException if the bytes are no whole number of sequences
     */
    static List<byte[]> split(byte[] joined) throws ProtectionException {
        List<byte[]> certificates = new ArrayList<>();
        int at = 0;
        while (at < joined.length) {
            int end = end(joined, at);
            certificates.add(Arrays.copyOfRange(joined, at, end));
            at = end;
        }
        return certificates;
    }

    private static int end(byte[] joined, int start) throws ProtectionException {
        int form = at(joined, start + 1);
        int content = start + 2;
        int length = form;
        if (form >= SHORT_FORM_END) {
            length = 0;
            for (int i = bytesOfLength(form); i > 0; i--) {
                length = length << Byte.SIZE | at(joined, content++);
            }
        }
        if (at(joined, start) != SEQUENCE || length > joined.length - content) {
            throw malformed();
        }
        return content + length;
    }

    private static int bytesOfLength(int form) throws ProtectionException {
        if (form != ONE_BYTE && form != TWO_BYTES) {
            throw malformed();
        }
        return form - SHORT_FORM_END;
    }

    private static int at(byte[] bytes, int index) throws ProtectionException {
        if (index >= bytes.length) {
            throw malformed();
        }
        return Byte.toUnsignedInt(bytes[index]);
    }

    private static ProtectionException malformed() {
        return new ProtectionException(
                Reason.BROKEN, "server chain: malformed (expected: whole certificates in DER, one behind the other)");
    }
}
