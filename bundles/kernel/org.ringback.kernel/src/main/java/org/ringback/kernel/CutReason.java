package org.ringback.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Why a gateway ends a call that stands, as the issuer at its other end is told, who proved the key that the grant is
 * bound to. The numbers are on the wire (docs/protocol.md, "Conversations"); the words are for the issuer's person.
 */
public enum CutReason {
    /** The owner hung up; the person may ring again. */
    HUNG_UP(1, "hung up at the gateway"),
    /** The owner suspended the grant. */
    SUSPENDED(2, "the grant is suspended"),
    /** The end of the grant came. */
    ENDED(3, "the grant has ended"),
    /** The owner revoked the grant. */
    REVOKED(4, "the grant was revoked"),
    /** The equipment left the gateway or was joined anew, or the grant is too old to be kept. */
    UNKNOWN(5, "the gateway knows the grant no more"),
    /** The server revoked the issuer's key. */
    KEY_REVOKED(6, "the server revoked this issuer's key"),
    /** The service was marked admin meanwhile, and the grant does not name it. */
    SERVICE(7, "the grant does not give the service any more");

    private final int number;
    private final String words;

    CutReason(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /** {@return the number on the wire, a u16} */
    public int number() {
        return number;
    }

    /** {@return the reason in words, as they stand in the issuer's calls, its story and its forward's log} */
    public String words() {
        return words;
    }

    /**
     * Finds the reason that a gateway told.
     *
     * @param number 0 to 65535
     * @return the reason; empty if this version does not know the number
     */
    public static Optional<CutReason> of(int number) {
        return Arrays.stream(values()).filter(reason -> reason.number == number).findFirst();
    }
}
