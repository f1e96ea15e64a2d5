package org.ringback.nat;

import java.net.InetSocketAddress;

/**
 * A packet that came to the internet, whatever became of it there.
 *
 * @param micros when, since 1970
 * @param tcp whether it is TCP, not UDP
 * @param from its source as the internet sees it, behind every translation
 * @param to its destination
 * @param flags TCP's, RFC 9293 §3.1
 * @param sequence TCP's
 * @param payload how many bytes it carries
 */
record Sighting(
        long micros, boolean tcp, InetSocketAddress from, InetSocketAddress to, int flags, long sequence, int payload) {
    private static final int SYN = 2;
    private static final int ACK = 16;

    /** {@return whether it asks for a connection} */
    boolean asks() {
        return tcp && (flags & (SYN | ACK)) == SYN;
    }

    /** {@return whether it answers, and asks for nothing} */
    boolean acknowledges() {
        return tcp && (flags & (SYN | ACK)) == ACK;
    }

    int fromSite() {
        return Plan.site(from.getAddress());
    }

    int toSite() {
        return Plan.site(to.getAddress());
    }
}
