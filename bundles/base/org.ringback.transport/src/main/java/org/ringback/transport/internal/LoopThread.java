package org.ringback.transport.internal;

import io.netty.util.concurrent.FastThreadLocalThread;

/** A thread that runs event loops: told from others, because it must never wait for one of its kind. */
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
