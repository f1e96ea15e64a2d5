package org.ringback.call.internal;

import java.util.random.RandomGenerator;
import org.ringback.api.Role;
import org.ringback.call.core.Budget;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.Multiplexer;
import org.ringback.kernel.CallFacts;
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
     * Makes an end without a path. The issuer's opens conversations with odd numbers, the acceptor's with even ones.
     *
     * @param facts what is known of the call
     * @param loop the loop of its path
     * @param listener is told of the peer's conversations, and when the call is over
     * @return the end; {@link CallEnd#established} gives it its path
     */
    public CallEnd make(CallFacts facts, Loop loop, CallListener listener) {
        boolean issuer = facts.role() == Role.ISSUER;
        Multiplexer multiplexer = new Multiplexer(issuer, random, limits, budget.share(facts.peer()));
        return new CallEnd(facts, multiplexer, loop, transport, listener);
    }
}
