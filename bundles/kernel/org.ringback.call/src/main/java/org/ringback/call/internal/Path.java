package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.ringback.call.core.FrameLayout;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.ProtectedConnection;

/** One protected connection that carries a call. Belongs to the loop, but for {@link #peer}. */
final class Path {
    private final ProtectedConnection connection;
    private final LongAdder sent;
    private final ByteBuffer frames = ByteBuffer.allocate(FrameLayout.LONGEST);

    /**
     * Carries a call from now on.
     *
     * @param connection whose peer is proved
     * @param sent counts the bytes that leave
     */
    Path(ProtectedConnection connection, LongAdder sent) {
        this.connection = connection;
        this.sent = sent;
    }

    /** What does not change once the peer is proved: any thread may ask. */
    PeerFacts peer() {
        return connection.peer();
    }

    boolean writable() {
        return connection.writable();
    }

    /**
     * Sends frames.
     *
     * @param source writes what is due, and says whether it wrote any
     * @return whether any was sent
     */
    boolean send(Predicate<ByteBuffer> source) {
        boolean any = source.test(frames.clear());
        if (any) {
            int length = frames.flip().limit();
            sent.add(length);
            connection.write(frames);
            Arrays.fill(frames.array(), 0, length, (byte) 0);
        }
        return any;
    }

    void close() {
        connection.close();
    }

    void abort() {
        connection.abort();
    }
}
