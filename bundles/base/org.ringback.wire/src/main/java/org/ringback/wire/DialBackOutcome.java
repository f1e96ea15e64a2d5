package org.ringback.wire;

/** What came of the server's own TCP connection to the address and port at which it sees a device. */
public enum DialBackOutcome {
    /** Something took the connection. */
    CONNECTED(1, "connected"),
    /** Something refused it, by a reset or an ICMP message. */
    REFUSED(2, "refused"),
    /** Nothing answered in time. */
    NO_ANSWER(3, "no answer"),
    /** The server has no way to that address from another port of its own, or no socket left. */
    NO_WAY(4, "no way there"),
    /** Not tried: this device was dialled back a moment ago. */
    TOO_SOON(5, "too soon"),
    /** Not tried: the server dials back as many as it does at once. */
    TOO_MANY(6, "too many at once"),
    /** Not tried: the port is below 1024. */
    LOW_PORT(7, "port below 1024");

    private final int number;
    private final String label;

    DialBackOutcome(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /** {@return the words} */
    public String label() {
        return label;
    }

    /** {@return whether the server dialled, so that the outcome tells something of the path} */
    public boolean tried() {
        return this == CONNECTED || this == REFUSED || this == NO_ANSWER;
    }

    static String expected() {
        return "1 connected, 2 refused, 3 no answer, 4 no way there, 5 too soon, 6 too many at once, 7 port below 1024";
    }
}
