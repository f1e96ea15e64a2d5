package org.ringback.transport.internal;

import io.netty.channel.FileRegion;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.UnixChannel;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipe of the kernel through which {@code splice(2)} moves bytes from one socket to another without a copy to this
 * program; only Linux has it. Netty sends it as it sends part of a file. Each thread keeps one; a pipe leaves it while the
 * second socket does not take what is in it. Belongs to the event loop.
 */
final class Pipe extends AbstractReferenceCounted implements FileRegion {
    /** The most that is moved at a time, in bytes: what a pipe takes where nobody sizes it (pipe(7)). */
    static final int SIZE = 64 << 10;

    /** EPERM, EINVAL and ENOSYS, as Linux numbers them. */
    private static final Set<Integer> CANNOT = Set.of(1, 22, 38);

    private static final FastThreadLocal<@Nullable Pipe> KEPT = new FastThreadLocal<>() {
        @Override
        protected void onRemoval(@Nullable Pipe kept) {
            if (kept != null) {
                kept.close();
            }
        }
    };

    private final FileDescriptor out;
    private final FileDescriptor in;
    private @Nullable UnixChannel to;
    private long count;
    private long transferred;

    private Pipe(FileDescriptor[] ends) {
        out = ends[0];
        in = ends[1];
    }

    /** {@return the thread's own, or a new one while that is in use; empty where the system has none left} */
    static Optional<Pipe> take() {
        Pipe kept = KEPT.get();
        if (kept != null) {
            KEPT.set(null);
            return Optional.of(kept);
        }
        try {
            return Optional.of(new Pipe(FileDescriptor.pipe()));
        } catch (IOException tooManyFiles) {
            return Optional.empty();
        }
    }

    /**
     * Fills an empty pipe.
     *
     * @param from the socket that the bytes came on
     * @param target the one that they are to be sent on
     * @return how many there are; 0 if nothing is there, or the input has ended
     * @throws IOException if they cannot be moved; the pipe is then to be released
     */
    int fill(UnixChannel from, UnixChannel target) throws IOException {
        to = target;
        transferred = 0;
        count = 0;
        count = Native.splice(from.fd().intValue(), -1, in.intValue(), -1, SIZE);
        return (int) count;
    }

    /** {@return whether the system cannot move bytes between such sockets, of which this is a failure} */
    static boolean unknown(IOException failed) {
        return failed instanceof Errors.NativeIoException known && CANNOT.contains(-known.expectedErr());
    }

    @Override
    public long transferTo(WritableByteChannel target, long position) throws IOException {
        if (to == null) {
            return 0;
        }
        long moved = Native.splice(out.intValue(), -1, to.fd().intValue(), -1, count - transferred);
        transferred += moved;
        return moved;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long count() {
        return count;
    }

    /** An empty one is the thread's own again, unless that has one; what was not sent is thrown away. */
    @Override
    protected void deallocate() {
        to = null;
        if (transferred == count && KEPT.get() == null) {
            setRefCnt(1);
            KEPT.set(this);
        } else {
            close();
        }
    }

    private void close() {
        close(in);
        close(out);
    }

    private static void close(FileDescriptor end) {
        try {
            end.close();
        } catch (IOException gone) {
            // It is closed all the same (close(2)).
        }
    }

    @Override
    public Pipe retain() {
        super.retain();
        return this;
    }

    @Override
    public Pipe retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public Pipe touch() {
        return this;
    }

    @Override
    public Pipe touch(Object hint) {
        return this;
    }
}
