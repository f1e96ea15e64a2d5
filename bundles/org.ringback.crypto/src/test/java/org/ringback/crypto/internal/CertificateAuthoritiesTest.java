package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerAuthorities;
import org.ringback.api.crypto.ServerAuthorities.NewAuthority;
import org.ringback.api.crypto.ServerCredentials;

public class CertificateAuthoritiesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<String> HOSTS = List.of("ring.example.org", "192.0.2.1", "2001:db8::1");
    private static final Duration DAY = Duration.ofDays(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final ServerAuthorities authorities = new CertificateAuthorities();
    private final NewAuthority authority = authorities.create(NOW);

    @Test
    public void theAuthorityAndItsBackupArePinned() {
        ServerCredentials credentials = authorities.credentials(authority.authority(), HOSTS, NOW);
        assertEquals(2, authority.pins().authorities().size());
        assertEquals(authority.pins().authorities().get(0), credentials.authority());
        assertNotEquals(
                authority.pins().authorities().get(0),
                authority.pins().authorities().get(1));
    }

    @Test
    public void theAuthorityLastsTwentyYears() {
        X509Certificate ca = chain(NOW).get(1);
        assertEquals(NOW, ca.getNotBefore().toInstant());
        assertEquals(Instant.parse("2046-11-22T12:00:00Z"), ca.getNotAfter().toInstant());
    }

    @Test
    public void aLeafLastsNinetyDaysAndIsRenewedAfterSixty() {
        Instant later = NOW.plus(DAY.multipliedBy(100));
        ServerCredentials credentials = authorities.credentials(authority.authority(), HOSTS, later);
        X509Certificate leaf = chain(later).get(0);
        assertEquals(NOW, leaf.getNotBefore().toInstant());
        assertEquals(later.plus(DAY.multipliedBy(90)), leaf.getNotAfter().toInstant());
        assertEquals(later.plus(DAY.multipliedBy(60)), credentials.renewAt());
    }

    @Test
    public void aLeafMadeBeforeItsAuthorityIsStillGood() {
        X509Certificate leaf = chain(Instant.EPOCH).get(0);
        assertEquals(NOW, leaf.getNotBefore().toInstant());
        assertEquals(NOW.plus(DAY.multipliedBy(90)), leaf.getNotAfter().toInstant());
    }

    @Test
    public void aLeafDoesNotOutliveItsAuthority() {
        X509Certificate leaf = chain(Instant.parse("2046-11-01T00:00:00Z")).get(0);
        assertEquals(Instant.parse("2046-11-22T12:00:00Z"), leaf.getNotAfter().toInstant());
    }

    @Test
    public void everyLeafHasAKeyOfItsOwn() {
        assertNotEquals(
                authorities.credentials(authority.authority(), HOSTS, NOW).leaf(),
                authorities.credentials(authority.authority(), HOSTS, NOW).leaf());
    }

    @Test
    public void anotherPkixImplementationTakesTheChain() throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", "SUN");
        List<X509Certificate> chain = chain(NOW);
        X509Certificate leaf = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(chain.get(0).getEncoded()));
        X509Certificate ca = (X509Certificate) factory.generateCertificate(
                new ByteArrayInputStream(chain.get(1).getEncoded()));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX", "SUN").validate(factory.generateCertPath(List.of(leaf)), parameters);
        assertEquals(3, leaf.getSubjectAlternativeNames().size());
    }

    @Test
    public void openSslTakesTheChainWhereThereIsOne() throws IOException, InterruptedException {
        Path ca = folder.newFile("ca.pem").toPath();
        Path leaf = folder.newFile("leaf.pem").toPath();
        List<X509Certificate> chain = chain(NOW);
        Files.writeString(leaf, pem(chain.get(0)));
        Files.writeString(ca, pem(chain.get(1)));
        assumeTrue("openssl is installed", Files.isExecutable(Path.of("/usr/bin/openssl")));
        for (String[] name : new String[][] {
            {"-verify_hostname", HOSTS.get(0)}, {"-verify_ip", HOSTS.get(1)}, {"-verify_ip", HOSTS.get(2)}
        }) {
            Process openssl = new ProcessBuilder(
                            "/usr/bin/openssl",
                            "verify",
                            "-x509_strict",
                            "-purpose",
                            "sslserver",
                            "-attime",
                            String.valueOf(NOW.getEpochSecond()),
                            name[0],
                            name[1],
                            "-CAfile",
                            ca.toString(),
                            leaf.toString())
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(answer, 0, openssl.waitFor());
        }
    }

    @Test
    public void theBackupIsAKeyAndItsPinnedCertificateInPem() throws GeneralSecurityException {
        String pem = new String(authority.backupPem().copyBytes(), StandardCharsets.US_ASCII);
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(section(pem, "PRIVATE KEY")));
        X509Certificate certificate = KeyAndChain.certificate(section(pem, "CERTIFICATE"));
        assertEquals(authority.pins().authorities().get(1), Spki.of(certificate).fingerprint());
    }

    @Test
    public void credentialsComeBackFromTheirStoredForm() {
        ServerCredentials made = authorities.credentials(authority.authority(), HOSTS, NOW);
        StoredCredentials read = StoredCredentials.read(made.encoded());
        assertEquals(made.leaf(), read.leaf());
        assertEquals(made.authority(), read.authority());
        assertEquals(made.renewAt(), read.renewAt());
    }

    @Test
    public void whatIsNoAuthorityOrNoHostIsRefused() {
        Secret identity = new StoredIdentities().create().encoded();
        assertThrows(
                IllegalArgumentException.class, () -> authorities.credentials(Secret.copyOf(new byte[9]), HOSTS, NOW));
        assertThrows(IllegalArgumentException.class, () -> authorities.credentials(identity, HOSTS, NOW));
        assertThrows(
                IllegalArgumentException.class, () -> authorities.credentials(authority.authority(), List.of(), NOW));
        assertThrows(
                IllegalArgumentException.class,
                () -> authorities.credentials(authority.authority(), List.of("not a host"), NOW));
        assertThrows(IllegalArgumentException.class, () -> StoredCredentials.read(identity));
    }

    @Test
    public void nothingPrintsAKey() {
        ServerCredentials credentials = authorities.credentials(authority.authority(), HOSTS, NOW);
        assertEquals("StoredCredentials[" + credentials.leaf().shortForm() + "]", credentials.toString());
        assertFalse(authority.toString().contains("PRIVATE"));
        assertTrue(authority.toString().contains("Secret["));
    }

    private List<X509Certificate> chain(Instant made) {
        return StoredCredentials.of(authorities.credentials(authority.authority(), HOSTS, made))
                .material()
                .chain();
    }

    private static String pem(X509Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] section(String pem, String name) {
        String begin = "-----BEGIN " + name + "-----";
        int start = pem.indexOf(begin) + begin.length();
        return Base64.getMimeDecoder().decode(pem.substring(start, pem.indexOf("-----END " + name + "-----")));
    }
}
