package org.ringback.shell.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ringback.shell.link.Frame;

/**
 * Finds out whether a command's output reached its destination, by asking the client at the other end of the socket.
 * Thread-safe.
 */
final class Delivery {
    /** The session variable with this object. */
    static final String VARIABLE = "ringback.delivery";

    /**
     * How long to wait for the client's answer; without one the output counts as lost. The client may be suspended, or
     * block because nobody reads its output.
     */
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final FrameWriter toPerson;
    private final SessionInput input;
    private final Duration limit;
    private int unanswered;
    private boolean lost;

    Delivery(FrameWriter toPerson, SessionInput input, Duration limit) {
        this.toPerson = toPerson;
        this.input = input;
        this.limit = limit;
    }

    /**
     * Asks the client whether all output so far is written, and waits for the answer, at most {@link #LIMIT}. Input
     * that is not read yet is discarded, as the answer comes behind it.
     */
    boolean confirmed() {
        input.close();
        try {
            synchronized (this) {
                unanswered++;
            }
            toPerson.write(Frame.Type.DELIVERY, new byte[0]);
            synchronized (this) {
                long end = System.nanoTime() + limit.toNanos();
                long left = limit.toNanos();
                while (!lost && unanswered > 0 && left > 0) {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                    left = end - System.nanoTime();
                }
                if (unanswered > 0) {
                    lost();
                }
                return !lost;
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether output is known to be lost. If the output goes through a pipe of Gogo's, this is never known. */
    synchronized boolean isLost() {
        return lost;
    }

    synchronized void answered() {
        unanswered--;
        notifyAll();
    }

    /** Notes that the client is gone, or cannot write its output: nothing more is sent to it. */
    synchronized void lost() {
        lost = true;
        toPerson.endOutput();
        notifyAll();
    }
}
