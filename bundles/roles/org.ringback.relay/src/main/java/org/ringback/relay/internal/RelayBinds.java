package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.kernel.FirstBytes;
import org.ringback.spi.Beginning;
import org.ringback.wire.Door;
import org.ringback.wire.MessageKind;

/**
 * Tells a connection that wants to be relayed from all others, by its first bytes: a Relay Bind comes in clear. Its message
 * type is none that a protection claims. Stateless.
 */
final class RelayBinds {
    private static final int LENGTH_OFFSET = Short.BYTES;
    private static final int HEADER = 20;
    private static final byte FIRST = (byte) (MessageKind.RELAY_BIND.type() >> Byte.SIZE);

    private RelayBinds() {}

    /**
     * Looks at the bytes received so far.
     *
     * @param came at least one byte, which stays unread
     * @return how much of a Relay Bind they are; empty if they are the beginning of something else
     */
    static Optional<FirstBytes> look(ByteBuffer came) {
        if (came.remaining() < Short.BYTES) {
            // Nobody else may know this byte, so it must not be left to them.
            return came.get(came.position()) == FIRST
                    ? Optional.of(new FirstBytes(Beginning.PART, Optional.empty()))
                    : Optional.empty();
        }
        if (Short.toUnsignedInt(came.getShort(came.position())) != MessageKind.RELAY_BIND.type()) {
            return Optional.empty();
        }
        return Optional.of(new FirstBytes(beginning(came), Optional.empty()));
    }

    private static Beginning beginning(ByteBuffer came) {
        if (came.remaining() < LENGTH_OFFSET + Short.BYTES) {
            return Beginning.PART;
        }
        int length = length(came);
        if (length > Door.SERVER_RELAY.maxLength()) {
            return Beginning.WRONG;
        }
        return came.remaining() < length ? Beginning.PART : Beginning.WHOLE;
    }

    /** {@return how long the message is that these bytes begin, header included} */
    static int length(ByteBuffer message) {
        return HEADER + Short.toUnsignedInt(message.getShort(message.position() + LENGTH_OFFSET));
    }
}
