package org.ringback.nat;

import java.net.InetSocketAddress;

/** Packets as tests make them. Stateless. */
final class Segments {
    static final int SYN = 2;
    static final int ACK = 16;
    static final int SYN_ACK = SYN | ACK;

    static final InetSocketAddress SERVER = at(Plan.SERVER, Plan.PORT);

    private Segments() {}

    /** {@return an address of a site} */
    static InetSocketAddress at(int site, int port) {
        return new InetSocketAddress(Plan.address(Plan.ipv4(site, 2)), port);
    }

    /** {@return a segment} */
    static Sighting segment(InetSocketAddress from, InetSocketAddress to, int flags, long sequence, int payload) {
        return new Sighting(1, true, from, to, flags, sequence, payload);
    }

    /** {@return one that asks for a connection} */
    static Sighting syn(InetSocketAddress from, InetSocketAddress to) {
        return segment(from, to, SYN, 0, 0);
    }
}
