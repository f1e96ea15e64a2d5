package org.ringback.transport.internal;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/**
 * Offers a connection what came for splicing before Netty reads it. Behind an error and a FIN Netty looks itself, and
 * reads what is left; it hears of all else. Belongs to the event loop.
 *
 * @param netty the handle of Netty's channel
 * @param connection whose channel it is
 */
@SuppressWarnings("try") // what close throws is what the interface allows
record SpliceFirst(EpollIoHandle netty, TcpConnection connection) implements EpollIoHandle {
    /** {@return the handle to register: this, if it is a connection's} */
    static IoHandle of(IoHandle handle) {
        TcpConnection connection = handle instanceof Channel.Unsafe channel
                ? channel.voidPromise().channel().pipeline().get(TcpConnection.class)
                : null;
        return connection != null && handle instanceof EpollIoHandle netty
                ? new SpliceFirst(netty, connection)
                : handle;
    }

    @Override
    public FileDescriptor fd() {
        return netty.fd();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
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
