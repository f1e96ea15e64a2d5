package org.ringback.crypto.internal;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The sealed reason a second time, written from docs/protocol.md and RFC 9180 on the JDK's own primitives: X25519,
 * HmacSHA256, ChaCha20-Poly1305.
 */
final class JdkReason {
    private static final byte[] KEM = {'K', 'E', 'M', 0x00, 0x20};
    private static final byte[] HPKE = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03};
    private static final byte[] NONE = {};
    private static final int LENGTH = 32;

    private JdkReason() {}

    /** RFC 9180 §5.3, of the recipient's context in base mode. */
    static byte[] export(byte[] privateKey, byte[] publicKey, byte[] encapsulated, byte[] info, byte[] context)
            throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey)));
        agreement.doPhase(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(encapsulated))), true);
        byte[] eae = labeledExtract(KEM, NONE, "eae_prk", agreement.generateSecret());
        byte[] shared = labeledExpand(KEM, eae, "shared_secret", cat(encapsulated, publicKey));
        byte[] schedule = cat(
                new byte[] {0}, // base mode
                labeledExtract(HPKE, NONE, "psk_id_hash", NONE),
                labeledExtract(HPKE, NONE, "info_hash", info));
        byte[] secret = labeledExtract(HPKE, shared, "secret", NONE);
        return labeledExpand(HPKE, labeledExpand(HPKE, secret, "exp", schedule), "sec", context);
    }

    /** docs/protocol.md, "The sealed reason". */
    static byte[] cipher(int mode, byte[] exported, byte[] encapsulated, byte[] random, byte[] aad, byte[] input)
            throws GeneralSecurityException {
        byte[] key = expand(hmac(cat(encapsulated, random), exported), NONE);
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(new byte[12]));
        cipher.updateAAD(aad);
        return cipher.doFinal(input);
    }

    static byte[] cat(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] input)
            throws GeneralSecurityException {
        return hmac(salt.length == 0 ? new byte[LENGTH] : salt, cat(ascii("HPKE-v1"), suite, ascii(label), input));
    }

    private static byte[] labeledExpand(byte[] suite, byte[] key, String label, byte[] info)
            throws GeneralSecurityException {
        return expand(key, cat(new byte[] {0, LENGTH}, ascii("HPKE-v1"), suite, ascii(label), info));
    }

    /** RFC 5869 §2.3, one block. */
    private static byte[] expand(byte[] key, byte[] info) throws GeneralSecurityException {
        return hmac(key, cat(info, new byte[] {1}));
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    /** RFC 7748 §5: little-endian, the highest bit ignored. */
    private static BigInteger coordinate(byte[] bytes) {
        byte[] bigEndian = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            bigEndian[i] = bytes[bytes.length - 1 - i];
        }
        bigEndian[0] &= 0x7F;
        return new BigInteger(1, bigEndian);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
