package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/**
 * The buffers that one connection reads into: of Netty's choice, until what comes is only passed on to another
 * connection. From then on it is one buffer that each thread of a loop keeps and takes again as soon as the other
 * connection has sent what was in it. Belongs to the event loop.
 */
@SuppressWarnings("deprecation") // Netty's own handles are of the type that it wants nobody else to use.
final class CarriedReads implements RecvByteBufAllocator {
    /** The most that is read at a time, and so the most that waits in one direction, in bytes. */
    static final int SIZE = 256 << 10;

    private static final FastThreadLocal<@Nullable ByteBuf> KEPT = new FastThreadLocal<>() {
        @Override
        protected void onRemoval(@Nullable ByteBuf kept) {
            if (kept != null) {
                kept.release();
            }
        }
    };

    private boolean carried;

    /** What comes is passed on from now on. */
    void carry() {
        carried = true;
    }

    @Override
    public Handle newHandle() {
        return new Reads();
    }

    /** Netty makes one for each connection and keeps it, so it looks each time which buffer is wanted. */
    private final class Reads extends DelegatingHandle implements ExtendedHandle {
        Reads() {
            super(new AdaptiveRecvByteBufAllocator().newHandle());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return carried ? free(alloc).retain() : super.allocate(alloc);
        }

        @Override
        public int guess() {
            return carried ? SIZE : super.guess();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return ((ExtendedHandle) delegate()).continueReading(maybeMore);
        }
    }

    /** The kept buffer, or a new one in its place while somebody still holds that. */
    private static ByteBuf free(ByteBufAllocator alloc) {
        ByteBuf kept = KEPT.get();
        if (kept != null && kept.refCnt() == 1) {
            return kept.clear();
        }
        if (kept != null) {
            kept.release();
        }
        ByteBuf fresh = alloc.directBuffer(SIZE, SIZE);
        KEPT.set(fresh);
        return fresh;
    }
}
