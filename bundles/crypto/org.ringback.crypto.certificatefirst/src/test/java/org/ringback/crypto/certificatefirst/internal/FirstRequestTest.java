package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.Beginning;
import org.ringback.spi.Prefix;

/** What may become a request for the server's certificates, as soon as it shows. */
public class FirstRequestTest {
    /** Of 8 bytes of attributes. */
    private static final byte[] REQUEST = stun(0x02C7, 8, 0x2112A442);

    private static byte[] stun(int type, int length, int cookie) {
        return ByteBuffer.allocate(20 + length)
                .putShort((short) type)
                .putShort((short) length)
                .putInt(cookie)
                .array();
    }

    private static Beginning beginning(byte... bytes) {
        return FirstRequest.beginning(ByteBuffer.wrap(bytes));
    }

    @Test
    public void aRequestIsWholeWithItsLastByteAndNotBefore() {
        for (int i = 1; i < REQUEST.length; i++) {
            assertEquals(Beginning.PART, beginning(Arrays.copyOf(REQUEST, i)));
        }
        assertEquals(Beginning.WHOLE, beginning(REQUEST));
    }

    @Test
    public void whatIsNoneIsSeenAsSoonAsItShows() {
        assertEquals("another message", Beginning.WRONG, beginning((byte) 2, (byte) 0xC8));
        assertEquals("no STUN", Beginning.WRONG, beginning(stun(0x02C7, 8, 0x2112A443)));
        assertEquals("not of whole words", Beginning.WRONG, beginning(stun(0x02C7, 9, 0x2112A442)));
        assertEquals("longer than 512 bytes", Beginning.WRONG, beginning((byte) 2, (byte) 0xC7, (byte) 1, (byte) 0xF0));
        assertEquals("512 bytes", Beginning.PART, beginning((byte) 2, (byte) 0xC7, (byte) 1, (byte) 0xEC));
    }

    @Test
    public void theProtectionSaysItsNumberItsNameAndWhatItsConnectionsBeginWith() {
        CertificateFirstProtection protection = new CertificateFirstProtection(new SecureRandom(), () -> 0);
        assertEquals(2, protection.id().number());
        assertEquals("certificate-first", protection.name());
        assertEquals(List.of(new Prefix(2, 0x02C7)), protection.claims());
        assertEquals(Beginning.WHOLE, protection.beginning(ByteBuffer.wrap(REQUEST)));
        assertEquals(Beginning.WRONG, protection.beginning(ByteBuffer.wrap(stun(0x0001, 8, 0x2112A442))));
    }

    @Test
    public void aRequestOfExactly512BytesIsWhole() {
        assertEquals(Beginning.WHOLE, beginning(stun(0x02C7, 492, 0x2112A442)));
    }
}
