package org.ringback.crypto.certificatefirst.internal;

import com.southernstorm.noise.protocol.CipherStatePair;
import com.southernstorm.noise.protocol.HandshakeState;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.ringback.api.Role;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;

/** A server on noise-java, one step at a time. */
final class ForeignServer {
    private final Role role;
    private final HandshakeState noise;
    private final MessageDigest prologue;
    private CipherStatePair ciphers;

    ForeignServer(Role role, byte[] privateKey) throws GeneralSecurityException {
        this.role = role;
        this.noise = new HandshakeState("Noise_NK_25519_ChaChaPoly_SHA256", HandshakeState.RESPONDER);
        this.prologue = MessageDigest.getInstance("SHA-256", "SUN");
        noise.getLocalKeyPair().setPrivateKey(privateKey, 0);
    }

    byte[] certificate(byte[] request, List<byte[]> chain) {
        byte[] certificate = Clear.certificate(
                Clear.transactionOf(request, Door.SERVER_AGREEMENT), CertificateFirstProtectionTest.concat(chain));
        prologue.update(request);
        prologue.update(certificate);
        return certificate;
    }

    byte[] answer(byte[] information) throws GeneralSecurityException {
        byte[] first = Clear.value(
                information,
                Door.SERVER_AGREEMENT,
                role == Role.ISSUER
                        ? Attributes.FIRST_KEY_GENERATION_INFORMATION
                        : Attributes.THIRD_KEY_GENERATION_INFORMATION);
        noise.setPrologue(prologue.digest(), 0, 32);
        noise.start();
        noise.readMessage(first, 0, first.length, new byte[48], 0);
        byte[] second = new byte[48];
        noise.writeMessage(second, 0, new byte[0], 0, 0);
        ciphers = noise.split();
        return Clear.answer(role, Clear.transactionOf(information, Door.SERVER_AGREEMENT), second);
    }

    byte[] hash() {
        return noise.getHandshakeHash();
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
}
