package org.ringback.issuer.core;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.PlausibleClock;
import org.ringback.kernel.Request;
import org.ringback.kernel.Turn;
import org.ringback.spi.Ticket;
import org.ringback.wire.EndedEnrolment;

/** What an {@link EnrolTask} enrols for. Belongs to the core's thread. */
interface EnrolPurpose {
    /** {@return the server and the one-time code} */
    Ticket ticket();

    /** {@return the command} */
    Request<?> request();

    /**
     * The server knows this issuer now, and its key is on disk: completes the command, after what is still to be written.
     *
     * @param self the ID that the server gave
     * @param protections what the server enrolled it for
     * @param since a time that is proved to have passed
     * @param turn takes the actions
     */
    void enrolled(EquipmentId self, Set<ProtectionId> protections, Instant since, Turn turn);

    /**
     * Whether the server's operator made the string for this issuer: then it enrols anew, and takes a new key where the
     * server revoked the one that there was, as whom the operator put out comes back by him alone. With another one a key
     * that is enrolled already keeps its enrolment, with its own protections.
     */
    boolean fromOperator();

    /** {@return a refusal by the server in words: what to do depends on who gave the string} */
    String refused(int code, Optional<EndedEnrolment> ended);

    /** {@return what to do where another server answers than the string names, in words: that depends on who gave it} */
    String ofOtherServer();

    /** {@return what did not come to be, in words} */
    String notDone();

    /** A device that starts in 1970 still knows that the string was made before now. */
    static Instant time(Ticket ticket, Moment now) {
        return PlausibleClock.time(now.wall(), ticket.made());
    }

    /** The way to the server. */
    static ServerEntry route(Ticket ticket, Moment now) {
        return new ServerEntry(ticket.servers(), ticket.pins(), ticket.protections(), time(ticket, now));
    }
}
