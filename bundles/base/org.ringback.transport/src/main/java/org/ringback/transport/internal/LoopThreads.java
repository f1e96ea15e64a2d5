package org.ringback.transport.internal;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which everything but handshakes runs. An owner (a role) is given the same event loop each time it
 * comes: sockets that it detached before its update are then on its thread, and no datagram changes threads. The
 * threads belong to the transport, so that such sockets outlive the role. Thread-safe.
 */
final class LoopThreads {
    static final String NAME_PREFIX = "ringback-";

    private static final long WAIT_SECONDS = 5;
    private static final long SHUTDOWN_SECONDS = 2;

    private int most;
    private final IoHandlerFactory handlers;
    private final Map<String, EventLoop> byOwner = new HashMap<>();
    private final List<EventLoopGroup> groups = new ArrayList<>();
    private boolean closed;

    LoopThreads(int most, IoHandlerFactory handlers) {
        this.most = most;
        this.handlers = handlers;
    }

    /** Sets the most threads; existing ones stay. */
    synchronized void limit(int threads) {
        most = threads;
    }

    /** Gives an owner its event loop; when all threads have owners, one of them is shared. */
    synchronized EventLoop of(String owner) {
        if (closed) {
            throw new IllegalStateException("transport: closed");
        }
        EventLoop known = byOwner.get(owner);
        if (known != null) {
            return known;
        }
        if (groups.size() >= most) {
            // Kept, as more threads may be allowed later: what an owner left behind is on this one.
            EventLoop shared =
                    groups.get(Math.floorMod(owner.hashCode(), groups.size())).next();
            byOwner.put(owner, shared);
            return shared;
        }
        ThreadFactory named = work -> new LoopThread(work, NAME_PREFIX + owner);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, named, handlers);
        groups.add(group);
        EventLoop fresh = group.next();
        byOwner.put(owner, fresh);
        return fresh;
    }

    /**
     * Runs a task on an event loop and waits until it ran. A caller that is itself on an event loop does not wait, as
     * two of them could wait for each other.
     */
    static void settle(EventLoop eventLoop, Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            Future<?> done = eventLoop.submit(task);
            if (!LoopThread.isCurrent()) {
                done.awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (RejectedExecutionException shutDown) {
            // The transport closed, and everything on its loops with it.
        }
    }

    /**
     * Waits until an event loop has gone through its sockets once more, unless the caller is on one: only then does the
     * JDK free the port of a closed socket.
     */
    static void turn(EventLoop eventLoop) {
        if (LoopThread.isCurrent()) {
            return;
        }
        try {
            // A timer, as a task could run before the loop looks at its sockets.
            eventLoop.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException shutDown) {
            // The transport closed, and everything on its loops with it.
        }
    }

    /** Runs a task on an event loop: now if the caller is on it, else in its turn. */
    static void run(EventLoop eventLoop, Runnable task) {
        if (eventLoop.inEventLoop()) {
            task.run();
        } else {
            enqueue(eventLoop, task);
        }
    }

    /** Runs a task on an event loop in its turn. */
    static boolean enqueue(EventLoop eventLoop, Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false;
        }
    }

    /** Closes every socket that is left, and ends the threads. */
    void close() {
        List<Future<?>> ends = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (EventLoopGroup group : groups) {
                ends.add(group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS));
            }
        }
        if (!LoopThread.isCurrent()) {
            ends.forEach(end -> end.awaitUninterruptibly(WAIT_SECONDS, TimeUnit.SECONDS));
        }
    }
}
