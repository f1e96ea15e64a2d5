package org.ringback.issuer.core;

import java.util.List;
import org.ringback.api.Moment;

/** Something under way that owns connections, listeners and jobs: a ring, or an enrolment. */
interface Task {
    /** Takes an event of something that it owns. */
    void handle(IssuerEvent event, Moment now, List<IssuerAction> out);

    /** {@return monotonic nanoseconds at which {@link #tick} is wanted} */
    long deadline();

    /** Its deadline passed. */
    void tick(Moment now, List<IssuerAction> out);

    /** {@return whether it is done: it owns nothing any more} */
    boolean over();

    /** Ends it from outside. */
    void stop(String why, Moment now, List<IssuerAction> out);
}
