package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.tls.crypto.impl.TlsAEADCipherImpl;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * The cryptography under TLS: Bouncy Castle's, except AES-GCM, which is the JDK's, because HotSpot compiles that to the
 * processor's instructions (Bouncy Castle's is twenty times slower). Ed25519 and X25519 stay Bouncy Castle's, as the
 * JDK's are slower. Immutable, thread-safe.
 */
final class JdkAesGcm extends JcaTlsCryptoProvider {
    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final @Nullable Provider JDK = Security.getProvider("SunJCE");

    JdkAesGcm() {
        setProvider(BouncyCastle.PROVIDER);
    }

    @Override
    public JcaTlsCrypto create(SecureRandom keys, SecureRandom nonces) {
        return new JcaTlsCrypto(getHelper(), getAltHelper(), keys, nonces) {
            @Override
            protected TlsAEADCipherImpl createAEADCipher(String cipher, String algorithm, int keySize, boolean encrypts)
                    throws GeneralSecurityException {
                return AES_GCM.equals(cipher) && JDK != null
                        ? new OfRecords(Cipher.getInstance(AES_GCM, JDK), algorithm, encrypts)
                        : super.createAEADCipher(cipher, algorithm, keySize, encrypts);
            }
        };
    }

    /**
     * Encrypts or decrypts the records of one direction. Passes each record's nonce directly to the JDK, as Bouncy
     * Castle's own adapter would look up providers and encode ASN.1 each time. One thread at a time.
     */
    private static final class OfRecords implements TlsAEADCipherImpl {
        private final Cipher cipher;
        private final String algorithm;
        private final int mode;
        private @Nullable SecretKey key;

        OfRecords(Cipher cipher, String algorithm, boolean encrypts) {
            this.cipher = cipher;
            this.algorithm = algorithm;
            this.mode = encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        }

        @Override
        public void setKey(byte[] bytes, int offset, int length) {
            key = new SecretKeySpec(bytes, offset, length, algorithm);
        }

        @Override
        public void init(byte[] nonce, int tagBytes) {
            try {
                cipher.init(mode, key, new GCMParameterSpec(tagBytes * Byte.SIZE, nonce));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM takes a fresh nonce", e);
            }
        }

        @Override
        public int getOutputSize(int inputLength) {
            return cipher.getOutputSize(inputLength);
        }

        @Override
        public int doFinal(byte[] header, byte[] input, int inputOffset, int length, byte[] output, int outputOffset) {
            try {
                cipher.updateAAD(header);
                return cipher.doFinal(input, inputOffset, length, output, outputOffset);
            } catch (GeneralSecurityException e) {
                // Bouncy Castle turns this into the alert bad_record_mac.
                throw new IllegalStateException("record: not of the peer", e);
            }
        }
    }
}
