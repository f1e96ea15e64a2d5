package org.ringback.crypto.certificatefirst.internal;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.ringback.api.Role;
import org.ringback.wire.Attribute;
import org.ringback.wire.Attributes;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;
import org.ringback.wire.TransactionId;

/** Writes and reads the messages before the records, for ends that tests play themselves. */
final class Clear {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Clear() {}

    static byte[] request(Role role) {
        return bytes(Message.of(MessageKind.CERTIFICATE_REQUEST, transaction())
                .with(Attributes.PROTOCOL, 1)
                .with(Attributes.ROLE, role)
                .build());
    }

    static byte[] certificate(TransactionId transaction, byte[] certificates) {
        return bytes(Message.of(MessageKind.CERTIFICATE, transaction)
                .with(Attributes.CERTIFICATES, certificates)
                .build());
    }

    /** The device's piece: first from an issuer, third from an acceptor. */
    static byte[] information(Role role, byte[] noise) {
        boolean issuer = role == Role.ISSUER;
        return bytes(Message.of(issuer ? MessageKind.FIRST_INFORMATION : MessageKind.THIRD_INFORMATION, transaction())
                .with(Attributes.PROTOCOL, 1)
                .with(
                        issuer
                                ? Attributes.FIRST_KEY_GENERATION_INFORMATION
                                : Attributes.THIRD_KEY_GENERATION_INFORMATION,
                        noise)
                .build());
    }

    /** The server's piece: second to an issuer, fourth to an acceptor. */
    static byte[] answer(Role role, TransactionId transaction, byte[] noise) {
        boolean issuer = role == Role.ISSUER;
        return bytes(Message.of(issuer ? MessageKind.SECOND_INFORMATION : MessageKind.FOURTH_INFORMATION, transaction)
                .with(
                        issuer
                                ? Attributes.SECOND_KEY_GENERATION_INFORMATION
                                : Attributes.FOURTH_KEY_GENERATION_INFORMATION,
                        noise)
                .build());
    }

    static byte[] proof(byte[] deviceInfo, byte[] signature) {
        return bytes(Message.of(MessageKind.DEVICE_PROOF, transaction())
                .with(Attributes.DEVICE_KEY, deviceInfo)
                .with(Attributes.SIGNATURE, signature)
                .build());
    }

    static byte[] value(byte[] message, Door door, Attribute<byte[]> attribute) {
        return read(message, door).get(attribute);
    }

    static TransactionId transactionOf(byte[] message, Door door) {
        return read(message, door).transaction();
    }

    static Message read(byte[] message, Door door) {
        try {
            return new MessageCodec().decode(ByteBuffer.wrap(message), door);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] bytes(Message message) {
        return new MessageCodec().encode(message);
    }

    static TransactionId transaction() {
        return TransactionId.random(RANDOM);
    }
}
