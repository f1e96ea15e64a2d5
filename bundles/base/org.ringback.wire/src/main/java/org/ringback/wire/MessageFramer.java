package org.ringback.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.wire.MalformedMessageException.Reason;

/**
 * Cuts the byte stream of a protected connection into messages: the STUN header says how long each is (RFC 8489
 * §6.2.2). Holds at most one message. Not thread-safe.
 */
public final class MessageFramer {
    private final MessageCodec codec;
    private final Door door;
    private final ByteBuffer held;

    /**
     * Frames for one connection.
     *
     * @param codec reads the messages
     * @param door where they arrive
     */
    public MessageFramer(MessageCodec codec, Door door) {
        this.codec = codec;
        this.door = door;
        this.held = ByteBuffer.allocate(door.maxLength());
    }

    /**
     * Takes bytes until one message is whole; call again with the rest, until empty comes back.
     *
     * @param bytes consumed up to the end of the message
     * @return the message, or empty if it needs more bytes
     * @throws MalformedMessageException if it is refused. With {@link Reason#NOT_STUN} or {@link Reason#TOO_LONG} the
     *     stream is useless, and every further call throws; else the next call goes on behind the refused message
     */
    public Optional<Message> next(ByteBuffer bytes) throws MalformedMessageException {
        take(bytes, StunHeader.LENGTH);
        if (held.position() < StunHeader.LENGTH) {
            return Optional.empty();
        }
        int length = StunHeader.messageLength(held, 0);
        if (length < 0) {
            throw new MalformedMessageException(Reason.NOT_STUN, "header: no STUN (expected: RFC 8489 §5)");
        }
        if (length > held.capacity()) {
            throw new MalformedMessageException(
                    Reason.TOO_LONG, "message: " + length + " bytes (expected: at most " + held.capacity() + ")");
        }
        take(bytes, length);
        if (held.position() < length) {
            return Optional.empty();
        }
        held.flip();
        try {
            return Optional.of(codec.decode(held, door));
        } finally {
            held.clear();
        }
    }

    /** {@return whether part of a message is held} */
    public boolean midMessage() {
        return held.position() > 0;
    }

    private void take(ByteBuffer bytes, int upTo) {
        int wanted = Math.min(upTo - held.position(), bytes.remaining());
        if (wanted > 0) {
            held.put(bytes.slice(bytes.position(), wanted));
            bytes.position(bytes.position() + wanted);
        }
    }
}
