package org.ringback.wire;

/**
 * How a ring goes, as an acceptor reports it to the server and the server tells the issuer. The number is the wire's
 * OUTCOME.
 */
public enum Outcome {
    /** The acceptor checked the request and dials the issuer. */
    CALLING(1, "calling"),
    /** The issuer accepted the communication request. */
    REACHED(2, "reached"),
    /** The acceptor refuses the request, or the issuer refused the communication request. */
    REFUSED(3, "refused"),
    /** The issuer's address could not be reached. */
    UNREACHABLE(4, "unreachable"),
    /** The one who answered at the issuer's address has another key. */
    WRONG_KEY(5, "wrong key"),
    /** All that the issuer is told of a ring that was not {@link #REACHED}. */
    NOT_REACHED(6, "not reached");

    private final int number;
    private final String label;

    Outcome(int number, String label) {
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
        return "1 calling, 2 reached, 3 refused, 4 unreachable, 5 wrong key, 6 not reached";
    }
}
