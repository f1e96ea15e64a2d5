package org.ringback.shell.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Counts the socket's commands under way and the calls that they left standing. A program that was started for one ring
 * waits here before it ends, as others may ring through it. Also a service {@link IntFunction} for the launcher, which
 * shares only JDK types with bundles. Thread-safe.
 */
@Component(
        service = {UnderWay.class, IntFunction.class},
        property = UnderWay.ENDS,
        immediate = true)
public final class UnderWay implements IntFunction<Map<String, String>> {
    /** Property by which the launcher finds the service. */
    static final String ENDS = "ringback.awaits=end";

    private int count;
    private boolean over;
    private final Map<String, String> brokeOff = new HashMap<>();

    /** Begins with none under way. */
    @Activate
    public UnderWay() {}

    /** Counts one more; false if none may begin any more. */
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

    /** Notes that a call ended though nobody here ended it. */
    synchronized void breaksOff(String equipment, String why) {
        brokeOff.put(equipment, why);
        ends();
    }

    /**
     * Waits until at most {@code atMost} are under way, and lets none begin from then on.
     *
     * @param atMost how many may be left
     * @return by equipment, why its last call broke off, if one did
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

    /** Ends all waiting, as the component stops. */
    @Deactivate
    public synchronized void stop() {
        over = true;
        notifyAll();
    }
}
