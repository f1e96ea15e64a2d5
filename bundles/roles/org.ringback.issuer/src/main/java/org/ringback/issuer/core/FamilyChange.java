package org.ringback.issuer.core;

import java.time.Duration;
import org.ringback.kernel.Owners;
import org.ringback.kernel.ServerDialler;
import org.ringback.kernel.ServerRoute;
import org.ringback.kernel.Turn;

/**
 * The way of a ring to the other address family, as its equipment is registered by that: the connection that stands is
 * kept until the other one is proved, or for good if that takes too long. Once a ring. Belongs to the core's thread.
 */
final class FamilyChange {
    /** How long the server may take by the other family. */
    static final Duration LIMIT = Duration.ofSeconds(1);
    /** How long it is not asked for again after that. */
    static final Duration REST = Duration.ofMinutes(10);

    private static final long NONE = -1;

    private final Owners owners;
    private final ServerRoute route;
    private final ServerDialler server;
    private long kept = NONE;
    private long until = Long.MAX_VALUE;
    private boolean offered;
    private boolean begun;

    FamilyChange(Owners owners, ServerRoute route, ServerDialler server) {
        this.owners = owners;
        this.route = route;
        this.server = server;
    }

    /**
     * Decides whether the server may ask for the other family now.
     *
     * @param there whether the server has addresses of it
     * @param turn has the clock
     * @return whether to say so
     */
    boolean offer(boolean there, Turn turn) {
        offered = there && !begun && route.bothFamilies(turn.nanos());
        return offered;
    }

    /** {@return whether the server was told that it may ask for the other family} */
    boolean offered() {
        return offered;
    }

    /** Keeps the connection that stands, and dials the server by the other family. */
    void begin(Turn turn) {
        begun = true;
        offered = false;
        kept = server.connection();
        until = turn.in(LIMIT);
        server.startOtherFamily(turn);
    }

    boolean underWay() {
        return until != Long.MAX_VALUE;
    }

    /** The server is proved by the other family: the kept connection is closed. */
    void done(Turn turn) {
        owners.close(kept, turn);
        until = Long.MAX_VALUE;
    }

    /** The other family failed, or took too long; returns whether the kept connection still stands. */
    boolean failed(Turn turn) {
        end(turn);
        route.oneFamily(turn.in(REST));
        return kept != NONE;
    }

    /** Nobody wants the other family any more; the kept connection stands. */
    void end(Turn turn) {
        if (underWay()) {
            until = Long.MAX_VALUE;
            server.cancel(turn);
        }
    }

    /** The kept connection is lost. */
    void lost() {
        kept = NONE;
    }

    /** {@return when the other family took too long, in monotonic nanoseconds} */
    long deadline() {
        return until;
    }
}
