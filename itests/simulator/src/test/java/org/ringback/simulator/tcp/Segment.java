package org.ringback.simulator.tcp;

import java.net.InetSocketAddress;

/**
 * A TCP segment without bytes. Immutable.
 *
 * @param flag what it says
 * @param from its source, as it stands where the segment is now
 * @param to its destination, likewise
 * @param sequence the sender's initial sequence number, which no other socket has
 * @param acknowledged the initial sequence number that it answers; 0 for a SYN
 */
public record Segment(Flag flag, InetSocketAddress from, InetSocketAddress to, long sequence, long acknowledged) {
    /** What a segment says. */
    public enum Flag {
        /** Opens. */
        SYN,
        /** Opens, and acknowledges the other end's SYN. */
        SYN_ACK,
        /** Acknowledges. */
        ACK,
        /** Ends at once. */
        RST
    }

    /** {@return the same with another source} */
    Segment from(InetSocketAddress source) {
        return new Segment(flag, source, to, sequence, acknowledged);
    }

    /** {@return the same with another destination} */
    Segment to(InetSocketAddress destination) {
        return new Segment(flag, from, destination, sequence, acknowledged);
    }

    /** {@return the RST that answers this one} */
    Segment reset() {
        return new Segment(Flag.RST, to, from, 0, sequence);
    }
}
