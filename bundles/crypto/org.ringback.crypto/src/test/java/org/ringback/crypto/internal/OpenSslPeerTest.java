package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** OpenSSL's own program dials our {@code tls13} server over a socket. */
public class OpenSslPeerTest {
    private static final Path OPENSSL = Path.of("/usr/bin/openssl");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HOST = "ring.example.org";
    private static final int PATIENCE_MILLIS = 60_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout limit = Timeout.seconds(120);

    @Test
    public void aDeviceMadeOfOpenSslGetsThroughWithX25519() throws Exception {
        assumeTrue("openssl is installed", Files.isExecutable(OPENSSL));
        CertificateAuthorities authorities = new CertificateAuthorities();
        NewAuthority authority = authorities.create(NOW);
        ServerCredentials credentials = authorities.credentials(authority.authority(), List.of(HOST), NOW);
        Path key = folder.getRoot().toPath().resolve("device.key");
        Path certificate = folder.getRoot().toPath().resolve("device.pem");
        run("genpkey", "-algorithm", "ed25519", "-out", key.toString());
        run("req", "-new", "-x509", "-subj", "/CN=device", "-key", key.toString(), "-out", certificate.toString());
        Path ca = file(
                "ca.pem",
                "CERTIFICATE",
                StoredCredentials.of(credentials).material().last().getEncoded());

        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout(PATIENCE_MILLIS);
            Future<Served> served = executor.submit(() -> serve(listener, new Tls13Protection().answer(credentials)));
            Process openssl = new ProcessBuilder(
                            OPENSSL.toString(),
                            "s_client",
                            "-connect",
                            "127.0.0.1:" + listener.getLocalPort(),
                            "-tls1_3",
                            "-groups",
                            "x25519",
                            "-alpn",
                            "ringback/1",
                            "-cert",
                            certificate.toString(),
                            "-key",
                            key.toString(),
                            "-CAfile",
                            ca.toString(),
                            "-verify_hostname",
                            HOST,
                            "-verify_return_error",
                            "-attime",
                            String.valueOf(NOW.getEpochSecond()))
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream toServer = openssl.getOutputStream()) {
                toServer.write("hello\n".getBytes(StandardCharsets.US_ASCII));
                toServer.flush();
                String told = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(told, told.contains("Verify return code: 0 (ok)"));
                assertTrue(told, told.contains("ALPN protocol: ringback/1"));
                assertTrue(told, told.contains("welcome"));
                assertEquals(told, 0, openssl.waitFor());
            } finally {
                openssl.destroyForcibly();
            }
            Served seen = served.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            assertEquals("hello\n", seen.plaintext());
            assertEquals("x25519", seen.end().session.keyAgreement());
            assertEquals(keyIn(certificate), seen.end().session.peerKey());
        } finally {
            executor.shutdownNow();
        }
    }

    /** Answers one connection: takes a line, says welcome, ends in order. */
    private static Served serve(ServerSocket listener, ProtectionSession session)
            throws IOException, ProtectionException {
        TestEnd end = new TestEnd(session);
        session.start(end);
        try (Socket socket = listener.accept()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = socket.getInputStream();
            byte[] chunk = new byte[4_096];
            int written = 0;
            while (end.plaintext().length < "hello\n".length()) {
                int count = in.read(chunk);
                if (count < 0) {
                    throw new IOException("left early");
                }
                session.receive(ByteBuffer.wrap(chunk, 0, count), end);
                written = flush(end, socket, written);
            }
            end.send("welcome".getBytes(StandardCharsets.US_ASCII));
            session.finish(end);
            flush(end, socket, written);
            return new Served(new String(end.plaintext(), StandardCharsets.US_ASCII), end);
        }
    }

    private static int flush(TestEnd end, Socket socket, int written) throws IOException {
        byte[] all = end.sent();
        socket.getOutputStream().write(all, written, all.length - written);
        return all.length;
    }

    private static void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(OPENSSL.toString()));
        command.addAll(List.of(arguments));
        Process openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(told, 0, openssl.waitFor());
    }

    private static KeyFingerprint keyIn(Path certificate) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            byte[] info = CertificateFactory.getInstance("X.509", "SUN")
                    .generateCertificate(pem)
                    .getPublicKey()
                    .getEncoded();
            return KeyFingerprint.of(Kdf.sha256(info));
        }
    }

    private Path file(String name, String label, byte[] der) throws IOException {
        Path file = folder.newFile(name).toPath();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(file, "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n");
    }

    private record Served(String plaintext, TestEnd end) {}
}
