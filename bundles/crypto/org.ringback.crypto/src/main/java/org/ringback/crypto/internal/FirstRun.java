package org.ringback.crypto.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.spi.Beginning;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CallKey;
import org.ringback.spi.CryptoProvider;
import org.ringback.spi.DeviceIdentity;
import org.ringback.spi.Grant;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.RingCrypto.CallProofUse;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.RingCrypto.ProofUse;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;

/**
 * Runs everything that a provider does once with good and once with bad input, before its service is registered. All
 * classes are then loaded and linked, so that what was begun goes on after the bundle has stopped or was updated. It
 * also proves that the provider works on this Java. Hashes the password with little memory. Stateless.
 */
final class FirstRun {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final String HOST = "localhost";
    private static final Instant NOW = Instant.EPOCH;

    private FirstRun() {}

    static void of(CryptoProvider provider) {
        DeviceIdentity device = provider.identities().create();
        Secret encoded = device.encoded();
        holds(provider.identities().identity(encoded).fingerprint().equals(device.fingerprint()), "identities");
        refused(() -> provider.identities().identity(bytes(3)));
        SealingKey sealing = provider.identities().createSealingKey();
        rings(provider.rings(), device.fingerprint(), sealing);
        ServerPins pins = authorities(provider);
        strings(provider, pins, device.fingerprint(), sealing);
        holds(provider.calls().beginning(ByteBuffer.wrap(new byte[1])) == Beginning.WRONG, "first bytes");
    }

    private static void rings(RingCrypto rings, KeyFingerprint key, SealingKey sealing) {
        Secret secret = bytes(32);
        RingNonce nonce = new RingNonce("11".repeat(16));
        for (MacUse use : MacUse.values()) {
            rings.hmac(rings.macKey(secret, use, LAMP), new byte[1]);
        }
        byte[] transaction = new byte[12];
        byte[] datagram = rings.sealDatagram(secret, transaction, transaction, LAMP, new byte[1], new byte[9]);
        holds(opened(rings, secret, datagram).isPresent(), "datagram");
        datagram[0]++;
        holds(opened(rings, secret, datagram).isEmpty(), "changed datagram");
        byte[] proof = rings.ringProof(secret, ProofUse.GRANT, RingSystem.CERTIFIED, nonce, LAMP, "http", key, key);
        BoxContent content = new BoxContent(
                RingSystem.CERTIFIED, "http", new GrantId("22".repeat(16)), key, proof, Optional.of(proof));
        SealedBox box = rings.sealBox(sealing.publicKey(), LAMP, nonce, content);
        Optional<OpenedBox> open = rings.openBox(sealing, LAMP, nonce, box.bytes());
        holds(open.isPresent() && open.get().content().grant().equals(content.grant()), "box");
        byte[] changed = box.bytes().clone();
        changed[changed.length - 1]++;
        holds(rings.openBox(sealing, LAMP, nonce, changed).isEmpty(), "changed box");
        ToldReason told = new ToldReason(RingReason.TOO_SOON, Duration.ofSeconds(2));
        byte[] reason = rings.sealReason(open.get().reasonKey(), LAMP, nonce, new byte[32], told);
        holds(rings.openReason(box.reasonKey(), LAMP, nonce, reason).equals(Optional.of(told)), "reason");
        reason[reason.length - 1]++;
        holds(rings.openReason(box.reasonKey(), LAMP, nonce, reason).isEmpty(), "changed reason");
        CallKey call = rings.callKey(bytes(48), bytes(48), key, key, nonce);
        holds(
                !Arrays.equals(
                        rings.callProof(call, CallProofUse.ATTACH, 1), rings.callProof(call, CallProofUse.ATTACHED, 1)),
                "call");
        rings.enrolmentProof(rings.codeKey(bytes(16)), new byte[32]);
        new PasswordHash(PasswordHash.LITTLE).hash(secret, new byte[PasswordHash.SALT_LENGTH]);
    }

    private static Optional<byte[]> opened(RingCrypto rings, Secret secret, byte[] sealed) {
        byte[] transaction = new byte[12];
        return rings.openDatagram(secret, transaction, transaction, LAMP, new byte[1], sealed);
    }

    private static ServerPins authorities(CryptoProvider provider) {
        NewAuthority made = provider.authorities().create(NOW);
        ServerCredentials credentials = provider.authorities().credentials(made.authority(), List.of(HOST), NOW);
        NewAuthority next = provider.authorities().fromBackup(made.backupPem(), NOW);
        holds(next.pins().authorities().get(0).equals(made.pins().authorities().get(1)), "backup CA");
        refused(() -> provider.authorities().fromBackup(bytes(9), NOW));
        try {
            provider.chains().agreementKey(credentials.agreementChain(), made.pins(), HOST, NOW);
        } catch (ProtectionException e) {
            throw new IllegalStateException("a chain of our own holds", e);
        }
        refused(() -> provider.chains().agreementKey(credentials.agreementChain(), made.pins(), "other", NOW));
        refused(() -> provider.chains().agreementKey(List.of(new byte[9]), made.pins(), HOST, NOW));
        return made.pins();
    }

    private static void strings(CryptoProvider provider, ServerPins pins, KeyFingerprint key, SealingKey sealing) {
        Ticket ticket = new Ticket(
                List.of(HOST + ":3478"), pins, Set.of(ProtectionId.TLS13), LAMP, Role.ISSUER, 1, bytes(16), NOW);
        Grant grant = new Grant(
                ticket,
                LAMP,
                key,
                sealing.publicKey(),
                new GrantId("33".repeat(16)),
                bytes(32),
                EnumSet.allOf(RingSystem.class),
                NOW);
        String text = provider.strings().print(ticket);
        holds(provider.strings().ticket(text).equals(ticket), "enrolment string");
        refused(() -> provider.strings().ticket(text.substring(1)));
        holds(provider.strings().grant(provider.strings().print(grant)).equals(grant), "grant string");
        refused(() -> provider.strings().grant(text));
    }

    private static Secret bytes(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) length);
        return Secret.copyOf(bytes);
    }

    private static void holds(boolean so, String what) {
        if (!so) {
            throw new IllegalStateException("crypto: " + what + " (expected: to work on this Java)");
        }
    }

    private static void refused(Callable<?> bad) {
        try {
            bad.call();
        } catch (IllegalArgumentException | ProtectionException expected) {
            return;
        } catch (Exception e) {
            throw new IllegalStateException("bad input (expected: to be refused in order)", e);
        }
        throw new IllegalStateException("bad input (expected: to be refused)");
    }
}
