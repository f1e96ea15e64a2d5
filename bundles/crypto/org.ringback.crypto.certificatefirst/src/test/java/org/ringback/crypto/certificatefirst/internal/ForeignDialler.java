package org.ringback.crypto.certificatefirst.internal;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import org.ringback.api.Role;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;

/** A device on noise-java and the JDK's cryptography, one step at a time, so that a test may leave or change each. */
final class ForeignDialler {
    private final Role role;
    final byte[] request;
    private final HandshakeState noise;
    private byte[] serverInfo = {};
    private byte[] hash = {};
    private CipherStatePair ciphers;

    ForeignDialler(Role role) throws GeneralSecurityException {
        this.role = role;
        this.request = Clear.request(role);
        this.noise = new HandshakeState("Noise_NK_25519_ChaChaPoly_SHA256", HandshakeState.INITIATOR);
    }

    /** Makes the first or third key generation information. */
    byte[] information(byte[] certificate) throws GeneralSecurityException {
        byte[] certificates = Clear.value(certificate, Door.DEVICE_AGREEMENT, Attributes.CERTIFICATES);
        serverInfo = CertificateFactory.getInstance("X.509", "SUN")
                .generateCertificate(new ByteArrayInputStream(certificates))
                .getPublicKey()
                .getEncoded();
        MessageDigest prologue = MessageDigest.getInstance("SHA-256", "SUN");
        prologue.update(request);
        prologue.update(certificate);
        noise.setPrologue(prologue.digest(), 0, 32);
        noise.getRemotePublicKey().setPublicKey(serverInfo, 12);
        noise.start();
        byte[] message = new byte[48];
        noise.writeMessage(message, 0, new byte[0], 0, 0);
        return Clear.information(role, message);
    }

    /** Takes the second or fourth, and derives the common key. */
    void answer(byte[] answer) throws GeneralSecurityException {
        byte[] message = Clear.value(
                answer,
                Door.DEVICE_AGREEMENT,
                role == Role.ISSUER
                        ? Attributes.SECOND_KEY_GENERATION_INFORMATION
                        : Attributes.FOURTH_KEY_GENERATION_INFORMATION);
        noise.readMessage(message, 0, message.length, new byte[48], 0);
        ciphers = noise.split();
        hash = noise.getHandshakeHash();
    }

    byte[] hash() {
        return hash;
    }

    byte[] serverInfo() {
        return serverInfo;
    }

    /** What a device signs, put together by hand. */
    byte[] signed() {
        return join(ascii("ringback 1 device proof"), ascii("certificate-first"), hash, serverInfo);
    }

    static byte[] sign(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519", "SunEC");
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
    }

    byte[] record(byte[] plaintext) throws GeneralSecurityException {
        byte[] ciphertext = new byte[plaintext.length + 16];
        ciphers.getSender().encryptWithAd(null, plaintext, 0, ciphertext, 0, plaintext.length);
        return ByteBuffer.allocate(ciphertext.length + 2)
                .putShort((short) ciphertext.length)
                .put(ciphertext)
                .array();
    }

    byte[] open(byte[] record) throws GeneralSecurityException {
        byte[] plaintext = new byte[record.length];
        int length = ciphers.getReceiver().decryptWithAd(null, record, 2, plaintext, 0, record.length - 2);
        return Arrays.copyOf(plaintext, length);
    }

    static byte[] join(byte[]... fields) {
        ByteBuffer joined = ByteBuffer.allocate(1_000);
        for (byte[] field : fields) {
            joined.putShort((short) field.length).put(field);
        }
        return Arrays.copyOf(joined.array(), joined.position());
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
