package org.ringback.wire;

/** Why no call-back comes, as far as the server knows. The number is the wire's ABSENCE. */
public enum Absence {
    /** It holds no lease: it never came, or not for longer than a lease. */
    NO_LEASE(1, "no lease"),
    /** It deregistered. */
    SIGNED_OFF(2, "signed off"),
    /** It holds a lease, but no registration came while the ring waited. */
    SILENT(3, "silent"),
    /** It registers, but did not answer the wake-up or the datagram ring. */
    NO_ANSWER(4, "no answer"),
    /** It took the ring, and was not heard any more. */
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
