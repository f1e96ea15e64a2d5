package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.Test;
import org.ringback.api.Secret;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;

/** The primitives against the vectors of the RFCs that define them. */
public class PublishedVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    public void hkdfGivesTheKeysOfRfc5869() {
        // RFC 5869, A.1 and A.3: the first 32 of the 42 bytes.
        Secret ikm = secret("0b".repeat(22));
        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf",
                HEX.formatHex(Kdf.derive(ikm, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"))));
        assertEquals(
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
                HEX.formatHex(Kdf.derive(ikm, Kdf.NO_SALT, new byte[0])));
    }

    @Test
    public void hmacGivesTheTagOfRfc4231() {
        // RFC 4231 §4.3.
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HEX.formatHex(Kdf.hmac(ascii("Jefe"), ascii("what do ya want for nothing?"))));
    }

    @Test
    public void argon2idGivesTheTagOfRfc9106() {
        // RFC 9106 §5.3.
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(32)
                .withIterations(3)
                .withParallelism(4)
                .withSalt(repeat(2, 16))
                .withSecret(repeat(3, 8))
                .withAdditional(repeat(4, 12))
                .build());
        byte[] tag = new byte[32];
        argon2.generateBytes(repeat(1, 32), tag);
        assertEquals("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", HEX.formatHex(tag));
    }

    @Test
    public void hpkeGivesTheCiphertextOfRfc9180() {
        // RFC 9180, A.2.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode, sequence number 0.
        byte[] info = hex("4f6465206f6e2061204772656369616e2055726e");
        byte[] aad = hex("436f756e742d30");
        byte[] plaintext = hex("4265617574792069732074727574682c20747275746820626561757479");
        String encapsulated = "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a";
        String ciphertext =
                "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28";
        SealingPublicKey recipient =
                new SealingPublicKey("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
        SealingKey key =
                new SealingKey(recipient, secret("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb"));
        X25519PrivateKeyParameters ephemeral =
                new X25519PrivateKeyParameters(hex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"));

        // A.2.1.2: the exported value of the context 00.
        byte[] context = {0};
        Secret exported = secret("8c1df14732580e5501b00f82b10a1647b40713191b7c1240ac80e2b68808ba69");

        SealedBox box = BoxSeal.seal(recipient, info, aad, plaintext, context, ephemeral);
        assertEquals(encapsulated + ciphertext, HEX.formatHex(box.bytes()));
        assertEquals(exported, box.reasonKey().exported());
        BoxSeal.Opened opened =
                BoxSeal.open(key, info, aad, context, box.bytes()).orElseThrow();
        assertArrayEquals(plaintext, opened.plaintext());
        assertEquals(exported, opened.reasonKey().exported());
    }

    private static Secret secret(String hex) {
        return Secret.copyOf(hex(hex));
    }

    private static byte[] hex(String text) {
        return HEX.parseHex(text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] repeat(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
