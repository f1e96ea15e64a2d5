package org.ringback.call.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;
import org.ringback.call.core.FrameLayout;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.ProtectedConnection;

/** One protected connection that carries a call. Belongs to the loop, except {@link #peer}. */
final class Path {
    private final ProtectedConnection connection;
    private final ByteBuffer frames = ByteBuffer.allocate(FrameLayout.LONGEST);

    /**
     * Carries a call from now on.
     *
     * @param connection whose peer is proved
     */
    Path(ProtectedConnection connection) {
        this.connection = connection;
    }

    /** What is known of the proved peer; from any thread. */
    PeerFacts peer() {
        return connection.peer();
    }

    boolean writable() {
        return connection.writable();
    }

    /**
     * Sends frames.
     *
     * @param source writes the frames that are due; returns whether it wrote any
     * @return whether any was sent
     */
    boolean send(Predicate<ByteBuffer> source) {
        boolean any = source.test(frames.clear());
        if (any) {
            int length = frames.flip().limit();
            connection.write(frames);
            Arrays.fill(frames.array(), 0, length, (byte) 0);
        }
        return any;
    }

    /** Puts another session in the place of the present one. */
    void renew(ProtectionSession next, Duration limit, Runnable gone) {
        connection.renew(next, limit, gone);
    }

    void close() {
        connection.close();
    }

    void abort() {
        connection.abort();
    }
}
