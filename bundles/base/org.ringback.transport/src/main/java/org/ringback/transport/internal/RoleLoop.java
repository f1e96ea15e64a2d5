package org.ringback.transport.internal;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

/** One role's loop: a view of one of the transport's event loops, with what the role has open on it. Thread-safe. */
final class RoleLoop implements Loop {
    /** Something that must be closed when the loop ends. */
    interface Member {
        /** Closes it, as the loop ends: no handler may be called afterwards. On the event loop. */
        void loopClosed();
    }

    private final EventLoop eventLoop;
    private final Supplier<Moment> clock;
    private final BugLog bugs;
    private final Consumer<RoleLoop> whenClosed;
    private final Set<Member> members = ConcurrentHashMap.newKeySet();
    private final Set<Timer> timers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RoleLoop(EventLoop eventLoop, Supplier<Moment> clock, BugLog bugs, Consumer<RoleLoop> whenClosed) {
        this.eventLoop = eventLoop;
        this.clock = clock;
        this.bugs = bugs;
        this.whenClosed = whenClosed;
    }

    /** {@return the loop of this transport behind what its user holds} */
    static RoleLoop of(Loop loop) {
        if (loop instanceof RoleLoop ours) {
            return ours;
        }
        throw new IllegalArgumentException("loop: another's (expected: one of this transport's)");
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    boolean closed() {
        return closed;
    }

    /** Adds a member, which is closed with the loop; soon, if the loop ended already. */
    void add(Member member) {
        members.add(member);
        if (closed) {
            LoopThreads.enqueue(eventLoop, () -> end(member));
        }
    }

    void remove(Member member) {
        members.remove(member);
    }

    @Override
    public Moment now() {
        return clock.get();
    }

    @Override
    public void execute(Runnable task) {
        LoopThreads.enqueue(eventLoop, () -> run(task));
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        Timer timer = new Timer(task);
        timers.add(timer);
        timer.begin(delay);
        if (closed) {
            timer.cancel();
        }
        return timer::cancel;
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    /** If the caller is not on a loop, returns when nothing runs on this one any more; else does not wait. */
    @Override
    public void close() {
        closed = true;
        timers.forEach(Timer::cancel);
        LoopThreads.settle(eventLoop, () -> members.forEach(this::end));
        LoopThreads.turn(eventLoop);
        whenClosed.accept(this);
    }

    private void end(Member member) {
        if (members.remove(member)) {
            member.loopClosed();
        }
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            bugs.report("A task on a loop", bug);
        }
    }

    /**
     * One scheduled task; drops its reference when it is cancelled, so that nothing of an ended role stays in memory.
     */
    private final class Timer implements Runnable {
        private volatile @Nullable Runnable task;
        private volatile @Nullable Future<?> future;

        Timer(Runnable task) {
            this.task = task;
        }

        void begin(Duration delay) {
            try {
                future = eventLoop.schedule(this, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException shutDown) {
                cancel();
            }
        }

        @Override
        public void run() {
            timers.remove(this);
            Runnable due = task;
            if (due != null) {
                RoleLoop.this.run(due);
            }
        }

        void cancel() {
            task = null;
            timers.remove(this);
            Future<?> waiting = future;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }
    }
}
