package org.ringback.transport.internal;

import io.netty.util.concurrent.FastThreadLocalThread;

/**
 * A thread that runs event loops, as a type of its own so that {@link #isCurrent} tells: such a thread must never wait
 * for another one.
 */
final class LoopThread extends FastThreadLocalThread {
    LoopThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }

    /** {@return whether the caller runs on an event loop, of whichever transport} */
    static boolean isCurrent() {
        return Thread.currentThread() instanceof LoopThread;
    }
}
