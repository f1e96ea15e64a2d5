import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.BCSSLEngine;
import org.bouncycastle.jsse.BCSSLParameters;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The handshakes of a certified ring and nothing else: two of a device (Ed25519) with a server (P-256), one between two devices,
 * mutual TLS 1.3 with X25519MLKEM768 of Bouncy Castle's JSSE, both ends in this JVM, on one thread, without sockets; nobody
 * checks a chain. {@code Floor WARM-UP ROUNDS COUNT} prints the CPU of this process for three of them.
 */
public final class Floor {
    private static final double TICKS = 100;
    private static final Provider BC = new BouncyCastleProvider();
    private static final Provider JSSE = new BouncyCastleJsseProvider(false, BC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Floor() {}

    public static void main(String[] words) throws Exception {
        java.util.logging.Logger.getLogger("org.bouncycastle.jsse").setLevel(java.util.logging.Level.OFF);
        SSLContext server = context("EC", "SHA256withECDSA", "server");
        SSLContext device = context("Ed25519", "Ed25519", "device");
        SSLContext other = context("Ed25519", "Ed25519", "other");
        three(Integer.parseInt(words[0]), server, device, other);
        int count = Integer.parseInt(words[2]);
        for (int round = 1; round <= Integer.parseInt(words[1]); round++) {
            double before = cpu();
            three(count, server, device, other);
            System.out.printf(
                    "sample\t%d\tCPU of a certified ring\tms\tits three handshakes\t%.3f%n",
                    round, (cpu() - before) * 1_000 / count);
        }
    }

    private static void three(int count, SSLContext server, SSLContext device, SSLContext other) throws Exception {
        for (int i = 0; i < count; i++) {
            shake(device, server);
            shake(other, server);
            shake(device, other);
        }
    }

    private static double cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    private static void shake(SSLContext dials, SSLContext answers) throws Exception {
        SSLEngine client = engine(dials, true);
        SSLEngine server = engine(answers, false);
        client.beginHandshake();
        server.beginHandshake();
        ByteBuffer there = ByteBuffer.allocate(64 * 1024);
        ByteBuffer back = ByteBuffer.allocate(64 * 1024);
        while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step(client, back, there);
            step(server, there, back);
        }
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws Exception {
        ByteBuffer plain = ByteBuffer.allocate(32 * 1024);
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    in.flip();
                    int before = in.remaining();
                    engine.unwrap(in, plain);
                    boolean stuck = in.remaining() == before;
                    in.compact();
                    if (stuck) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    private static SSLEngine engine(SSLContext context, boolean dials) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(dials);
        BCSSLEngine bc = (BCSSLEngine) engine;
        BCSSLParameters parameters = bc.getParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setNamedGroups(new String[] {"X25519MLKEM768", "x25519", "secp256r1"});
        parameters.setSignatureSchemes(new String[] {"ed25519", "ecdsa_secp256r1_sha256"});
        if (dials) {
            parameters.setEarlyKeyShares(new String[] {"X25519MLKEM768"});
        } else {
            parameters.setNeedClientAuth(true);
        }
        bc.setParameters(parameters);
        return engine;
    }

    private static SSLContext context(String algorithm, String signature, String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, BC);
        if (algorithm.equals("EC")) {
            generator.initialize(256, RANDOM);
        }
        KeyPair pair = generator.generateKeyPair();
        X500Name subject = new X500Name("CN=" + name);
        X509Certificate certificate = new JcaX509CertificateConverter()
                .setProvider(BC)
                .getCertificate(new JcaX509v3CertificateBuilder(
                                subject, BigInteger.ONE, new Date(0), new Date(Long.MAX_VALUE / 100_000), subject, pair.getPublic())
                        .build(new JcaContentSignerBuilder(signature).setProvider(BC).build(pair.getPrivate())));
        SSLContext context = SSLContext.getInstance("TLS", JSSE);
        context.init(new KeyManager[] {new Key(pair.getPrivate(), certificate)}, new TrustManager[] {new Everybody()}, RANDOM);
        return context;
    }

    private static final class Key extends X509ExtendedKeyManager {
        private final PrivateKey key;
        private final X509Certificate certificate;
        private final String type;

        Key(PrivateKey key, X509Certificate certificate) {
            this.key = key;
            this.certificate = certificate;
            this.type = key.getAlgorithm().startsWith("EC") ? "EC/secp256r1" : "Ed25519";
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return "own";
        }

        @Override
        public String chooseEngineServerAlias(String wanted, Principal[] issuers, SSLEngine engine) {
            return wanted.equals(type) || wanted.equals(key.getAlgorithm()) ? "own" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getClientAliases(String wanted, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getServerAliases(String wanted, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseServerAlias(String wanted, Principal[] issuers, Socket socket) {
            return "own";
        }
    }

    private static final class Everybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
