package org.ringback.processes;

import com.southernstorm.noise.protocol.HandshakeState;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
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
 * docs/protocol.md, "certificate-first", with another's Noise. Stateless.
 */
final class Agreement {
    private static final int KEY = 32;
    private static final int TAG = 16;
    private static final int HEADER = 20;

    private Agreement() {}

    /** {@return an acceptor's Certificate Request} */
    static byte[] request() {
        return Examples.bytes(MessageKind.CERTIFICATE_REQUEST);
    }

    /** {@return the key and tag that fit the request and this answer to it: Noise NK's message 1 (rev 34 §7.5)} */
    static byte[] piece(byte[] certificate) throws GeneralSecurityException, MalformedMessageException {
        HandshakeState noise = new HandshakeState("Noise_NK_25519_ChaChaPoly_SHA256", HandshakeState.INITIATOR);
        byte[] exchanged = MessageDigest.getInstance("SHA-256").digest(joined(request(), certificate));
        noise.setPrologue(exchanged, 0, exchanged.length);
        // The key itself ends its SubjectPublicKeyInfo (RFC 8410 §4).
        byte[] server = leafKey(certificate).getEncoded();
        noise.getRemotePublicKey().setPublicKey(server, server.length - KEY);
        noise.start();
        byte[] piece = new byte[KEY + TAG];
        noise.writeMessage(piece, 0, new byte[0], 0, 0);
        return piece;
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
}
