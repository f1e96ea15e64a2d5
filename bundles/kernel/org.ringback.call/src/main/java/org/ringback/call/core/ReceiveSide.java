package org.ringback.call.core;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of one direction: holds bytes that were not read yet, and knows what to acknowledge. Only bytes
 * that were delivered to the application are acknowledged; the end counts as one more byte, once all before it were
 * delivered. Not thread-safe.
 */
final class ReceiveSide {
    static final int END = -1;

    private static final int ACKS_A_WINDOW = 4;

    private final Allotment window;
    private final ByteQueue queue;
    private final long ackDelay;
    private long delivered;
    private long end = END;
    private boolean discarding;
    private boolean endWithheld;
    private long discardsTo;
    private boolean announced;
    private long announcedReceived;
    private long announcedLimit;
    private long grownAt;
    private boolean used;
    private boolean waiting;
    private long waitingSince;

    /** Makes the receiving end. The peer knows the whole window if OPEN had it; else it knows only the first limit. */
    ReceiveSide(Allotment window, long ackDelayNanos, boolean announced) {
        this.window = window;
        this.queue = new ByteQueue(window.size());
        this.ackDelay = ackDelayNanos;
        this.announced = announced;
        this.announcedLimit = announced ? window.size() : FrameLayout.FIRST_LIMIT;
    }

    /**
     * Takes bytes, ignoring duplicates; returns the fault for a gap, bytes after the end or beyond the limit, else
     * null.
     */
    @Nullable
    ResetCode data(long offset, ByteBuffer bytes, long now) {
        long arrived = arrived();
        // [CONV-5] Offsets, what ACK says is received, and limits are unsigned and stay below 2^63. At or above it …
        if (offset < 0 || offset > arrived) {
            return ResetCode.GAP;
        }
        long last = offset + bytes.remaining();
        if (end != END && last > end) {
            return ResetCode.BAD_FIN;
        }
        // [CONV-7] DATA: offset not above what has arrived; what arrived already is cut off the front and ignored …
        if (last > announcedLimit) {
            return ResetCode.BEYOND_LIMIT;
        }
        used |= announcedLimit - last < window.size() / 2;
        bytes.position(bytes.position() + (int) Math.min(arrived - offset, bytes.remaining()));
        if (discarding) {
            moved(bytes.remaining(), now);
        } else {
            queue.put(bytes);
        }
        return null;
    }

    @Nullable
    ResetCode fin(long finalOffset) {
        // [CONV-11] FIN: final offset = where the next byte would stand; a second one says the same; nothing follows …
        if (end != END) {
            return finalOffset == end ? null : ResetCode.BAD_FIN;
        }
        long arrived = arrived();
        if (finalOffset != arrived) {
            // Compared as unsigned, as on the wire: 2^63 and more is beyond all that can have arrived.
            return Long.compareUnsigned(finalOffset, arrived) > 0 ? ResetCode.GAP : ResetCode.BAD_FIN;
        }
        end = finalOffset;
        return null;
    }

    /** Delivers bytes; returns how many, 0 if there are none yet, or {@link #END}. */
    int read(ByteBuffer target, long now) {
        int count = Math.min(queue.size(), target.remaining());
        queue.copy(0, count, target);
        queue.drop(count);
        moved(count, now);
        return count == 0 && ended() ? END : count;
    }

    int available() {
        return queue.size();
    }

    /** From now on discards all bytes, which then count as delivered. */
    void discard(long now) {
        if (!discarding) {
            discarding = true;
            discardsTo = limit();
        }
        int count = queue.size();
        queue.clear();
        moved(count, now);
    }

    /** Never acknowledges the end, as the application did not take all before it. */
    void withholdEnd() {
        endWithheld = true;
    }

    boolean discarding() {
        return discarding;
    }

    /** Whether bytes are discarded, and more came since than the peer was allowed when that began. */
    boolean goesOnUnread() {
        return discarding && delivered > discardsTo;
    }

    /** Whether all bytes up to the peer's end are delivered. */
    boolean ended() {
        return end != END && delivered == end;
    }

    /** The count for ACK: bytes delivered, and one more for the end. */
    long received() {
        // [CONV-1] The end of a direction takes one offset itself, so that it is acknowledged as a byte is.
        return ended() && !endWithheld ? delivered + 1 : delivered;
    }

    long limit() {
        return delivered + window.size();
    }

    /** Whether to send ACK: the first one, at the end, for a quarter of the window, or for any byte after the delay. */
    boolean ackDue(long now) {
        long news = received() - announcedReceived;
        // [CONV-10] ACK is sent when a quarter of the window was delivered, 50 ms after the first unacknowledged …
        boolean enough = ended() || news >= window.size() / ACKS_A_WINDOW;
        boolean longEnough = waiting && now - waitingSince >= ackDelay;
        // [CONV-6] The opener's limit stands in OPEN; the other end's first limit is 16,384 until its first ACK …
        return !announced || (news > 0 && (enough || longEnough));
    }

    /** Whether an ACK waits for the delay. */
    boolean ackWaits() {
        return waiting;
    }

    long ackDeadline() {
        return waitingSince + ackDelay;
    }

    void ackSent() {
        announced = true;
        announcedReceived = received();
        announcedLimit = limit();
        waiting = false;
    }

    /** Whether the peer was told that all was delivered. */
    boolean complete() {
        return ended() && !endWithheld && announced && announcedReceived == received();
    }

    void clear() {
        queue.clear();
    }

    /** How many bytes came, read or not. */
    long arrived() {
        return delivered + queue.size();
    }

    void giveBack() {
        window.giveBack();
    }

    private void moved(int count, long now) {
        delivered += count;
        grow();
        if (count > 0 && !waiting) {
            waiting = true;
            waitingSince = now;
        }
    }

    /** Enlarges the window if the peer uses it and all was delivered: then the window may limit the peer. */
    private void grow() {
        if (used && !discarding && delivered - grownAt >= window.size() && window.grow()) {
            queue.enlarge(window.size());
            grownAt = delivered;
            used = false;
        }
    }
}
