package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Works around a fault of Netty 4.2.18: it removes a socket that waits for nothing from the kernel's epoll set and then
 * forgets that it did. After the peer's FIN the first wait for room to write then fails (ENOENT), and with it
 * everything that was still to be sent. This handler remembers such sockets and registers them again. (Waiting for
 * errors instead of nothing would make the loop spin after an RST.) What came on a connection is offered to it for
 * splicing before Netty reads it. Belongs to the event loop.
 */
final class SteadyEpollIoHandler implements IoHandler {
    private final IoHandler epoll;

    private SteadyEpollIoHandler(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory factory = EpollIoHandler.newFactory();
        return executor -> new SteadyEpollIoHandler(factory.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return new Steady(offering(handle));
    }

    /** A handle of a connection's channel that asks the connection first. */
    private static IoHandle offering(IoHandle handle) {
        TcpConnection connection = handle instanceof Channel.Unsafe channel
                ? channel.voidPromise().channel().pipeline().get(TcpConnection.class)
                : null;
        return connection != null && handle instanceof EpollIoHandle epoll ? new Offering(epoll, connection) : handle;
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }

    private final class Steady implements IoRegistration {
        private final IoHandle handle;
        private volatile IoRegistration registration;
        private boolean leftOut;

        Steady(IoHandle handle) throws Exception {
            this.handle = handle;
            registration = epoll.register(handle);
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // the interface's signature
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public long submit(IoOps ops) {
            boolean nothing = EpollIoOps.NONE.equals(ops);
            if (leftOut && !nothing && registration.cancel()) {
                registration = again();
            }
            leftOut = nothing;
            return registration.submit(ops);
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }

        private IoRegistration again() {
            try {
                return epoll.register(handle);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (Exception impossible) {
                throw new IllegalStateException("epoll: cannot register a socket anew", impossible);
            }
        }
    }

    /** Netty reads, and hears of all else, where there is nothing to splice. */
    @SuppressWarnings("try") // what close throws is what the interface allows
    private record Offering(EpollIoHandle netty, TcpConnection connection) implements EpollIoHandle {
        @Override
        public FileDescriptor fd() {
            return netty.fd();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            // Behind the last byte, an error or a FIN Netty is to look itself, and to read what is left.
            boolean bytesAlone = event instanceof EpollIoEvent epoll && EpollIoOps.EPOLLIN.equals(epoll.ops());
            if (!bytesAlone || !connection.carriage().splice()) {
                netty.handle(registration, event);
            }
        }

        @Override
        public void registered() {
            netty.registered();
        }

        @Override
        public void unregistered() {
            netty.unregistered();
        }

        @Override
        public void close() throws Exception {
            netty.close();
        }
    }
}
