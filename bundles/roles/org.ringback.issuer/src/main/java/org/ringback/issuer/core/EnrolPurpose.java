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

/**
 * The purpose of an {@link EnrolTask}: taking a grant, or joining with the operator's string. Belongs to the core's
 * thread.
 */
interface EnrolPurpose {
    /** {@return the server and the one-time code} */
    Ticket ticket();

    /** {@return the command's request} */
    Request<?> request();

    /**
     * Completes the command after writing what is left, as the server has enrolled this issuer, whose key is on disk.
     *
     * @param self the ID that the server gave
     * @param protections the protections that the server allows
     * @param since a time that is proved to have passed
     * @param turn takes the actions
     */
    void enrolled(EquipmentId self, Set<ProtectionId> protections, Instant since, Turn turn);

    /**
     * Whether the server's operator made the string for this issuer. Such a string enrols again, with a new key if the
     * server revoked the old one, as only the operator may readmit an issuer. With a grant string an enrolled key keeps
     * its enrolment and protections.
     */
    boolean fromOperator();

    /** {@return the server's refusal in words, with what to do, which depends on who gave the string} */
    String refused(int code, Optional<EndedEnrolment> ended);

    /**
     * {@return what to do if another server answers than the string names, in words, which depends on who gave the
     * string}
     */
    String ofOtherServer();

    /** {@return what was not done, in words} */
    String notDone();

    /** The time for checking dates: a device whose clock starts in 1970 knows that the string was made before now. */
    static Instant time(Ticket ticket, Moment now) {
        return PlausibleClock.time(now.wall(), ticket.made());
    }

    /** How to reach the string's server. */
    static ServerEntry route(Ticket ticket, Moment now) {
        return new ServerEntry(ticket.servers(), ticket.pins(), ticket.protections(), time(ticket, now));
    }
}
