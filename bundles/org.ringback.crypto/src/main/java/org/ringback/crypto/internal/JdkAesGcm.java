package org.ringback.crypto.internal;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import javax.crypto.Cipher;
import javax.crypto.NoSuchPaddingException;
import org.bouncycastle.jcajce.util.JcaJceHelper;
import org.bouncycastle.jcajce.util.ProviderJcaJceHelper;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * What TLS computes with: Bouncy Castle, but AES-GCM is the JDK's own, which its compiler turns into the processor's
 * instructions (Bouncy Castle's is twenty times slower, with them or without). Ed25519 and X25519 stay: the JDK's are the
 * slower ones. Immutable, thread-safe.
 */
final class JdkAesGcm extends JcaTlsCryptoProvider {
    private static final String AES_GCM = "AES/GCM/NoPadding";
    private static final @Nullable Provider JDK = Security.getProvider("SunJCE");

    private final JcaJceHelper helper = new Helper();

    JdkAesGcm() {
        setProvider(BouncyCastle.PROVIDER);
    }

    @Override
    public JcaJceHelper getHelper() {
        return helper;
    }

    private static final class Helper extends ProviderJcaJceHelper {
        Helper() {
            super(BouncyCastle.PROVIDER);
        }

        @Override
        public Cipher createCipher(String transformation) throws NoSuchAlgorithmException, NoSuchPaddingException {
            return AES_GCM.equals(transformation) && JDK != null
                    ? Cipher.getInstance(transformation, JDK)
                    : super.createCipher(transformation);
        }
    }
}
