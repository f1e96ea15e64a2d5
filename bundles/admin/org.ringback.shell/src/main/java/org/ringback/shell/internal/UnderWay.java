package org.ringback.shell.internal;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.ringback.api.control.ForwardListener;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.net.AddressText;

/**
 * Counts the socket's commands under way and the forwards that they opened. A program that was started for one ring
 * waits here before it ends, as others may ring through it, and hears meanwhile how its forwards are. Also a service
 * {@link BiConsumer} for the launcher, which shares only JDK types with bundles. Thread-safe.
 */
@Component(
        service = {UnderWay.class, ForwardListener.class, BiConsumer.class},
        property = UnderWay.ENDS,
        immediate = true)
public final class UnderWay implements ForwardListener, BiConsumer<Integer, Consumer<String>> {
    /** Property by which the launcher finds the service. */
    static final String ENDS = "ringback.awaits=end";

    private static final int LINES = 16;

    private int commands;
    private boolean over;
    /** The open forwards, and what was told last of each. */
    private final Map<InetSocketAddress, String> forwards = new HashMap<>();
    /** What is to be told. */
    private final Deque<String> lines = new ArrayDeque<>();

    /** Begins with none under way. */
    @Activate
    public UnderWay() {}

    /** Counts one more; false if none may begin any more. */
    synchronized boolean begins() {
        if (!over) {
            commands++;
        }
        return !over;
    }

    synchronized void ends() {
        commands--;
        notifyAll();
    }

    @Override
    public synchronized void changed(ForwardStatus now) {
        if (now.configured()) {
            return; // those are there whether or not anybody waits
        }
        InetSocketAddress at = now.forward().local();
        if (now.state() == State.CLOSED) {
            forwards.remove(at);
        } else if (now.state() == State.STANDING) {
            if (!forwards.getOrDefault(at, "").isEmpty()) {
                tell(now, "a call stands again");
            }
            forwards.put(at, "");
        } else {
            String last = forwards.getOrDefault(at, "");
            String why = now.state() == State.WAITING ? now.why().orElse(last) : last;
            if (!why.equals(last)) {
                tell(now, why + "; the next connection rings again");
            }
            forwards.put(at, why);
        }
        notifyAll();
    }

    private void tell(ForwardStatus now, String what) {
        if (lines.size() < LINES) {
            lines.add(now.forward().request().equipment() + ", port "
                    + AddressText.print(now.forward().local()) + ": " + what);
        }
    }

    /**
     * Waits until at most {@code atMost} are under way, and lets none begin from then on.
     *
     * @param atMost how many may be left
     * @param told hears meanwhile what happens to forwards, a line each, on the caller's thread
     */
    @Override
    public void accept(Integer atMost, Consumer<String> told) {
        for (String line = next(atMost); !line.isEmpty(); line = next(atMost)) {
            told.accept(line);
        }
    }

    /** The next line to tell; empty if at most so many are under way. */
    private synchronized String next(int atMost) {
        try {
            while (!over && lines.isEmpty() && commands + forwards.size() > atMost) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over = true;
        }
        if (over || lines.isEmpty()) {
            over = true;
            return "";
        }
        return lines.remove();
    }

    /** Ends all waiting, as the component stops. */
    @Deactivate
    public synchronized void stop() {
        over = true;
        notifyAll();
    }
}
