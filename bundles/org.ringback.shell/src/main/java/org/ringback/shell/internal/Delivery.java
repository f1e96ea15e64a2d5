package org.ringback.shell.internal;

import java.io.IOException;
import org.ringback.shell.link.Frame;

/** Whether a command's output came to where it was to go; the other side says so. Thread-safe. */
final class Delivery {
    /** Under which name a session keeps it. */
    static final String VARIABLE = "ringback.delivery";

    private final FrameWriter toPerson;
    private final SessionInput input;
    private int unanswered;
    private boolean lost;

    Delivery(FrameWriter toPerson, SessionInput input) {
        this.toPerson = toPerson;
        this.input = input;
    }

    /**
     * Waits until the other side says that all output so far is written, or that it is not. No input is read any more:
     * the answer comes behind it.
     */
    boolean confirmed() {
        input.close();
        try {
            synchronized (this) {
                unanswered++;
            }
            toPerson.write(Frame.Type.DELIVERY, new byte[0]);
            synchronized (this) {
                while (!lost && unanswered > 0) {
                    wait();
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
