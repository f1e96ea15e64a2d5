package org.ringback.crypto.certificatefirst.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;

public class CurveTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    public void bothSidesGetThePublicKeysAndTheSecretOfRfc7748() throws ProtectionException {
        // RFC 7748 §6.1.
        byte[] alice = HEX.parseHex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
        byte[] bob = HEX.parseHex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        String secret = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
        assertEquals(
                "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
                HEX.formatHex(Curve.publicOf(alice)));
        assertEquals(
                "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", HEX.formatHex(Curve.publicOf(bob)));
        assertEquals(secret, HEX.formatHex(Curve.agree(alice, Curve.publicOf(bob))));
        assertEquals(secret, HEX.formatHex(Curve.agree(bob, Curve.publicOf(alice))));
    }

    @Test
    public void aPointOfLowOrderIsRefused() {
        // The points of order 1, 2, 4 and 8, and what else has the same coordinate modulo 2^255 - 19.
        for (String point : List.of(
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")) {
            byte[] own = Curve.newPrivate(new SecureRandom());
            assertEquals(
                    point,
                    Reason.BROKEN,
                    assertThrows(ProtectionException.class, () -> Curve.agree(own, HEX.parseHex(point)))
                            .reason());
        }
    }

    @Test
    public void everyPrivateKeyIsAnother() {
        SecureRandom random = new SecureRandom();
        assertNotEquals(HEX.formatHex(Curve.newPrivate(random)), HEX.formatHex(Curve.newPrivate(random)));
    }
}
