package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.MessageCodec;

/** A datagram of a trace, put into words when it is read. */
record Described(byte[] bytes, InetSocketAddress source, InetSocketAddress to) {
    @Override
    public String toString() {
        String what = read(Door.ACCEPTOR_UDP).or(() -> read(Door.SERVER_UDP)).orElse(bytes.length + " bytes");
        return what + ", " + source + " -> " + to;
    }

    private Optional<String> read(Door door) {
        try {
            return Optional.of(
                    new MessageCodec().decode(ByteBuffer.wrap(bytes), door).toString());
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
