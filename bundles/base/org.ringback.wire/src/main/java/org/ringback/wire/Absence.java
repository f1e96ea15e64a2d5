package org.ringback.wire;

/** Why no call-back comes, as far as the server knows. The number is the wire's ABSENCE. */
public enum Absence {
    /** The equipment holds no lease: it never registered, or its last lease ran out. */
    NO_LEASE(1, "no lease"),
    /** The equipment deregistered. */
    SIGNED_OFF(2, "signed off"),
    /** The equipment holds a lease, but no registration of it came while the ring waited. */
    SILENT(3, "silent"),
    /** The equipment registers, but did not answer the wake-up or the datagram ring. */
    NO_ANSWER(4, "no answer"),
    /** The equipment answered the ring, and then the server heard no more of it. */
    LOST(5, "lost"),
    /** The issuer may not ask any more. */
    NOT_ALLOWED(6, "not allowed"),
    /** The issuer's port, as the server sees it, is below 1024. */
    LOW_PORT(7, "port below 1024");

    private final int number;
    private final String label;

    Absence(int number, String label) {
        this.number = number;
        this.label = label;
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
        return "1 no lease, 2 signed off, 3 silent, 4 no answer, 5 lost, 6 not allowed, 7 port below 1024";
    }
}
