package org.ringback.call.internal;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.api.Role;
import org.ringback.call.core.Budget;
import org.ringback.call.core.CallKeys;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.Multiplexer;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CallSession;
import org.ringback.kernel.Suites;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;

/**
 * Makes the ends of calls. All share one budget of buffers, and those with one peer get no more than that peer's share
 * of it. Thread-safe if the random generator is.
 */
public final class CallEnds {
    private final Transport transport;
    private final RandomGenerator random;
    private final ConversationLimits limits;
    private final Budget budget;

    /**
     * Makes one with a budget of buffers of its own.
     *
     * @param transport dials local addresses
     * @param random a secure one: conversation IDs and resume secrets come from it
     * @param limits the limits of each call
     */
    public CallEnds(Transport transport, RandomGenerator random, ConversationLimits limits) {
        this.transport = transport;
        this.random = random;
        this.limits = limits;
        this.budget = new Budget(limits.buffers());
    }

    /**
     * Makes an end without a path that moves to other crypto once that is used. The issuer's opens conversations with odd numbers, the acceptor's with even ones.
     *
     * @param facts what is known of the call
     * @param session how the session of its path was made
     * @param suites the crypto, which may change
     * @param loop the loop of its path
     * @param listener is told of the peer's conversations, and when the call is over
     * @return the end; {@link CallEnd#established} gives it its path
     */
    CallEnd make(CallFacts facts, CallSession session, Suites suites, Loop loop, CallListener listener) {
        return make(facts, Optional.of(new CallMove(facts, session, suites, random, loop)), loop, listener);
    }

    /**
     * Makes an end without a path that stays with its first session, as those of earlier versions do.
     *
     * @param facts what is known of the call
     * @param loop the loop of its path
     * @param listener is told of the peer's conversations, and when the call is over
     * @return the end; {@link CallEnd#established} gives it its path
     */
    public CallEnd make(CallFacts facts, Loop loop, CallListener listener) {
        return make(facts, Optional.empty(), loop, listener);
    }

    private CallEnd make(CallFacts facts, Optional<CallMove> move, Loop loop, CallListener listener) {
        Multiplexer multiplexer = new Multiplexer(
                facts.role() == Role.ISSUER,
                random,
                limits,
                budget.share(facts.peer()),
                move.map(CallKeys.class::cast));
        return new CallEnd(facts, multiplexer, loop, transport, listener, move);
    }
}
