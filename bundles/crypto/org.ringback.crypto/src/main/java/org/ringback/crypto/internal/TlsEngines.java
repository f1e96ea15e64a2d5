package org.ringback.crypto.internal;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;

/**
 * Makes TLS 1.3 engines of Bouncy Castle's JSSE. Version, groups, cipher suites, signatures, application protocol and
 * both certificates are set here; no system property has an influence. No SNI, no resumption. Thread-safe.
 */
final class TlsEngines {
    /** ALPN name between device and server. */
    static final String SERVER_PROTOCOL = "ringback/1";

    /** ALPN name on a call-back. */
    static final String CALL_PROTOCOL = "ringback-call/1";

    /** The groups in order of preference: a hybrid post-quantum one, then those that every TLS 1.3 stack knows. */
    static final List<String> GROUPS = List.of("X25519MLKEM768", "x25519", "secp256r1");

    private static final String[] VERSIONS = {"TLSv1.3"};

    private static final String CHACHA20 = "TLS_CHACHA20_POLY1305_SHA256";
    private static final List<String> AES = List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");

    private static final String[] SIGNATURES = {"ed25519", "ecdsa_secp256r1_sha256"};

    /**
     * Bouncy Castle logs a stack trace for each handshake that fails, so strangers could fill the disk. Kept in a
     * field, as java.util.logging forgets the level of a logger without references.
     */
    private static final Logger SILENCED = Logger.getLogger("org.bouncycastle.jsse");

    private static final Provider JSSE;

    static {
        SILENCED.setLevel(Level.OFF);
        JSSE = new BouncyCastleJsseProvider(false, new JdkAesGcm());
    }

    private final String[] groups;
    private final String[] suites;
    private final SSLContext context;

    /** By engine, with weak references, so that a session dropped in the middle leaves nothing behind. */
    private final Map<SSLEngine, Ends> ends = Collections.synchronizedMap(new WeakHashMap<>());

    TlsEngines(SecureRandom random) {
        this(random, GROUPS, AesSupport.here());
    }

    /**
     * Makes engines with other preferences.
     *
     * @param random for keys and nonces
     * @param groups in order of preference
     * @param aesIsFast whether to prefer AES-GCM; see {@link AesSupport}
     */
    TlsEngines(SecureRandom random, List<String> groups, boolean aesIsFast) {
        this.groups = groups.toArray(String[]::new);
        this.suites = suites(aesIsFast).toArray(String[]::new);
        try {
            context = SSLContext.getInstance("TLS", JSSE);
            context.init(
                    new KeyManager[] {new KeysByEngine(engine -> ends(engine).own())},
                    new TrustManager[] {new TrustByEngine(engine -> ends(engine).trust())},
                    random);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle's JSSE makes TLS contexts", e);
        }
    }

    /** {@return the cipher suites, the fastest here first, as all are equally strong} */
    static List<String> suites(boolean aesIsFast) {
        Stream<String> order = aesIsFast
                ? Stream.concat(AES.stream(), Stream.of(CHACHA20))
                : Stream.concat(Stream.of(CHACHA20), AES.stream());
        return order.toList();
    }

    /**
     * Makes an engine.
     *
     * @param dials whether this end dials
     * @param own the key and chain to present
     * @param trust decides about the peer's chain
     * @param protocol the only application protocol
     */
    SSLEngine create(boolean dials, KeyAndChain own, PeerTrust trust, String protocol) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(dials);
        configure((BCSSLEngine) engine, dials, protocol);
        ends.put(engine, new Ends(own, trust));
        return engine;
    }

    private Ends ends(SSLEngine engine) {
        return Objects.requireNonNull(ends.get(engine), "an engine that was made here");
    }

    private void configure(BCSSLEngine engine, boolean dials, String protocol) {
        BCSSLParameters parameters = engine.getParameters();
        // [TLS-1] TLS (server connections and call-backs): TLS 1.3 only
        parameters.setProtocols(VERSIONS);
        parameters.setCipherSuites(suites.clone());
        // The server follows the client's order: the client is mostly a gateway, the weaker machine.
        parameters.setUseCipherSuitesOrder(false);
        // [TLS-2] groups X25519MLKEM768, x25519, secp256r1, in this order at both ends (the dialler sends a share of …
        parameters.setNamedGroups(groups.clone());
        parameters.setUseNamedGroupsOrder(true);
        // [TLS-3] signatures ed25519, ecdsa_secp256r1_sha256
        parameters.setSignatureSchemes(SIGNATURES);
        parameters.setApplicationProtocols(new String[] {protocol});
        if (dials) {
            parameters.setEarlyKeyShares(new String[] {groups[0]});
        } else {
            // [TLS-4] client certificates required
            parameters.setNeedClientAuth(true);
        }
        engine.setParameters(parameters);
    }

    /** The key that one engine presents, and the check of its peer. */
    private record Ends(KeyAndChain own, PeerTrust trust) {}
}
