package org.ringback.crypto.internal;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;
import org.ringback.spi.BoxContent;
import org.ringback.spi.CallKey;
import org.ringback.spi.OpenedBox;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.spi.SealedBox;
import org.ringback.spi.SealingKey;
import org.ringback.spi.SealingPublicKey;
import org.ringback.wire.TransactionId;

/** {@link RingCrypto} on Bouncy Castle's lightweight primitives. Thread-safe. */
public final class BouncyRingCrypto implements RingCrypto {
    private final SecureRandom random;
    private final PasswordHash passwordHash;

    /** Uses the system's randomness. */
    public BouncyRingCrypto() {
        this(new SecureRandom(), new PasswordHash());
    }

    BouncyRingCrypto(SecureRandom random, PasswordHash passwordHash) {
        this.random = random;
        this.passwordHash = passwordHash;
    }

    @Override
    public Secret macKey(Secret registrationKey, MacUse use, EquipmentId equipment) {
        return Kdf.deriveSecret(registrationKey, Kdf.NO_SALT, Fields.join(Labels.of(use), id(equipment)));
    }

    @Override
    public byte[] sealDatagram(
            Secret registrationKey,
            byte[] transactionId,
            byte[] inReplyTo,
            EquipmentId equipment,
            byte[] aad,
            byte[] plaintext) {
        byte[] key = datagramKey(registrationKey, transactionId, inReplyTo, equipment);
        try {
            return DatagramSeal.seal(key, aad, plaintext);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public Optional<byte[]> openDatagram(
            Secret registrationKey,
            byte[] transactionId,
            byte[] inReplyTo,
            EquipmentId equipment,
            byte[] aad,
            byte[] sealed) {
        byte[] key = datagramKey(registrationKey, transactionId, inReplyTo, equipment);
        try {
            return DatagramSeal.open(key, aad, sealed);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public SealedBox sealBox(SealingPublicKey recipient, EquipmentId equipment, RingNonce nonce, BoxContent content) {
        // [KEY-10] info = F(box, equipment ID), AAD = the ring nonce (16 bytes).
        return BoxSeal.seal(
                recipient,
                boxInfo(equipment),
                nonce.bytes(),
                BoxCodec.write(content),
                reasonContext(equipment),
                new X25519PrivateKeyParameters(random));
    }

    @Override
    public Optional<OpenedBox> openBox(SealingKey key, EquipmentId equipment, RingNonce nonce, byte[] box) {
        return BoxSeal.open(key, boxInfo(equipment), nonce.bytes(), reasonContext(equipment), box)
                .flatMap(opened ->
                        BoxCodec.read(opened.plaintext()).map(content -> new OpenedBox(content, opened.reasonKey())));
    }

    @Override
    public byte[] sealReason(ReasonKey key, EquipmentId equipment, RingNonce nonce, byte[] fresh, ToldReason reason) {
        return ReasonSeal.seal(key, fresh, Fields.join(nonce.bytes(), id(equipment)), reason);
    }

    @Override
    public Optional<ToldReason> openReason(ReasonKey key, EquipmentId equipment, RingNonce nonce, byte[] sealed) {
        return ReasonSeal.open(key, Fields.join(nonce.bytes(), id(equipment)), sealed);
    }

    @Override
    public CallKey callKey(
            Secret acceptorHalf, Secret issuerHalf, KeyFingerprint acceptor, KeyFingerprint issuer, RingNonce nonce) {
        return CallSecrets.key(acceptorHalf, issuerHalf, acceptor, issuer, nonce);
    }

    @Override
    public byte[] callProof(CallKey key, CallProofUse use, long epoch) {
        return CallSecrets.proof(key, use, epoch);
    }

    @Override
    public byte[] ringProof(
            Secret key,
            ProofUse use,
            RingSystem system,
            RingNonce nonce,
            EquipmentId equipment,
            String service,
            KeyFingerprint issuer,
            KeyFingerprint acceptor) {
        byte[] proofKey = Kdf.derive(key, Kdf.NO_SALT, Fields.join(Labels.of(use)));
        try {
            // [KEY-4] Ring proof, grant or password: HMAC(its key, F(version = 01, system (8 bits), ring nonce (16) …
            return Kdf.hmac(
                    proofKey,
                    Fields.join(
                            new byte[] {Labels.VERSION},
                            new byte[] {(byte) system.number()},
                            nonce.bytes(),
                            id(equipment),
                            Fields.ascii(BoxCodec.service(service)),
                            issuer.bytes(),
                            acceptor.bytes()));
        } finally {
            Arrays.fill(proofKey, (byte) 0);
        }
    }

    @Override
    public Secret codeKey(Secret code) {
        return Kdf.deriveSecret(code, Kdf.NO_SALT, Fields.join(Labels.CODE));
    }

    @Override
    public byte[] enrolmentProof(Secret codeKey, byte[] binding) {
        // [KEY-5] Enrolment proof: HMAC(k, F(enrolment proof, binding)).
        return Kdf.hmac(codeKey, Fields.join(Labels.ENROLMENT_PROOF, Fields.ofLength("binding", binding, Kdf.LENGTH)));
    }

    @Override
    public Secret passwordInformation(Secret password, EquipmentId equipment, KeyFingerprint identity) {
        // [KEY-8] salt = the first 16 bytes of SHA-256(F(password salt, equipment ID, equipment's key hash)).
        byte[] salt = Kdf.sha256(Fields.join(Labels.PASSWORD_SALT, id(equipment), identity.bytes()));
        return passwordHash.hash(password, Arrays.copyOf(salt, PasswordHash.SALT_LENGTH));
    }

    @Override
    public byte[] hmac(Secret key, byte[] data) {
        return Kdf.hmac(key, data);
    }

    private static byte[] datagramKey(
            Secret registrationKey, byte[] transactionId, byte[] inReplyTo, EquipmentId equipment) {
        Fields.ofLength("transaction ID", transactionId, TransactionId.LENGTH);
        Fields.ofLength("IN-REPLY-TO", inReplyTo, TransactionId.LENGTH);
        byte[] salt = Arrays.copyOf(transactionId, transactionId.length + inReplyTo.length);
        System.arraycopy(inReplyTo, 0, salt, transactionId.length, inReplyTo.length);
        return Kdf.derive(registrationKey, salt, Fields.join(Labels.DATAGRAM_RING, id(equipment)));
    }

    private static byte[] reasonContext(EquipmentId equipment) {
        return Fields.join(Labels.REASON, id(equipment));
    }

    private static byte[] boxInfo(EquipmentId equipment) {
        return Fields.join(Labels.BOX, id(equipment));
    }

    private static byte[] id(EquipmentId equipment) {
        return Fields.ascii(equipment.value());
    }
}
