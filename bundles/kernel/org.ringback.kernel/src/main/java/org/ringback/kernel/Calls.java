package org.ringback.kernel;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Role;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

/** Carries calls, which go on while the roles that handed them over stop and start. An OSGi service. */
@ProviderType
public interface Calls {
    /** Passes a connection whose peer is proved on to another owner, as {@link Link#passTo} does. */
    @FunctionalInterface
    interface Passing {
        /**
         * Passes the connection on.
         *
         * @param next is told the connection's events from now on, beginning with {@code established}
         * @param owner the loop with which the connection ends from now on
         */
        void passTo(ProtectedHandler next, Loop owner);
    }

    /**
     * Takes over an accepted call-back, which carries only frames from now on. To be called on the role's loop, whose
     * owner has the role's name in lower case ({@link org.ringback.transport.Transport#newLoop}).
     *
     * @param facts what is known of the call
     * @param session how its session was made: the call moves to another one once other crypto is used
     * @param connection passes the connection on
     * @return the open call
     */
    Call hand(CallFacts facts, CallSession session, Passing connection);

    /**
     * Finds the calls of a role, including those that earlier runs of the role handed over. Thread-safe.
     *
     * @param role which
     * @return a copy of the open calls, the oldest first
     */
    List<Call> standing(Role role);
}
