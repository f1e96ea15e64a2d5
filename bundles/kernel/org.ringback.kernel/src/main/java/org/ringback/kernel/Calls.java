package org.ringback.kernel;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.ringback.api.Role;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedHandler;

/** Carries calls, whatever becomes of the roles that they come from. A service. */
@ProviderType
public interface Calls {
    /** A connection whose peer is proved, as its owner passes it on; {@link Link#passTo} is one. */
    @FunctionalInterface
    interface Passing {
        /**
         * Passes it on.
         *
         * @param next hears from now on, beginning with {@code established}
         * @param owner the loop that it ends with from now on
         */
        void passTo(ProtectedHandler next, Loop owner);
    }

    /**
     * Takes an accepted call-back: nothing but frames travels on it from now on. To be called on the loop of the role, which is
     * that of the owner of its name in small letters.
     *
     * @param facts what is known of it
     * @param connection passes the connection on
     * @return the call, which stands
     */
    Call hand(CallFacts facts, Passing connection);

    /**
     * Finds the calls of a role, whichever run of it they come from. Thread-safe.
     *
     * @param role which
     * @return those that stand, the oldest first; a copy
     */
    List<Call> standing(Role role);
}
