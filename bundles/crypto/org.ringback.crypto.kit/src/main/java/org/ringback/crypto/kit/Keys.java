package org.ringback.crypto.kit;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringback.api.Secret;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.SealingKey;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;

/** Keys that a provider makes: judged by the JDK's own cryptography, and read by the other provider. Stateless. */
final class Keys {
    static final String HOST = "localhost";
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final byte[] MESSAGE = Expect.counting(100);
    private static final Instant LATER = NOW.plus(Duration.ofDays(400));

    private Keys() {}

    static void add(CryptoProvider tried, CryptoProvider reference, Extent extent, Checks checks) {
        checks.add("ed25519: signs", () -> signs(tried.identities().create()));
        checks.add("ed25519: a key of the reference", () -> reads(reference, tried));
        checks.add("ed25519: a key for the reference", () -> reads(tried, reference));
        checks.add("ed25519: a key that is none", () -> {
            byte[] encoded = tried.identities().create().encoded().copyBytes();
            extent.positions(encoded.length)
                    .forEach(at -> Expect.refused("cut to " + at + " bytes", () -> tried.identities()
                            .identity(Secret.copyOf(Arrays.copyOf(encoded, Math.max(1, at))))));
        });
        checks.add("x25519: sealing key", () -> {
            SealingKey key = tried.identities().createSealingKey();
            Expect.holds(
                    Arrays.equals(Jdk.x25519(key.encoded()), key.publicKey().bytes()),
                    "its halves are no pair (RFC 7748 §6.1)");
        });
        checks.add("authority: pins and chain", () -> chain(tried));
        checks.add("authority: of the reference", () -> leaves(reference, tried));
        checks.add("authority: for the reference", () -> leaves(tried, reference));
        checks.add("authority: backup CA", () -> {
            NewAuthority made = tried.authorities().create(NOW);
            NewAuthority next = tried.authorities().fromBackup(made.backupPem(), NOW);
            Expect.holds(
                    next.pins()
                            .authorities()
                            .get(0)
                            .equals(made.pins().authorities().get(1)),
                    "it is not the one that was pinned");
            Expect.refused(
                    "a backup of nine bytes", () -> tried.authorities().fromBackup(Secret.copyOf(new byte[9]), NOW));
        });
        checks.add("chain: refused", () -> refusals(tried, extent));
    }

    private static void signs(DeviceIdentity device) throws Exception {
        byte[] signature = device.sign(MESSAGE);
        Expect.holds(Jdk.signed(device.publicKey(), MESSAGE, signature), "the signature does not hold");
        Expect.holds(Arrays.equals(signature, device.sign(MESSAGE)), "two signatures differ (RFC 8032 §5.1.6)");
        Expect.holds(
                Jdk.fingerprint(device.publicKey()).equals(device.fingerprint()),
                "its fingerprint is not SHA-256 of its key");
    }

    private static void reads(CryptoProvider makes, CryptoProvider reads) throws Exception {
        DeviceIdentity made = makes.identities().create();
        DeviceIdentity read = reads.identities().identity(made.encoded());
        Expect.holds(read.fingerprint().equals(made.fingerprint()), "it is another key");
        signs(read);
    }

    private static void chain(CryptoProvider tried) throws Exception {
        NewAuthority authority = tried.authorities().create(NOW);
        ServerCredentials credentials = tried.authorities().credentials(authority.authority(), List.of(HOST), NOW);
        List<byte[]> chain = credentials.agreementChain();
        X509Certificate above = Jdk.certificate(chain.get(chain.size() - 1));
        Expect.holds(
                Jdk.fingerprint(above.getPublicKey().getEncoded())
                                .equals(authority.pins().authorities().get(0))
                        && credentials
                                .authority()
                                .equals(authority.pins().authorities().get(0)),
                "the chain does not end with the CA that is pinned");
        for (int i = chain.size() - 2; i >= 0; i--) {
            X509Certificate below = Jdk.certificate(chain.get(i));
            below.verify(above.getPublicKey());
            above = below;
        }
        byte[] key = tried.chains().agreementKey(chain, authority.pins(), HOST, NOW);
        Expect.holds(Arrays.equals(key, above.getPublicKey().getEncoded()), "the key is not the leaf's");
        Expect.holds(
                Arrays.equals(
                        Jdk.x25519(credentials.agreementKey()), Arrays.copyOfRange(key, key.length - 32, key.length)),
                "the leaf's key and the private one are no pair");
    }

    /** A stored CA of the one, leaves by the other, judged by the first. */
    private static void leaves(CryptoProvider stores, CryptoProvider makes) throws Exception {
        NewAuthority authority = stores.authorities().create(NOW);
        ServerCredentials credentials = makes.authorities().credentials(authority.authority(), List.of(HOST), NOW);
        stores.chains().agreementKey(credentials.agreementChain(), authority.pins(), HOST, NOW);
        makes.chains().agreementKey(credentials.agreementChain(), authority.pins(), HOST, NOW);
    }

    private static void refusals(CryptoProvider tried, Extent extent) {
        NewAuthority authority = tried.authorities().create(NOW);
        NewAuthority other = tried.authorities().create(NOW);
        List<byte[]> chain = tried.authorities()
                .credentials(authority.authority(), List.of(HOST), NOW)
                .agreementChain();
        Expect.refused("another CA", () -> tried.chains().agreementKey(chain, other.pins(), HOST, NOW));
        Expect.refused("another host", () -> tried.chains().agreementKey(chain, authority.pins(), "other", NOW));
        Expect.refused("a later date", () -> tried.chains().agreementKey(chain, authority.pins(), HOST, LATER));
        Expect.refused("no CA", () -> tried.chains().agreementKey(chain.subList(0, 1), authority.pins(), HOST, NOW));
        byte[] leaf = chain.get(0);
        extent.positions(leaf.length).forEach(at -> {
            List<byte[]> changed = new ArrayList<>(chain);
            changed.set(0, Expect.changed(leaf, at));
            Expect.refused("leaf, byte " + at + " changed", () -> tried.chains()
                    .agreementKey(changed, authority.pins(), HOST, NOW));
        });
    }
}
