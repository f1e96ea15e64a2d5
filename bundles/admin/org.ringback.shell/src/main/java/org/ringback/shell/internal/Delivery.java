package org.ringback.shell.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.ringback.shell.link.Frame;

/** Whether a command's output came to where it was to go; the other side says so. Thread-safe. */
final class Delivery {
    /** Under which name a session keeps it. */
    static final String VARIABLE = "ringback.delivery";

    /**
     * Whoever does not answer by then is not taken to have it: a program that was stopped, or that waits for something that
     * reads its output.
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
     * Waits until the other side says that all output so far is written, or that it is not, or says nothing for too long. No
     * input is read any more: the answer comes behind it.
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

    /** Whether what is written now comes to nobody; a stream of Gogo's, behind a pipe for example, does not tell. */
    synchronized boolean isLost() {
        return lost;
    }

    synchronized void answered() {
        unanswered--;
        notifyAll();
    }

    /** The other side is gone, or cannot write what it gets: nothing more is sent to it. */
    synchronized void lost() {
        lost = true;
        toPerson.endOutput();
        notifyAll();
    }
}
