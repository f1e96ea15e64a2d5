package org.ringback.crypto.internal;

import static org.junit.Assert.assertArrayEquals;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.Secret;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

public class CertificateAuthoritiesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<String> HOSTS = List.of("ring.example.org", "192.0.2.1", "2001:db8::1");
    private static final Duration DAY = Duration.ofDays(1);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final CertificateAuthorities authorities = new CertificateAuthorities();
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
    public void theBackupTakesTheAuthoritysPlaceAndANewBackupStandsBehindIt() {
        NewAuthority next = authorities.fromBackup(authority.backupPem(), NOW.plus(DAY));
        assertEquals(
                authority.pins().authorities().get(1), next.pins().authorities().get(0));
        assertEquals(
                authority.pins().authorities().get(1),
                authorities.credentials(next.authority(), HOSTS, NOW.plus(DAY)).authority());
        assertFalse(authority
                .pins()
                .authorities()
                .contains(next.pins().authorities().get(1)));
        NewAuthority third = authorities.fromBackup(next.backupPem(), NOW.plus(DAY));
        assertEquals(
                next.pins().authorities().get(1), third.pins().authorities().get(0));
    }

    @Test
    public void aBackupThatWentThroughEditorsIsStillTheBackup() {
        String pem = text(authority.backupPem());
        for (String carried : List.of(
                pem.replace("\n", "\r\n"),
                "\uFEFF" + pem,
                "the backup CA, keep it safe\n\n" + pem + "\n\n",
                pem.replace("\n", "\n  "))) {
            assertEquals(
                    authority.pins().authorities().get(1),
                    authorities
                            .fromBackup(secret(carried), NOW)
                            .pins()
                            .authorities()
                            .get(0));
        }
    }

    @Test
    public void whatIsNoBackupIsRefusedAndNamed() {
        String pem = text(authority.backupPem());
        String other = text(authorities.create(NOW).backupPem());
        String certificate = pem.substring(pem.indexOf("-----BEGIN CERTIFICATE"));
        String key = pem.substring(0, pem.indexOf("-----BEGIN CERTIFICATE"));
        String otherKey = other.substring(0, other.indexOf("-----BEGIN CERTIFICATE"));
        assertRefused("empty", "");
        assertRefused("empty", " \n\t\n");
        assertRefused("no PEM", "Lorem ipsum");
        assertRefused("no PEM", "\0\1\2\uFFFF");
        assertRefused("holds a second PRIVATE KEY", pem + pem);
        assertRefused("holds a second PRIVATE KEY", pem + other);
        assertRefused("holds CERTIFICATE alone", certificate);
        assertRefused("holds PRIVATE KEY alone", key);
        assertRefused("passphrase", key.replace("PRIVATE", "ENCRYPTED PRIVATE") + certificate);
        assertRefused("holds EC PRIVATE KEY and CERTIFICATE", key.replace("PRIVATE", "EC PRIVATE") + certificate);
        assertRefused("no pair", otherKey + certificate);
        assertRefused("cut", pem.substring(0, pem.length() - 30));
        assertRefused("changed", key.replace("MI", "MJ") + certificate);
        assertRefused("no PEM", "-----BEGIN " + "secret".repeat(20) + "-----\n-----END x-----");
    }

    @Test
    public void noChangedByteOfABackupGivesAnythingButARefusalInWords() throws Exception {
        String[] parts = text(authority.backupPem()).split("-----[A-Z ]+-----", -1);
        byte[] key = Base64.getMimeDecoder().decode(parts[1]);
        byte[] certificate = Base64.getMimeDecoder().decode(parts[3]);
        for (byte[] part : List.of(key, certificate)) {
            for (int at = 0; at < part.length; at++) {
                for (int wrong : new int[] {0x01, 0x80, 0xFF}) {
                    part[at] ^= (byte) wrong;
                    String file = pem(key, certificate);
                    try {
                        authorities.fromBackup(secret(file), NOW);
                    } catch (IllegalArgumentException refused) {
                        assertTrue(
                                refused.getMessage(), refused.getMessage().contains("(expected: the backup CA's file"));
                    }
                    part[at] ^= (byte) wrong;
                }
            }
        }
    }

    @Test
    public void aBackupIsNoLeafAndNotOverItsTime() {
        StoredCredentials leaf = StoredCredentials.of(authorities.credentials(authority.authority(), HOSTS, NOW));
        IllegalArgumentException over = assertThrows(
                IllegalArgumentException.class,
                () -> authorities.fromBackup(authority.backupPem(), Instant.parse("2047-01-01T00:00:00Z")));
        assertTrue(over.getMessage(), over.getMessage().startsWith("a CA that was valid until 2046-11-22T12:00:00Z"));
        assertRefused(
                "no pair",
                pem(leaf.material().key().getEncoded(), leaf.material().certificate()));
    }

    private void assertRefused(String why, String file) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> authorities.fromBackup(secret(file), NOW));
        assertTrue(refused.getMessage(), refused.getMessage().contains(why));
        assertTrue(refused.getMessage(), refused.getMessage().contains("(expected: the backup CA's file"));
        assertFalse(refused.getMessage(), refused.getMessage().contains("secret"));
    }

    private static String pem(byte[] key, X509Certificate certificate) {
        try {
            return pem(key, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(byte[] key, byte[] certificate) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n" + lines.encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String text(Secret secret) {
        return new String(secret.copyBytes(), StandardCharsets.UTF_8);
    }

    private static Secret secret(String text) {
        return Secret.copyOf(text.getBytes(StandardCharsets.UTF_8));
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
    public void bothLeavesHaveTheSameNamesAndDatesAndEachItsUse() throws GeneralSecurityException {
        X509Certificate tls = chain(NOW).get(0);
        List<X509Certificate> chain = agreementChain();
        X509Certificate agreement = chain.get(0);
        assertEquals(2, chain.size());
        assertEquals(chain(NOW).get(1), chain.get(1));
        assertEquals(tls.getNotBefore().toInstant(), agreement.getNotBefore().toInstant());
        assertEquals(tls.getNotAfter().toInstant(), agreement.getNotAfter().toInstant());
        assertEquals(
                List.copyOf(tls.getSubjectAlternativeNames()), List.copyOf(agreement.getSubjectAlternativeNames()));
        assertNotEquals(tls.getSerialNumber(), agreement.getSerialNumber());
        assertEquals(List.of(0), bits(tls.getKeyUsage()));
        assertEquals(List.of(4), bits(agreement.getKeyUsage()));
        assertEquals(List.of("1.3.6.1.5.5.7.3.1"), tls.getExtendedKeyUsage());
        assertEquals(List.of("2.25.38957331933549686859022070591070805707"), agreement.getExtendedKeyUsage());
        assertEquals(-1, agreement.getBasicConstraints());
    }

    @Test
    public void thePrivateKeyIsTheOneOfTheAgreementLeaf() throws GeneralSecurityException {
        ServerCredentials credentials = authorities.credentials(authority.authority(), HOSTS, NOW);
        byte[] info = CertificateFactory.getInstance("X.509", "SUN")
                .generateCertificate(
                        new ByteArrayInputStream(credentials.agreementChain().get(0)))
                .getPublicKey()
                .getEncoded();
        byte[] own = new X25519PrivateKeyParameters(credentials.agreementKey().copyBytes())
                .generatePublicKey()
                .getEncoded();
        assertEquals(44, info.length);
        assertArrayEquals(own, Arrays.copyOfRange(info, 12, 44));
    }

    @Test
    public void credentialsWhoseAgreementKeyIsAnothersAreRefused() {
        ServerCredentials one = authorities.credentials(authority.authority(), HOSTS, NOW);
        ServerCredentials other = authorities.credentials(authority.authority(), HOSTS, NOW);
        StoredCredentials own = StoredCredentials.of(one);
        AgreementLeaf mixed =
                new AgreementLeaf(other.agreementKey(), own.agreement().chain());
        Secret encoded =
                StoredCredentials.of(own.material(), mixed, own.renewAt()).encoded();
        assertThrows(IllegalArgumentException.class, () -> StoredCredentials.read(encoded));
        Secret none = StoredCredentials.of(
                        own.material(), new AgreementLeaf(other.agreementKey(), List.of()), own.renewAt())
                .encoded();
        assertThrows(IllegalArgumentException.class, () -> StoredCredentials.read(none));
        Secret tlsLeaf = StoredCredentials.of(
                        own.material(),
                        new AgreementLeaf(other.agreementKey(), own.material().chain()),
                        own.renewAt())
                .encoded();
        assertThrows(IllegalArgumentException.class, () -> StoredCredentials.read(tlsLeaf));
    }

    @Test
    public void anotherPkixImplementationTakesBothChains() throws GeneralSecurityException {
        validate(chain(NOW));
        validate(agreementChain());
    }

    private static void validate(List<X509Certificate> chain) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509", "SUN");
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
    public void openSslTakesTheChainForTls() throws Exception {
        verify(chain(NOW), "sslserver");
    }

    @Test
    public void openSslTakesTheChainForKeyAgreement() throws Exception {
        verify(agreementChain(), "any");
    }

    private void verify(List<X509Certificate> chain, String purpose) throws IOException, InterruptedException {
        Path ca = folder.newFile("ca.pem").toPath();
        Path leaf = folder.newFile("leaf.pem").toPath();
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
                            purpose,
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
        assertEquals(made.agreementKey(), read.agreementKey());
        assertEquals(2, read.agreementChain().size());
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(
                    made.agreementChain().get(i), read.agreementChain().get(i));
        }
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

    private List<X509Certificate> agreementChain() {
        return StoredCredentials.of(authorities.credentials(authority.authority(), HOSTS, NOW))
                .agreement()
                .chain();
    }

    private static List<Integer> bits(boolean[] usage) {
        return IntStream.range(0, usage.length)
                .filter(bit -> usage[bit])
                .boxed()
                .toList();
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
