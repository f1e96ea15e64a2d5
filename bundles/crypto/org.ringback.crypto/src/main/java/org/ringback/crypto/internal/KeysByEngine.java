package org.ringback.crypto.internal;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;
import org.bouncycastle.jsse.BCX509ExtendedKeyManager;
import org.bouncycastle.jsse.BCX509Key;
import org.jspecify.annotations.Nullable;

/**
 * Gives each TLS engine the key of its session, so that one SSLContext serves all sessions: making a context costs a
 * third of a handshake. Thread-safe.
 */
final class KeysByEngine extends BCX509ExtendedKeyManager {
    private static final String ED25519 = "Ed25519";
    private static final String P256 = "EC/secp256r1";

    private final Function<SSLEngine, KeyAndChain> keys;

    KeysByEngine(Function<SSLEngine, KeyAndChain> keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable BCX509Key chooseEngineClientKeyBC(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return key(keyTypes, engine);
    }

    @Override
    public @Nullable BCX509Key chooseEngineServerKeyBC(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        return key(keyTypes, engine);
    }

    private @Nullable BCX509Key key(String[] keyTypes, SSLEngine engine) {
        KeyAndChain material = keys.apply(engine);
        String type = KeyAndChain.isEllipticCurve(material.key()) ? P256 : ED25519;
        return Arrays.asList(keyTypes).contains(type) ? new Key(type, material) : null;
    }

    // No engine, no key; sockets are never made.

    @Override
    protected @Nullable BCX509Key getKeyBC(String keyType, String alias) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[0];
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return null;
    }

    private record Key(String keyType, KeyAndChain material) implements BCX509Key {
        @Override
        public X509Certificate[] getCertificateChain() {
            return material.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public String getKeyType() {
            return keyType;
        }

        @Override
        public PrivateKey getPrivateKey() {
            return material.key();
        }
    }
}
