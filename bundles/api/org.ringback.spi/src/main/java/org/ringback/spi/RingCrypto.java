package org.ringback.spi;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.OpaqueString;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Secret;
import org.ringback.api.ToldReason;

/**
 * The primitives of registrations and rings; each use has its own HKDF label (docs/protocol.md, "Keys and labels").
 * Part of a {@link CryptoProvider}; stateless, thread-safe. Each call takes about a millisecond at most, except
 * {@link #passwordInformation}.
 */
public interface RingCrypto {
    /** Length of every proof, in bytes. */
    int PROOF_LENGTH = 32;

    /** Length of the random bytes in front of a sealed reason. */
    int REASON_RANDOM_LENGTH = 32;

    /** Length of every sealed reason: the random bytes, 8 bytes of plaintext, a tag of 16. */
    int SEALED_REASON_LENGTH = REASON_RANDOM_LENGTH + 8 + 16;

    /**
     * The kind of message that a MAC key is for. Each kind has its own key, so that no message can be replayed as one
     * of another kind.
     */
    enum MacUse {
        /** Register and Deregister, acceptor to server. */
        REGISTER,
        /** Registered, server to acceptor. */
        REGISTERED,
        /** Wake-up, server to acceptor. */
        WAKE_UP,
        /** The acknowledgement of a datagram ring, acceptor to server. */
        RING_ACKNOWLEDGED,
        /** Report by UDP, acceptor to server. */
        REPORT,
        /** The acknowledgement of a report, server to acceptor. */
        REPORT_ACKNOWLEDGED
    }

    /** Length of a call's ID, in bytes. */
    int CALL_ID_LENGTH = 16;

    /** Length of what each end adds to a call's key: half of the ID, then half of the secret, random bytes both. */
    int CALL_HALF_LENGTH = CALL_ID_LENGTH + 32;

    /** Which end proves that a session carries a call. */
    enum CallProofUse {
        /** The acceptor, first. */
        ATTACH,
        /** The issuer, in answer. */
        ATTACHED
    }

    /** What a ring's proof is made with. */
    enum ProofUse {
        /** The grant's 256-bit secret. */
        GRANT,
        /** The password information. */
        PASSWORD
    }

    /**
     * Derives the MESSAGE-INTEGRITY-SHA256 key for one kind of message.
     *
     * @param registrationKey the lease's key
     * @param use which kind
     * @param equipment whose
     * @return a 32-byte key
     */
    Secret macKey(Secret registrationKey, MacUse use, EquipmentId equipment);

    /**
     * Seals a datagram ring: HKDF(registration key, salt = transaction ID ‖ IN-REPLY-TO, info = label ‖ equipment ID),
     * ChaCha20-Poly1305 with nonce 0, used once. Deterministic.
     *
     * @param registrationKey the lease's key
     * @param transactionId 12 bytes, of this request
     * @param inReplyTo 12 bytes, of the registration answered
     * @param equipment whose
     * @param aad the message up to the sealed attribute
     * @param plaintext what to seal
     * @return ciphertext with its tag, 16 bytes longer than the plaintext
     */
    byte[] sealDatagram(
            Secret registrationKey,
            byte[] transactionId,
            byte[] inReplyTo,
            EquipmentId equipment,
            byte[] aad,
            byte[] plaintext);

    /**
     * Opens what {@link #sealDatagram} sealed.
     *
     * @param registrationKey the lease's key
     * @param transactionId 12 bytes, of the request
     * @param inReplyTo 12 bytes, of the registration answered
     * @param equipment whose
     * @param aad the message up to the sealed attribute
     * @param sealed ciphertext with tag
     * @return the plaintext, or empty if anything was changed
     */
    Optional<byte[]> openDatagram(
            Secret registrationKey,
            byte[] transactionId,
            byte[] inReplyTo,
            EquipmentId equipment,
            byte[] aad,
            byte[] sealed);

    /**
     * Seals the issuer's box with HPKE base mode (RFC 9180; DHKEM(X25519, HKDF-SHA256), HKDF-SHA256,
     * ChaCha20Poly1305), info = version ‖ equipment ID, AAD = ring nonce.
     *
     * @param recipient the equipment's sealing key
     * @param equipment the equipment wanted
     * @param nonce the ring
     * @param content what to say
     * @return the box
     */
    SealedBox sealBox(SealingPublicKey recipient, EquipmentId equipment, RingNonce nonce, BoxContent content);

    /**
     * Opens a box.
     *
     * @param key the equipment's sealing key
     * @param equipment the equipment
     * @param nonce the ring
     * @param box what came
     * @return the content, or empty if it was made for another key, equipment or ring, changed, or malformed
     */
    Optional<OpenedBox> openBox(SealingKey key, EquipmentId equipment, RingNonce nonce, byte[] box);

    /**
     * Seals the reason that a gateway tells the issuer whose box it opened: ChaCha20-Poly1305 with nonce 0 under
     * HKDF(exported, salt = encapsulated key ‖ the random bytes), AAD = ring nonce and equipment ID. All results have
     * the same length, and without the key look like random bytes.
     *
     * @param key of the box
     * @param equipment the equipment
     * @param nonce the ring
     * @param random {@link #REASON_RANDOM_LENGTH} fresh bytes, so that a replayed box gets another key
     * @param reason what to say
     * @return {@link #SEALED_REASON_LENGTH} bytes: the random ones, then ciphertext and tag
     */
    byte[] sealReason(ReasonKey key, EquipmentId equipment, RingNonce nonce, byte[] random, ToldReason reason);

    /**
     * Opens what {@link #sealReason} sealed.
     *
     * @param key of the box
     * @param equipment the equipment
     * @param nonce the ring
     * @param sealed what came
     * @return the reason; empty if the gateway told none, or it was made for another ring, changed, or made by a later
     *     version
     */
    Optional<ToldReason> openReason(ReasonKey key, EquipmentId equipment, RingNonce nonce, byte[] sealed);

    /**
     * Makes the proof in a box: HMAC-SHA256 under a key derived for its use over version, system, ring nonce, equipment
     * ID, service and both identities' SPKI hashes.
     *
     * @param key the grant's secret, or the password information
     * @param use which of the two
     * @param system the system asked for
     * @param nonce the ring
     * @param equipment the equipment wanted
     * @param service the service wanted
     * @param issuer the issuer's key
     * @param acceptor the equipment's key
     * @return 32 bytes, to be compared with {@link java.security.MessageDigest#isEqual}
     */
    byte[] ringProof(
            Secret key,
            ProofUse use,
            RingSystem system,
            RingNonce nonce,
            EquipmentId equipment,
            String service,
            KeyFingerprint issuer,
            KeyFingerprint acceptor);

    /**
     * Derives a call's ID and secret: HKDF(the acceptor's half ‖ the issuer's, F(label, both keys, ring nonce)), the ID
     * and the secret each with its own label. Deterministic, so that both ends come to the same.
     *
     * @param acceptorHalf {@link #CALL_HALF_LENGTH} bytes of the acceptor's
     * @param issuerHalf as many of the issuer's
     * @param acceptor the acceptor's key
     * @param issuer the issuer's key
     * @param nonce the ring that led to the call
     * @return ID and secret
     */
    CallKey callKey(
            Secret acceptorHalf, Secret issuerHalf, KeyFingerprint acceptor, KeyFingerprint issuer, RingNonce nonce);

    /**
     * Makes the proof that a session carries a call: HMAC-SHA256 under its secret over label, ID, epoch and both keys.
     *
     * @param key of the call
     * @param use which end proves
     * @param epoch the number of the session: 1 for the second one that carries the call
     * @return 32 bytes, to be compared with {@link java.security.MessageDigest#isEqual}
     */
    byte[] callProof(CallKey key, CallProofUse use, long epoch);

    /**
     * Derives what the server stores of a one-time code: HKDF(code, label).
     *
     * @param code 128 random bits
     * @return 32 bytes
     */
    Secret codeKey(Secret code);

    /**
     * Makes the proof that a device holds a one-time code, bound to the connection on which it is sent.
     *
     * @param codeKey what {@link #codeKey} made
     * @param binding {@link ProtectionSession#binding()}
     * @return 32 bytes
     */
    byte[] enrolmentProof(Secret codeKey, byte[] binding);

    /**
     * Turns a password into password information: Argon2id (RFC 9106), m = 19 MiB, t = 2, p = 1, salt from the
     * equipment ID and its identity. Takes tens of milliseconds and 19 MiB, so never call it on a loop; at most two
     * calls run at once, further callers wait.
     *
     * @param password the {@link OpaqueString} of what the person typed; for records of older versions, what was typed
     * @param equipment the equipment
     * @param identity the equipment's key
     * @return 32 bytes
     */
    Secret passwordInformation(Secret password, EquipmentId equipment, KeyFingerprint identity);

    /**
     * Computes HMAC-SHA256, for the stateless nonce of registrations.
     *
     * @param key the server's nonce key, new at every start
     * @param data what the nonce is bound to
     * @return 32 bytes
     */
    byte[] hmac(Secret key, byte[] data);
}
