package org.ringback.nat;

import java.util.Locale;
import java.util.Optional;

/** What stands between a home or an issuer and the internet. */
enum Kind {
    /** A public IPv4 address, nothing filtered. */
    OPEN(Line.OPEN, Line.NONE),
    /** A public IPv4 address; traffic of what went out before comes in, all else is dropped. */
    FW(Line.FIREWALL, Line.NONE),
    /** A router that keeps the port for every destination (endpoint-independent mapping), and drops what was not asked for. */
    EIM(Line.ROUTER, Line.NONE),
    /** The same, which answers a SYN that was not asked for by RST. */
    EIMRST(Line.RESETTING, Line.NONE),
    /** A router that takes a new random port for each destination (symmetric). */
    SYM(Line.SYMMETRIC, Line.NONE),
    /** A router behind that of a carrier, both of the kind {@link #EIM}. */
    CGNAT(Line.CARRIER, Line.NONE),
    /** IPv4 as {@link #EIM}, IPv6 as {@link #FW}. */
    DUAL(Line.ROUTER, Line.FIREWALL),
    /** IPv4 as {@link #EIM}; there is a way by IPv6, and nothing comes of it. */
    DUALBROKEN(Line.ROUTER, Line.BROKEN),
    /** A public IPv6 address, nothing filtered. */
    V6OPEN(Line.NONE, Line.OPEN),
    /** A public IPv6 address, filtered as {@link #FW}. */
    V6FW(Line.NONE, Line.FIREWALL);

    /** What one address family finds there. */
    enum Line {
        NONE,
        OPEN,
        FIREWALL,
        ROUTER,
        RESETTING,
        SYMMETRIC,
        CARRIER,
        BROKEN;

        /** {@return whether packets come through at all} */
        boolean carries() {
            return this != NONE && this != BROKEN;
        }

        /** {@return whether a router translates addresses} */
        boolean translated() {
            return this == ROUTER || this == RESETTING || this == SYMMETRIC || this == CARRIER;
        }
    }

    private final Line ipv4;
    private final Line ipv6;

    Kind(Line ipv4, Line ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    Line ipv4() {
        return ipv4;
    }

    Line ipv6() {
        return ipv6;
    }

    /** {@return what one family finds there} */
    Line line(boolean six) {
        return six ? ipv6 : ipv4;
    }

    /** {@return whether there is a house with a router, in which others can be} */
    boolean hasHouse() {
        return ipv4.translated();
    }

    /** {@return its name in words and files} */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the one of that name} */
    static Optional<Kind> named(String label) {
        for (Kind kind : values()) {
            if (kind.label().equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
