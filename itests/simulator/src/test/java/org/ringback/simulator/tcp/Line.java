package org.ringback.simulator.tcp;

import java.time.Duration;

/** What lies between a network and the core of the internet. */
public interface Line {
    /** {@return how long a segment takes from one end to the other; may differ each time} */
    Duration delay();

    /** {@return whether it loses a segment; may differ each time} */
    boolean loses();
}
