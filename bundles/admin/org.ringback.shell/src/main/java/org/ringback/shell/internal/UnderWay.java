package org.ringback.shell.internal;

import java.util.HashMap;
import java.util.Map;
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
public final class UnderWay implements IntFunction<Map<String, String>> {
    /** How the launcher finds it. */
    static final String ENDS = "ringback.awaits=end";

    private int count;
    private boolean over;
    private final Map<String, String> brokeOff = new HashMap<>();

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

    /** A call of this equipment ends that nobody here ended. */
    synchronized void breaksOff(String equipment, String why) {
        brokeOff.put(equipment, why);
        ends();
    }

    /**
     * Waits until no more than so many are under way, and takes none from then on.
     *
     * @param atMost how many
     * @return why the last call of each equipment broke off, where one did
     */
    @Override
    public synchronized Map<String, String> apply(int atMost) {
        try {
            while (!over && count > atMost) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over = true;
        return Map.copyOf(brokeOff);
    }

    /** Whoever waits goes on. */
    @Deactivate
    public synchronized void stop() {
        over = true;
        notifyAll();
    }
}
