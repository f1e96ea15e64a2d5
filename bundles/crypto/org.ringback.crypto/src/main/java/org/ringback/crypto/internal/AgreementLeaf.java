package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.ringback.api.Secret;
import org.ringback.wire.Tlv;

/**
 * A server's X25519 key with its certificate chain (RFC 8410), the leaf first, the CA last. Immutable, thread-safe.
 *
 * @param key the private key, 32 bytes
 * @param chain two certificates or more
 */
record AgreementLeaf(Secret key, List<X509Certificate> chain) {
    private static final int KEY = 1;
    private static final int CERTIFICATE = 2;

    AgreementLeaf {
        chain = List.copyOf(chain);
    }

    List<byte[]> der() {
        List<byte[]> der = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            try {
                der.add(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        return List.copyOf(der);
    }

    byte[] encoded() {
        byte[] raw = key.copyBytes();
        try {
            Tlv.Writer out = new Tlv.Writer().put(KEY, raw);
            der().forEach(certificate -> out.put(CERTIFICATE, certificate));
            return out.toBytes();
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** Reads what {@link #encoded} gave, and checks that key and certificate fit. */
    static AgreementLeaf read(String what, byte[] encoded) {
        try {
            Tlv in = Tlv.read(encoded);
            byte[] raw = Fields.ofLength("key", in.bytes(KEY), X25519PrivateKeyParameters.KEY_SIZE);
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] der : in.all(CERTIFICATE)) {
                chain.add(KeyAndChain.certificate(der));
            }
            byte[] own = new X25519PrivateKeyParameters(raw).generatePublicKey().getEncoded();
            if (chain.isEmpty() || !Arrays.equals(own, Spki.of(chain.get(0)).x25519())) {
                throw new IllegalArgumentException("key and certificate: (expected: a pair)");
            }
            return new AgreementLeaf(Kdf.take(raw), chain);
        } catch (GeneralSecurityException | IllegalArgumentException | NoSuchElementException e) {
            throw new IllegalArgumentException(what + ": unreadable (expected: what was stored when it was made)", e);
        }
    }
}
