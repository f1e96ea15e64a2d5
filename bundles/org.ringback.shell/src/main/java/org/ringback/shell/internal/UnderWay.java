package org.ringback.shell.internal;

import java.util.function.IntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Counts the commands of the socket and the calls that they left standing. A program that was started for one ring asks it,
 * as others may ring through that program: the service is for the launcher, of a type that it has too. Thread-safe.
 */
@Component(
        service = {UnderWay.class, IntFunction.class},
        property = UnderWay.ENDS,
        immediate = true)
public final class UnderWay implements IntFunction<String> {
    /** How the launcher finds it. */
    static final String ENDS = "ringback.awaits=end";

    private int count;
    private boolean over;
    private String brokeOff = "";

    /** Begins with none. */
    @Activate
    public UnderWay() {}

    /** One more, if any is taken still. */
    synchronized boolean begins() {
        if (!over) {
            count++;
        }
        return !over;
    }

    synchronized void ends() {
        count--;
        notifyAll();
    }

    /** A call ends that nobody here ended. */
    synchronized void breaksOff(String what) {
        brokeOff = what;
        ends();
    }

    /**
     * Waits until no more than so many are under way, and takes none from then on.
     *
     * @param atMost how many
     * @return which call broke off, the last one, and why; empty if none did
     */
    @Override
    public synchronized String apply(int atMost) {
        try {
            while (!over && count > atMost) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over = true;
        return brokeOff;
    }

    /** Whoever waits goes on. */
    @Deactivate
    public synchronized void stop() {
        over = true;
        notifyAll();
    }
}
