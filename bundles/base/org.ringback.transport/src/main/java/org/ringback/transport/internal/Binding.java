package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.ringback.api.net.AddressText;

/** Binds sockets; blocks for a moment. Stateless. */
final class Binding {
    private Binding() {}

    /**
     * Makes a socket and binds it, without reading from it yet.
     *
     * @throws IOException which names address and cause
     */
    static Channel bind(EventLoop eventLoop, Supplier<? extends Channel> socket, InetSocketAddress local)
            throws IOException {
        if (local.isUnresolved()) {
            throw new IOException("local address: " + local + " (expected: a resolved one)");
        }
        Channel channel;
        try {
            channel = socket.get();
        } catch (RuntimeException refused) {
            throw failed(local, CloseReasons.ofBind(refused), refused);
        }
        channel.config().setAutoRead(false);
        try {
            await(eventLoop.register(channel), local);
            await(channel.bind(local), local);
            return channel;
        } catch (IOException | RuntimeException failed) {
            if (channel.isRegistered()) {
                NettyFutures.heardElsewhere(channel.close());
            } else {
                channel.unsafe().closeForcibly();
            }
            throw failed;
        }
    }

    private static IOException failed(InetSocketAddress local, String why, Throwable cause) {
        return new IOException(AddressText.print(local) + ": " + why, cause);
    }

    private static void await(ChannelFuture step, InetSocketAddress local) throws IOException {
        try {
            step.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = new InterruptedIOException(AddressText.print(local) + ": interrupted");
            failure.initCause(interrupted);
            throw failure;
        }
        Throwable cause = step.cause();
        if (cause instanceof RejectedExecutionException) {
            throw new IOException("transport: closed", cause);
        }
        if (cause != null) {
            throw failed(local, CloseReasons.ofBind(cause), cause);
        }
    }
}
