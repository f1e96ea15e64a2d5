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
 * Makes ends of calls. All share the sum of buffers of its limits, and those with one peer no more than that peer's part of
 * it. Thread-safe if the random generator is.
 */
public final class CallEnds {
    private final Transport transport;
    private final RandomGenerator random;
    private final ConversationLimits limits;
    private final Budget budget;

    /**
     * With a budget of buffers of its own.
     *
     * @param transport for local ports and addresses
     * @param random a secure one: conversation IDs and resume secrets come from it
     * @param limits of each call
     */
    public CallEnds(Transport transport, RandomGenerator random, ConversationLimits limits) {
        this.transport = transport;
        this.random = random;
        this.limits = limits;
        this.budget = new Budget(limits.buffers());
    }

    /**
     * An end without a path. The issuer's opens odd numbers, the acceptor's even ones.
     *
     * @param facts what is known of the call
     * @param loop of its path
     * @param listener hears of conversations that the peer opens, and of the end
     * @return the end; {@link CallEnd#established} gives it its path
     */
    public CallEnd make(CallFacts facts, Loop loop, CallListener listener) {
        boolean issuer = facts.role() == Role.ISSUER;
        Multiplexer multiplexer = new Multiplexer(issuer, random, limits, budget.share(facts.peer()));
        return new CallEnd(facts, multiplexer, loop, transport, listener);
    }
}
