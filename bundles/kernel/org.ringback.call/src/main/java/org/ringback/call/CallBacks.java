package org.ringback.call;

import java.util.random.RandomGenerator;
import org.ringback.call.core.Budget;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.core.Multiplexer;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;

/**
 * Makes the ends of call-backs. One for each role: all its call-backs share the sum of buffers of its limits, and those
 * with one peer no more than that peer's part of it.
 * Thread-safe if the random generator is.
 */
public final class CallBacks {
    private final RandomGenerator random;
    private final ConversationLimits limits;
    private final Budget budget;

    /**
     * With a budget of buffers of its own.
     *
     * @param random a secure one: conversation IDs and resume secrets come from it
     */
    public CallBacks(RandomGenerator random) {
        this(random, ConversationLimits.DEFAULT);
    }

    CallBacks(RandomGenerator random, ConversationLimits limits) {
        this.random = random;
        this.limits = limits;
        this.budget = new Budget(limits.buffers());
    }

    /**
     * The issuer's end, after it accepted; it opens odd numbers. To be called on the loop; from then on the caller passes
     * the connection's events to it.
     *
     * @param connection the call-back, on which nothing but frames travels from now on
     * @param loop the connection's
     * @param info what every conversation has in common
     * @param listener hears of conversations that the peer opens, and of the end
     * @return the end
     */
    public CallBack issuer(ProtectedConnection connection, Loop loop, CallInfo info, CallListener listener) {
        return end(true, connection, loop, info, listener);
    }

    /**
     * The acceptor's end, after it was accepted; it opens even numbers. To be called on the loop; from then on the caller
     * passes the connection's events to it.
     *
     * @param connection the call-back, on which nothing but frames travels from now on
     * @param loop the connection's
     * @param info what every conversation has in common
     * @param listener hears of conversations that the peer opens, and of the end
     * @return the end
     */
    public CallBack acceptor(ProtectedConnection connection, Loop loop, CallInfo info, CallListener listener) {
        return end(false, connection, loop, info, listener);
    }

    private CallBack end(
            boolean issuer, ProtectedConnection connection, Loop loop, CallInfo info, CallListener listener) {
        Multiplexer multiplexer = new Multiplexer(issuer, random, limits, budget.share(info.peer()), loop.now());
        CallBackEnd end = new CallBackEnd(multiplexer, connection, loop, info, listener);
        end.start();
        return end;
    }
}
