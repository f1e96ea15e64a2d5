package org.ringback.simulator.tcp;

import java.net.InetAddress;
import java.util.Optional;

/** A router or firewall at the edge of a network, with its state. */
interface Middlebox {
    /** A segment comes from inside. {@return it as it leaves, if it does} */
    Optional<Segment> outward(Segment segment);

    /** A segment comes from outside. */
    Entry inward(Segment segment);

    /** {@return the address that it puts in the place of those inside, if it does} */
    Optional<InetAddress> outside();

    /**
     * What becomes of a segment from outside.
     *
     * @param passes the segment as it goes on, if it does
     * @param answer what the box sends back, if it does
     */
    record Entry(Optional<Segment> passes, Optional<Segment> answer) {
        static final Entry DROPPED = new Entry(Optional.empty(), Optional.empty());

        static Entry passed(Segment segment) {
            return new Entry(Optional.of(segment), Optional.empty());
        }

        /** Nothing answers a RST. */
        static Entry reset(Segment segment) {
            return segment.flag() == Segment.Flag.RST
                    ? DROPPED
                    : new Entry(Optional.empty(), Optional.of(segment.reset()));
        }
    }
}
