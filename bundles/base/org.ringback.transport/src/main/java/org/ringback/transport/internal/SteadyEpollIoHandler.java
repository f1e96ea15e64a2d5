package org.ringback.transport.internal;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Works around a fault of Netty 4.2.18: it removes a socket that waits for nothing from the kernel's epoll set and then
 * forgets that it did. After the peer's FIN the first wait for room to write then fails (ENOENT), and with it
 * everything that was still to be sent. This handler remembers such sockets and registers them again. (Waiting for
 * errors instead of nothing would make the loop spin after an RST.) Belongs to the event loop.
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
        return new Steady(SpliceFirst.of(handle));
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
}
