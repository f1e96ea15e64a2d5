package org.ringback.issuer.core;

import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.wire.Message;
import org.ringback.wire.Paths;

/**
 * Why the server's relay carried nothing of a ring, where that is known, and what to do: whatever stands in the way of the
 * direct call-back, the relay would have answered the ring. Immutable.
 *
 * @param happened a clause
 * @param advice one sentence, without its full stop; with a place for the equipment's name
 */
record RelayMiss(String happened, String advice) {
    /** Nobody knows on whom it lies. */
    static final RelayMiss NO_TICKET = new RelayMiss(
            "the server offers no relay: it is off there, or the gateway's program is older",
            "Ask who runs the server to relay (its key relay), and the owner of %s which version its gateway is of, and ring"
                    + " again");

    /** The gateway calls back, and the server gave no ticket. */
    static RelayMiss notOffered(Message calling) {
        return Paths.haveRelay(calling)
                ? new RelayMiss(
                        "this server does not relay",
                        "Ask who runs the server to relay (its key relay), and ring again")
                : NO_TICKET;
    }

    /**
     * The server refused.
     *
     * @param why in words
     */
    static RelayMiss refused(String why) {
        return new RelayMiss(
                why,
                "Hang up what is not used any more and ring again, after midnight UTC at the latest, when a day's bytes"
                        + " begin anew; who runs the server sees in its limits which of them it was");
    }

    /** The end of what happened to a ring that this kept from being answered. */
    static String words(Optional<RelayMiss> miss) {
        return miss.map(relay -> "; nor was it relayed: " + relay.happened()).orElse("");
    }

    /** What to do, where the direct way needs something else. */
    String advice(EquipmentId equipment, String directly) {
        return String.format(advice, equipment) + "; to be called back directly: " + directly;
    }
}
