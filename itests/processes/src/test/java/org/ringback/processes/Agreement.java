package org.ringback.processes;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.Examples;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/**
 * What a stranger without an identity can say in certificate-first: all that comes before the records. Written from
 * docs/protocol.md, "certificate-first", with the JDK's cryptography. Stateless.
 */
final class Agreement {
    private static final byte[] NAME = "Noise_NK_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int HEADER = 20;

    private Agreement() {}

    /** {@return an acceptor's Certificate Request} */
    static byte[] request() {
        return Examples.bytes(MessageKind.CERTIFICATE_REQUEST);
    }

    /** {@return the key and tag that fit the request and this answer to it: Noise NK's message 1 (rev 34 §7.5)} */
    static byte[] piece(byte[] certificate) throws GeneralSecurityException, MalformedMessageException {
        PublicKey server = leafKey(certificate);
        KeyPair own = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        byte[] ownKey = raw(own.getPublic());
        byte[] hash = sha256(NAME, sha256(request(), certificate));
        hash = sha256(hash, raw(server));
        hash = sha256(hash, ownKey);

        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own.getPrivate());
        agreement.doPhase(server, true);
        byte[] mixed = hmac(NAME, agreement.generateSecret());
        byte[] first = hmac(mixed, new byte[] {1});
        byte[] second = hmac(mixed, joined(first, new byte[] {2}));

        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(second, "ChaCha20"), new IvParameterSpec(new byte[NONCE]));
        cipher.updateAAD(hash);
        return joined(ownKey, cipher.doFinal());
    }

    /** {@return the Third Information with this piece} */
    static byte[] information(byte[] piece) {
        return new MessageCodec()
                .encode(Message.of(MessageKind.THIRD_INFORMATION, TransactionId.of(new byte[TransactionId.LENGTH]))
                        .with(Attributes.PROTOCOL, Examples.value(Attributes.PROTOCOL))
                        .with(Attributes.THIRD_KEY_GENERATION_INFORMATION, piece)
                        .build());
    }

    /** {@return the next whole message} */
    static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] header = new byte[HEADER];
        in.readFully(header);
        byte[] body = new byte[Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(Short.BYTES))];
        in.readFully(body);
        return joined(header, body);
    }

    static byte[] joined(byte[] head, byte[] tail) {
        byte[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }

    private static PublicKey leafKey(byte[] certificate) throws GeneralSecurityException, MalformedMessageException {
        byte[] chain = new MessageCodec()
                .decode(ByteBuffer.wrap(certificate), Door.DEVICE_AGREEMENT)
                .get(Attributes.CERTIFICATES);
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(chain))
                .getPublicKey();
    }

    /** The key itself ends its SubjectPublicKeyInfo (RFC 8410 §4). */
    private static byte[] raw(PublicKey key) {
        byte[] info = key.getEncoded();
        return Arrays.copyOfRange(info, info.length - KEY, info.length);
    }

    private static byte[] sha256(byte[] head, byte[] tail) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(joined(head, tail));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }
}
