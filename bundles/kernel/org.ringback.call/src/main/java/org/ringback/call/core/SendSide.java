package org.ringback.call.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending end of one direction: holds the bytes from the first unacknowledged one on, and knows up to which offset
 * the peer allows to send. The end of the direction takes one offset, so that it is acknowledged like a byte. Not
 * thread-safe.
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

    /** Takes as many bytes as there is room for, growing while the peer's share has room; returns how many. */
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

    /** How many bytes may be sent now. */
    int sendable() {
        return (int) Math.min(queue.size() - inFlight(), limit - sent);
    }

    /** The offset of the next byte, or of the end. */
    long offset() {
        return sent;
    }

    /** Puts bytes that may be sent into a frame. */
    void send(int count, ByteBuffer out) {
        queue.copy(inFlight(), count, out);
        sent += count;
    }

    /** Whether the peer has delivered all that was written, and the end if it was sent. */
    boolean drained() {
        return queue.size() == 0 && (!finished || complete());
    }

    boolean finDue() {
        return finished && !finSent && queue.size() == inFlight();
    }

    void finSent() {
        finSent = true;
    }

    /** Whether the peer has delivered everything, including the end. */
    boolean complete() {
        // [CONV-18] What was written is delivered once the end of its direction is acknowledged
        return finSent && acknowledged > sent;
    }

    /**
     * Takes an ACK. Must be {@code acknowledged <= received <= sent}, and the limit never falls; returns the fault,
     * else null.
     */
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
