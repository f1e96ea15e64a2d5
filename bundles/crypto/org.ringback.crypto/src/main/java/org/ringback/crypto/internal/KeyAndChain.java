package org.ringback.crypto.internal;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.ringback.api.Secret;
import org.ringback.wire.Tlv;

/**
 * A private key with its certificate chain, the key's own certificate first. Immutable, thread-safe.
 *
 * @param key the private key
 * @param chain one certificate or more
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
    private static final int KEY = 1;
    private static final int CERTIFICATE = 2;
    private static final String ED25519 = "Ed25519";
    private static final String P256 = "SHA256withECDSA";
    private static final byte[] TEST_MESSAGE = Fields.ascii("ringback: does the key fit the certificate?");

    KeyAndChain {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    X509Certificate last() {
        return chain.get(chain.size() - 1);
    }

    static boolean isEllipticCurve(PrivateKey key) {
        return "EC".equals(key.getAlgorithm()) || "ECDSA".equals(key.getAlgorithm());
    }

    /** The JCA name of the signature algorithm for a P-256 or Ed25519 key. */
    static String signatureAlgorithm(PrivateKey key) {
        return isEllipticCurve(key) ? P256 : ED25519;
    }

    Secret encoded() {
        byte[] pkcs8 = key.getEncoded();
        try {
            Tlv.Writer out = new Tlv.Writer().put(KEY, pkcs8);
            for (X509Certificate certificate : chain) {
                out.put(CERTIFICATE, certificate.getEncoded());
            }
            return Kdf.take(out.toBytes());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /**
     * Reads what {@link #encoded} gave.
     *
     * @param what the field's name for the message
     * @throws IllegalArgumentException if it is no key with its chain, or the first certificate has another key
     */
    static KeyAndChain read(String what, Secret encoded) {
        byte[] bytes = encoded.copyBytes();
        try {
            Tlv in = Tlv.read(bytes);
            byte[] pkcs8 = in.bytes(KEY);
            try {
                List<X509Certificate> chain = new ArrayList<>();
                for (byte[] der : in.all(CERTIFICATE)) {
                    chain.add(certificate(der));
                }
                return of(pkcs8, chain);
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
        } catch (GeneralSecurityException | IllegalArgumentException | NoSuchElementException e) {
            throw unreadable(what, e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * Combines a key (RFC 5958) and its certificates.
     *
     * @throws GeneralSecurityException if it is no key, or the first certificate has another key
     * @throws IllegalArgumentException likewise
     */
    static KeyAndChain of(byte[] pkcs8, List<X509Certificate> chain) throws GeneralSecurityException {
        String algorithm = EdECObjectIdentifiers.id_Ed25519.equals(PrivateKeyInfo.getInstance(pkcs8)
                        .getPrivateKeyAlgorithm()
                        .getAlgorithm())
                ? ED25519
                : "EC";
        PrivateKey key = KeyFactory.getInstance(algorithm, BouncyCastle.PROVIDER)
                .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        if (chain.isEmpty() || !fits(key, chain.get(0).getPublicKey())) {
            throw new GeneralSecurityException("key and certificate: (expected: a pair)");
        }
        return new KeyAndChain(key, chain);
    }

    static X509Certificate certificate(byte[] der) throws GeneralSecurityException {
        if (CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                        .generateCertificate(new ByteArrayInputStream(der))
                instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new GeneralSecurityException("certificate: (expected: X.509 in DER)");
    }

    /** Signs with the key, in its own algorithm. */
    byte[] sign(byte[] message) {
        try {
            return sign(key, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    private static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(signatureAlgorithm(key), BouncyCastle.PROVIDER);
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    private static boolean fits(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        byte[] signed = sign(key, TEST_MESSAGE);
        Signature signature = Signature.getInstance(signatureAlgorithm(key), BouncyCastle.PROVIDER);
        signature.initVerify(publicKey);
        signature.update(TEST_MESSAGE);
        return signature.verify(signed);
    }

    private static IllegalArgumentException unreadable(String what, Exception cause) {
        return new IllegalArgumentException(what + ": unreadable (expected: what was stored when it was made)", cause);
    }
}
