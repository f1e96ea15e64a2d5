package org.ringback.wire;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** An address family by the number that STUN gives it (RFC 8489 §14.1). The number is the wire's ADDRESS-FAMILY. */
public enum AddressFamily {
    /** IPv4. */
    IPV4(1, "IPv4"),
    /** IPv6. */
    IPV6(2, "IPv6");

    private final int number;
    private final String label;

    AddressFamily(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /**
     * The family of an address.
     *
     * @param address a resolved one
     * @return its family
     */
    public static AddressFamily of(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address ? IPV6 : IPV4;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /** {@return the words for a story} */
    public String label() {
        return label;
    }

    static String expected() {
        return "1 IPv4, 2 IPv6";
    }
}
