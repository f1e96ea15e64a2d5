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
 * An accepted connection until the first thing that it says is whole ({@link FirstBytes}): then it is known which
 * protection it wants, and whoever owns it says who goes on. Before that no session is made and no thread but the loop does
 * anything for it, and it holds no more memory than about twice what came. What cannot become a first record is closed at
 * once. Belongs to the loop.
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

    /** Whose connection it is. */
    public interface Owner {
        /**
         * The first record is whole.
         *
         * @param protection what it wants, where there is more than one
         * @return who hears of the connection from now on, beginning with {@code opened}; empty to close it
         */
        Optional<ConnectionHandler> whole(Optional<ProtectionId> protection);

        /** What came cannot become a first record: the connection is closed. */
        void malformed();

        /**
         * The connection is over, and nobody went on with it.
         *
         * @param reason why
         */
        void over(CloseReason reason);
    }

    /**
     * Waits for a first record.
     *
     * @param reader looks at what came so far
     * @param owner decides and hears
     */
    public FirstRecord(Function<ByteBuffer, FirstBytes> reader, Owner owner) {
        this.reader = reader;
        this.owner = owner;
    }

    /** Closes the connection at once, unless somebody went on with it. */
    public void abort() {
        turnedAway = true;
        kept = NOTHING;
        if (connection != null) {
            connection.abort();
        }
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

    /** Keeps what came; more than a first record has is kept only behind a whole one. */
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
