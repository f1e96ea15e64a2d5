package org.ringback.api.control;

import java.time.Duration;
import java.util.List;

/**
 * What crypto does from the moment on at which it was taken into use, as far as it alone can be blamed: what a peer or
 * the network does is none of it. Thread-safe.
 */
public interface CryptoWatch extends AutoCloseable {
    /** The most faults that are remembered. */
    int MOST_FAULTS = 16;

    /** {@return on how many connections the other end was proved} */
    int proved();

    /** {@return what it did that no crypto does, in words; at most {@link #MOST_FAULTS}; a copy} */
    List<String> faults();

    /**
     * Waits for connections; not on a loop.
     *
     * @param proved how many
     * @param limit how long
     * @return whether there were so many, and no fault; false at the first fault
     * @throws InterruptedException if the caller is interrupted
     */
    boolean await(int proved, Duration limit) throws InterruptedException;

    /** {@return whether it still watches; another watch, or another use of crypto, ends it} */
    boolean runs();

    /** Ends the watch; the crypto stays in use. */
    @Override
    void close();
}
