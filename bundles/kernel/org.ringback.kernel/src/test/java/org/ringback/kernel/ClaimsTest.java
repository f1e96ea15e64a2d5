package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Beginning;
import org.ringback.spi.Prefix;

/** Whose a connection is by its first bytes, where several protections claim some. */
public class ClaimsTest {
    private final Claims claims = new Claims();

    private FirstBytes look(int... bytes) {
        ByteBuffer came = ByteBuffer.allocate(bytes.length);
        for (int one : bytes) {
            came.put((byte) one);
        }
        FirstBytes first = claims.look(came.flip());
        assertEquals("nothing is consumed", bytes.length, came.remaining());
        return first;
    }

    private static FirstBytes of(Beginning beginning, int number) {
        return new FirstBytes(beginning, Optional.of(new ProtectionId(number)));
    }

    private static final FirstBytes UNDECIDED = new FirstBytes(Beginning.PART, Optional.empty());
    private static final FirstBytes NOBODYS = new FirstBytes(Beginning.WRONG, Optional.empty());

    @Test
    public void theLongestClaimWinsAndUntilItIsDecidedMoreMustCome() {
        claims.add(new TrialProtection(200, "any-zero", new Prefix(1, 0)));
        claims.add(new TrialProtection(201, "ticket", new Prefix(4, 0x0002_0009)));
        assertEquals(UNDECIDED, look(0));
        assertEquals(UNDECIDED, look(0, 2, 0));
        assertEquals(of(Beginning.PART, 201), look(0, 2, 0, 9));
        assertEquals(of(Beginning.WHOLE, 200), look(0, 1, 7));
        assertEquals(NOBODYS, look(1));
    }

    @Test
    public void ofAMaskedByteTheOtherBitsDoNotCount() {
        claims.add(new TrialProtection(200, "short-header", new Prefix(1, 0x40, 0xC0)));
        assertEquals(of(Beginning.PART, 200), look(0x7F));
        assertEquals(NOBODYS, look(0x80));
        assertEquals(NOBODYS, look(0xC0));
    }

    @Test
    public void aProtectionMayClaimSeveral() {
        claims.add(new TrialProtection(200, "two-of-them", new Prefix(1, 5), new Prefix(1, 0xFF)));
        assertEquals(of(Beginning.WHOLE, 200), look(5, 0));
        assertEquals(of(Beginning.WHOLE, 200), look(0xFF, 0));
    }

    @Test
    public void whoClaimsWhatAnotherOneHasIsRefusedAsAWhole() {
        claims.add(new TrialProtection(200, "first", new Prefix(1, 0x40, 0xC0)));
        assertEquals(
                Optional.of(
                        "protection: number 201, 'second', claims the first bytes 40/c0 of 'first' (expected: its own;"
                                + " it is not used)"),
                claims.add(new TrialProtection(201, "second", new Prefix(1, 9), new Prefix(1, 0x41))));
        assertEquals(NOBODYS, look(9));
        assertEquals(
                Optional.of(
                        "protection: number 202, 'first', claims the name of number 200 (expected: its own; it is not"
                                + " used)"),
                claims.add(new TrialProtection(202, "first", new Prefix(1, 9))));
        assertEquals(Optional.empty(), claims.add(new TrialProtection(203, "longer", new Prefix(2, 0x4100))));
    }

    @Test
    public void aPrefixIsOneToFourBytesAndItsValueIsWithinItsMask() {
        for (int length : List.of(0, 5)) {
            assertThrows(IllegalArgumentException.class, () -> new Prefix(length, 0, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> new Prefix(1, 0x100, 0x1FF));
        assertThrows(IllegalArgumentException.class, () -> new Prefix(1, 3, 1));
        assertEquals("ffffffff", new Prefix(4, -1).toString());
    }
}
