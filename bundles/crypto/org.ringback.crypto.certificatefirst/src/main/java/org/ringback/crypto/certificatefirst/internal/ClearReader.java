package org.ringback.crypto.certificatefirst.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageFramer;
import org.ringback.wire.MessageKind;

/**
 * Cuts the bytes before the first record into messages, and keeps the bytes of each, which the handshake hash covers.
 * Holds one message. Not thread-safe.
 */
final class ClearReader {
    private static final int HEADER = 20;
    private static final int LENGTH_OFFSET = 2;

    private final int longest;
    private final MessageFramer framer;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    ClearReader(Door door) {
        longest = door.maxLength();
        framer = new MessageFramer(new MessageCodec(), door);
    }

    /**
     * The length of the first message in the bytes (RFC 8489 §5): 0 if it is not whole, all bytes if it is too long.
     */
    int whole(ByteBuffer bytes) {
        if (bytes.remaining() < HEADER) {
            return 0;
        }
        int start = bytes.position() + LENGTH_OFFSET;
        int length =
                HEADER + (Byte.toUnsignedInt(bytes.get(start)) << Byte.SIZE | Byte.toUnsignedInt(bytes.get(start + 1)));
        if (length > longest) {
            return bytes.remaining();
        }
        return bytes.remaining() < length ? 0 : length;
    }

    /**
     * Takes bytes until one message is whole.
     *
     * @param bytes consumed up to the end of the message
     * @param expected the one message that may come now
     * @return the message, or empty if it needs more bytes
     * @throws ProtectionException if something else comes
     */
    Optional<Received> next(ByteBuffer bytes, MessageKind expected) throws ProtectionException {
        ByteBuffer before = bytes.duplicate();
        Optional<Message> message;
        try {
            message = framer.next(bytes);
        } catch (MalformedMessageException e) {
            // [CF-16] In a refusal neither end says anything: TCP ends with FIN or RST.
            throw refusal(e, expected);
        }
        byte[] consumed = new byte[bytes.position() - before.position()];
        before.get(consumed);
        taken.writeBytes(consumed);
        if (message.isEmpty()) {
            return Optional.empty();
        }
        // [CF-7] After a message of this protection nothing but the message whose turn it is may come.
        if (message.get().kind() != expected) {
            throw new ProtectionException(
                    Reason.BROKEN,
                    "key agreement: " + message.get().kind().title() + " (expected: " + expected.title() + ")");
        }
        Received received = new Received(message.get(), taken.toByteArray());
        taken.reset();
        return Optional.of(received);
    }

    /** Makes the exception for a message that was refused. */
    static ProtectionException refusal(MalformedMessageException fault, MessageKind expected) {
        return fault.reason() == MalformedMessageException.Reason.BAD_VERSION
                ? new ProtectionException(
                        Reason.WRONG_PROTOCOL,
                        "protocol version: another (expected: " + MessageKind.VERSION + ", or one more or less)")
                : new ProtectionException(
                        Reason.BROKEN,
                        "key agreement: "
                                + fault.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (expected: "
                                + expected.title() + ")");
    }

    /**
     * One received message.
     *
     * @param message the decoded message
     * @param bytes its bytes as received; nobody changes them
     */
    record Received(Message message, byte[] bytes) {}
}
