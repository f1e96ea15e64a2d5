package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A bound socket that outlives its owners. While an owner is attached, it is given what arrives, on its loop; while
 * none is, the socket is not read, and what was read already is kept for the next owner. Any thread may change the
 * owner; all else belongs to the channel's event loop, which is the same for the socket's life. If an owner is on
 * another event loop, a bounded queue carries messages there.
 *
 * @param <M> what arrives: datagrams or connections
 */
abstract class OwnedSocket<M> extends ChannelInboundHandlerAdapter {
    /** Who is given what arrives on the socket. */
    interface Owner<M> extends RoleLoop.Member {
        RoleLoop loop();

        /** Takes one message and its ownership. Called on the owner's loop; throws nothing. */
        void take(M message);
    }

    /** Most messages that may wait for another event loop, and most that are kept for the next owner. */
    private static final int MOST_WAITING = 4096;

    private static final long CLOSE_SECONDS = 5;

    private final Channel channel;
    private final InetSocketAddress local;
    private final Class<M> type;
    private final Parking<?> parking;
    private final AtomicReference<@Nullable Owner<M>> owner = new AtomicReference<>();
    private final AtomicInteger hopping = new AtomicInteger();
    private final Deque<M> unheard = new ArrayDeque<>();
    private @Nullable Future<?> expiry;

    /** Takes a channel that is bound and not read. */
    OwnedSocket(Channel channel, InetSocketAddress local, Class<M> type, Parking<?> parking) {
        this.channel = channel;
        this.local = local;
        this.type = type;
        this.parking = parking;
    }

    /** Makes a message independent of the channel's buffers, so that it can wait or change threads. */
    abstract M keepable(M message);

    abstract void discard(M message);

    /** Parks the socket in its {@link Parking}, where the next owner finds it. */
    abstract void park();

    /** Begins to handle the channel's events; called once. */
    void join() {
        channel.pipeline().addLast(this);
    }

    Channel channel() {
        return channel;
    }

    InetSocketAddress local() {
        return local;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Attaches an owner to a socket that has none, and reads on. */
    void attach(Owner<M> next) {
        owner.set(next);
        next.loop().add(next);
        LoopThreads.run(channel.eventLoop(), () -> {
            if (expiry != null) {
                expiry.cancel(false);
                expiry = null;
            }
            for (int waiting = unheard.size(); waiting > 0; waiting--) {
                hear(unheard.remove());
            }
            if (owner.get() == next) {
                channel.config().setAutoRead(true);
            }
        });
    }

    /**
     * Takes the socket from the given owner, if it still has it, and parks it. If the caller is not on a loop, returns
     * when the owner is told nothing more.
     */
    void detach(Owner<M> last) {
        if (!release(last)) {
            return;
        }
        LoopThreads.settle(last.loop().eventLoop(), () -> {});
        LoopThreads.settle(channel.eventLoop(), () -> {
            channel.config().setAutoRead(false);
            long nanos = parking.limit().toNanos();
            expiry = channel.eventLoop().schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
        });
        park();
    }

    /** Closes the socket if the given owner still has it. If the caller is not on a loop, returns when that is done. */
    void close(Owner<M> last) {
        if (release(last)) {
            LoopThreads.settle(last.loop().eventLoop(), () -> {});
            shut();
        }
    }

    /** Closes the socket, whoever has it. If the caller is not on a loop, returns when that is done. */
    void shut() {
        var done = channel.close();
        if (!LoopThread.isCurrent()) {
            done.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            LoopThreads.turn(channel.eventLoop());
        }
    }

    boolean owned() {
        return owner.get() != null;
    }

    boolean owns(Owner<M> who) {
        return owner.get() == who;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        hear(type.cast(message));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        parking.leave(this);
        while (!unheard.isEmpty()) {
            discard(unheard.remove());
        }
    }

    private boolean release(Owner<M> last) {
        last.loop().remove(last);
        return owner.compareAndSet(last, null);
    }

    private void expire() {
        if (parking.leave(this)) {
            shut();
        }
    }

    private void hear(M message) {
        Owner<M> now = owner.get();
        if (now == null) {
            keep(message);
        } else if (now.loop().inLoop()) {
            now.take(message);
        } else {
            hop(now, message);
        }
    }

    private void keep(M message) {
        if (channel.isOpen() && unheard.size() < MOST_WAITING) {
            unheard.add(keepable(message));
        } else {
            discard(message);
        }
    }

    private void hop(Owner<M> to, M message) {
        if (hopping.incrementAndGet() > MOST_WAITING) {
            hopping.decrementAndGet();
            discard(message);
            return;
        }
        M kept = keepable(message);
        if (!LoopThreads.enqueue(to.loop().eventLoop(), () -> arrive(to, kept))) {
            hopping.decrementAndGet();
            discard(kept);
        }
    }

    /** Hands over a message on the owner's loop; the owner may have given the socket up meanwhile. */
    private void arrive(Owner<M> to, M message) {
        hopping.decrementAndGet();
        if (owner.get() == to) {
            to.take(message);
        } else if (!LoopThreads.enqueue(channel.eventLoop(), () -> hear(message))) {
            discard(message);
        }
    }
}
