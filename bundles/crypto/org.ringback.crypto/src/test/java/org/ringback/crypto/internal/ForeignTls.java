package org.ringback.crypto.internal;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Engines of another TLS stack, the JDK's, that show what they are told to show and believe everything. */
final class ForeignTls {
    private ForeignTls() {}

    static SSLEngine engine(boolean dials, Optional<KeyAndChain> own, List<String> protocols, String version)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
        KeyManager[] keys = own.isPresent() ? new KeyManager[] {new OneKey(own.get())} : new KeyManager[0];
        context.init(keys, new TrustManager[] {new Credulous()}, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(dials);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        parameters.setNeedClientAuth(!dials);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static final class OneKey extends X509ExtendedKeyManager {
        private final X509Certificate[] chain;
        private final PrivateKey key;

        OneKey(KeyAndChain own) throws GeneralSecurityException {
            // SunJSSE wants keys and certificates of the JDK's own classes.
            CertificateFactory certificates = CertificateFactory.getInstance("X.509", "SUN");
            this.chain = new X509Certificate[own.chain().size()];
            for (int i = 0; i < chain.length; i++) {
                chain[i] = (X509Certificate) certificates.generateCertificate(
                        new ByteArrayInputStream(own.chain().get(i).getEncoded()));
            }
            this.key = KeyFactory.getInstance(KeyAndChain.isEllipticCurve(own.key()) ? "EC" : "Ed25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(own.key().getEncoded()));
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "own";
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return "own";
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }

    private static final class Credulous extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Believes everything.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Believes everything.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Believes everything.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Believes everything.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Believes everything.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Believes everything.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
