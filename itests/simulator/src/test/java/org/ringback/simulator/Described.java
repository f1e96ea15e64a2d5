package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.MessageCodec;

/** Things of a trace, put into words when they are read. */
final class Described {
    private Described() {}

    static Object datagram(byte[] bytes, InetSocketAddress source, InetSocketAddress to) {
        return new Object() {
            @Override
            public String toString() {
                String what = read(bytes, Door.ACCEPTOR_UDP)
                        .or(() -> read(bytes, Door.SERVER_UDP))
                        .orElse(bytes.length + " bytes");
                return what + ", " + source + " -> " + to;
            }
        };
    }

    private static Optional<String> read(byte[] bytes, Door door) {
        try {
            return Optional.of(
                    new MessageCodec().decode(ByteBuffer.wrap(bytes), door).toString());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
