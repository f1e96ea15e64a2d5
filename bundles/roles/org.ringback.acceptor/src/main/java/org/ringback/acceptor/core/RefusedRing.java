package org.ringback.acceptor.core;

import java.io.Serial;
import java.util.Optional;
import org.ringback.api.RingReason;
import org.ringback.api.ToldReason;
import org.ringback.kernel.CutReason;

/**
 * Thrown if a ring is refused: no packet is sent to the issuer. The message is for the gateway's own story. Has no
 * stack trace.
 */
final class RefusedRing extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String counter;
    private final transient Optional<ToldReason> told;
    private final Optional<CutReason> cut;

    private RefusedRing(String counter, String why, Optional<ToldReason> told, Optional<CutReason> cut) {
        super(why, null, false, false);
        this.counter = counter;
        this.told = told;
        this.cut = cut;
    }

    /** A refusal of which the issuer is told nothing, as it did not prove its grant. */
    static RefusedRing untold(String counter, String why) {
        return new RefusedRing(counter, why, Optional.empty(), Optional.empty());
    }

    static RefusedRing told(String counter, String why, RingReason reason) {
        return told(counter, why, new ToldReason(reason));
    }

    static RefusedRing told(String counter, String why, ToldReason reason) {
        return new RefusedRing(counter, why, Optional.of(reason), Optional.empty());
    }

    /** A refusal that also ends the calls that stand by the grant. */
    static RefusedRing cutting(String counter, String why, RingReason reason, CutReason cut) {
        return new RefusedRing(counter, why, Optional.of(new ToldReason(reason)), Optional.of(cut));
    }

    /** {@return the reason as a counter's name} */
    String counter() {
        return counter;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    /** {@return what the issuer of a call that is ended for it is told; empty to reset its connection} */
    Optional<CutReason> cut() {
        return cut;
    }

    /** {@return what the issuer is told; empty if it did not prove its grant} */
    Optional<ToldReason> told() {
        return told;
    }
}
