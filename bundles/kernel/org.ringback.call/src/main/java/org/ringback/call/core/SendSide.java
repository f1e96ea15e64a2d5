package org.ringback.call.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction at the end that sends: bytes from the first unacknowledged one on, and how far the peer lets us go. The
 * end of the direction takes one offset, so that it is acknowledged as a byte is. Not thread-safe.
 */
final class SendSide {
    private final Allotment allotment;
    private final ByteQueue queue;
    private long limit;
    private long sent;
    private long acknowledged;
    private boolean finished;
    private boolean finSent;

    SendSide(Allotment allotment, long limit) {
        this.allotment = allotment;
        this.queue = new ByteQueue(allotment.size());
        this.limit = limit;
    }

    /** Takes what there is room for, and makes room as long as the peer's share has some. */
    int write(ByteBuffer source) {
        int taken = queue.put(source);
        while (source.hasRemaining() && allotment.grow()) {
            queue.enlarge(allotment.size());
            taken += queue.put(source);
        }
        return taken;
    }

    void finish() {
        finished = true;
    }

    boolean finished() {
        return finished;
    }

    /** How many bytes may leave now. */
    int sendable() {
        return (int) Math.min(queue.size() - inFlight(), limit - sent);
    }

    /** Where the next byte, or the end, belongs. */
    long offset() {
        return sent;
    }

    /** Moves bytes that may leave into a frame. */
    void send(int count, ByteBuffer out) {
        queue.copy(inFlight(), count, out);
        sent += count;
    }

    /** Whether the peer has delivered all that was written, and the end if it was said. */
    boolean drained() {
        return queue.size() == 0 && (!finished || complete());
    }

    boolean finDue() {
        return finished && !finSent && queue.size() == inFlight();
    }

    void finSent() {
        finSent = true;
    }

    /** Whether the peer has delivered everything and knows that it was everything. */
    boolean complete() {
        // [CONV-18] What was written is delivered once the end of its direction is acknowledged
        return finSent && acknowledged > sent;
    }

    /** The rule {@code acked <= received' <= sent}; the limit never falls. */
    @Nullable
    ResetCode acknowledge(long received, long newLimit) {
        long most = finSent ? sent + 1 : sent;
        // [CONV-9] ACK: received = bytes delivered to the application (read from the stream, or taken by the local …
        if (received < acknowledged || received > most || newLimit < limit) {
            return ResetCode.BAD_ACK;
        }
        // [CONV-19] A sender keeps what it sent until it is acknowledged, and wipes it then.
        queue.drop((int) (Math.min(received, sent) - Math.min(acknowledged, sent)));
        acknowledged = received;
        limit = newLimit;
        return null;
    }

    void clear() {
        queue.clear();
        finished = true;
        finSent = true;
    }

    void giveBack() {
        allotment.giveBack();
    }

    private int inFlight() {
        return (int) (sent - Math.min(acknowledged, sent));
    }
}
