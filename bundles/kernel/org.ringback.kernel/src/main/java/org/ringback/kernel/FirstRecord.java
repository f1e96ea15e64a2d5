package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Beginning;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;

/**
 * Reads a connection whose other end speaks first until its first record is whole ({@link FirstBytes}), by which the protection is known;
 * then its owner chooses who takes the connection. Until then no session is made, only the loop works for it, and it
 * takes at most about twice the memory of what came. A connection that cannot become a first record is closed at once.
 * Belongs to the loop.
 */
public final class FirstRecord implements ConnectionHandler {
    private static final int FIRST_CAPACITY = 64;
    private static final byte[] NOTHING = {};

    private final Function<ByteBuffer, FirstBytes> reader;
    private final Owner owner;
    private byte[] kept = NOTHING;
    private int count;
    private boolean turnedAway;
    private @Nullable Connection connection;

    /** The owner of the connection. */
    public interface Owner {
        /**
         * The first record is whole.
         *
         * @param protection the protection that it chose, if there is more than one
         * @return the handler that takes the connection, beginning with {@code opened}; empty to close it
         */
        Optional<ConnectionHandler> whole(Optional<ProtectionId> protection);

        /** The bytes cannot become a first record: the connection is closed. */
        void malformed();

        /**
         * The connection is over, and nobody took it.
         *
         * @param reason why
         */
        void over(CloseReason reason);
    }

    /**
     * Waits for a first record.
     *
     * @param reader examines the bytes received so far
     * @param owner decides who takes the connection, and is told its end
     */
    public FirstRecord(Function<ByteBuffer, FirstBytes> reader, Owner owner) {
        this.reader = reader;
        this.owner = owner;
    }

    /** Closes the connection at once, unless somebody took it. */
    public void abort() {
        turnedAway = true;
        kept = NOTHING;
        if (connection != null) {
            connection.abort();
        }
    }

    @Override
    public void dialling(Connection dialled) {
        opened(dialled);
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        if (turnedAway) {
            opened.abort();
        }
    }

    @Override
    public void received(Connection from, ByteBuffer bytes) {
        if (!turnedAway && bytes.hasRemaining()) {
            gather(from, bytes);
        }
    }

    private void gather(Connection from, ByteBuffer bytes) {
        ByteBuffer all = count == 0 ? bytes : keep(bytes);
        FirstBytes first = reader.apply(all);
        // [FIRST-4] what cannot become one of the two is closed at once.
        if (first.beginning() == Beginning.WRONG) {
            owner.malformed();
            abort();
        } else if (first.beginning() == Beginning.WHOLE) {
            handOn(from, all, first.protection());
        } else if (count == 0) {
            keep(bytes);
        }
    }

    private void handOn(Connection from, ByteBuffer all, Optional<ProtectionId> protection) {
        Optional<ConnectionHandler> next = owner.whole(protection);
        if (next.isEmpty()) {
            abort();
            return;
        }
        connection = null;
        from.passTo(next.get(), all);
    }

    /** Keeps received bytes; bytes beyond a first record are kept only once that is whole. */
    private ByteBuffer keep(ByteBuffer bytes) {
        int together = count + bytes.remaining();
        if (together > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(together, Math.max(FIRST_CAPACITY, kept.length * 2)));
        }
        bytes.get(kept, count, bytes.remaining());
        count = together;
        return ByteBuffer.wrap(kept, 0, count);
    }

    @Override
    public void closed(CloseReason reason) {
        kept = NOTHING;
        owner.over(reason);
    }
}
