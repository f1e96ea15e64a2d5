package org.ringback.crypto.internal;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;

/**
 * Lets the {@link PeerTrust} of each engine's session decide alone about the peer: Bouncy Castle then checks neither
 * dates nor names. Thread-safe.
 */
final class TrustByEngine extends BCX509ExtendedTrustManager {
    private final Function<SSLEngine, PeerTrust> trust;

    TrustByEngine(Function<SSLEngine, PeerTrust> trust) {
        this.trust = trust;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decide(chain, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decide(chain, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("socket: (expected: an engine)");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        throw new CertificateException("socket: (expected: an engine)");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nothing: (expected: an engine)");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nothing: (expected: an engine)");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void decide(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
        try {
            trust.apply(engine).decide(chain);
        } catch (ProtectionException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }
}
