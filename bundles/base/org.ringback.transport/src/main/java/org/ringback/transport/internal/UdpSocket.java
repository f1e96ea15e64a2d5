package org.ringback.transport.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.UdpPort;

/**
 * A UDP socket. Datagrams that a handler sends while it is given received ones are flushed together, in as few system
 * calls as possible.
 */
final class UdpSocket extends OwnedSocket<DatagramPacket> {
    private final Parking<UdpSocket> parking;
    private final BugLog bugs;
    private boolean reading;

    UdpSocket(Channel channel, InetSocketAddress local, Parking<UdpSocket> parking, BugLog bugs) {
        super(channel, local, DatagramPacket.class, parking);
        this.parking = parking;
        this.bugs = bugs;
    }

    UdpPort attach(RoleLoop loop, DatagramHandler handler) {
        Port port = new Port(loop, handler);
        attach(port);
        return port;
    }

    @Override
    DatagramPacket keepable(DatagramPacket packet) {
        try {
            return new DatagramPacket(Unpooled.copiedBuffer(packet.content()), packet.recipient(), packet.sender());
        } finally {
            packet.release();
        }
    }

    @Override
    void discard(DatagramPacket packet) {
        packet.release();
    }

    @Override
    void park() {
        parking.park(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        reading = true;
        super.channelRead(context, message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        channel().flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable refusedByTheNetwork) {
        // A datagram that cannot be sent is lost, like any datagram; the socket stays in use.
    }

    private void send(ByteBuffer datagram, InetSocketAddress to, ChannelPromise sent) {
        if (!channel().isWritable()) {
            return;
        }
        DatagramPacket packet = new DatagramPacket(Unpooled.wrappedBuffer(datagram), to);
        if (channel().eventLoop().inEventLoop() && reading) {
            NettyFutures.heardElsewhere(channel().write(packet, sent));
        } else {
            NettyFutures.heardElsewhere(channel().writeAndFlush(packet, sent));
        }
    }

    /** One owner's use of the socket; does nothing once the owner gave it up. */
    private final class Port implements UdpPort, Owner<DatagramPacket> {
        private final RoleLoop loop;
        private final DatagramHandler handler;
        private volatile boolean ours = true;

        Port(RoleLoop loop, DatagramHandler handler) {
            this.loop = loop;
            this.handler = handler;
        }

        @Override
        public RoleLoop loop() {
            return loop;
        }

        @Override
        public void take(DatagramPacket packet) {
            try {
                ByteBuf content = packet.content();
                if (content.readableBytes() <= Io.MAX_DATAGRAM) {
                    // Many small reads follow, which cost least on an array.
                    byte[] bytes = new byte[content.readableBytes()];
                    content.getBytes(content.readerIndex(), bytes);
                    handler.received(ByteBuffer.wrap(bytes), Addresses.plain(packet.sender()), this);
                }
            } catch (RuntimeException | Error bug) {
                bugs.report("A handler of datagrams", bug);
            } finally {
                packet.release();
            }
        }

        @Override
        public void loopClosed() {
            close();
        }

        @Override
        public InetSocketAddress local() {
            return UdpSocket.this.local();
        }

        @Override
        public void send(ByteBuffer datagram, InetSocketAddress to) {
            if (ours) {
                UdpSocket.this.send(datagram, to, channel().voidPromise());
            }
        }

        @Override
        public void send(ByteBuffer datagram, InetSocketAddress to, Consumer<String> refused) {
            if (ours) {
                ChannelPromise sent = channel().newPromise();
                NettyFutures.heardElsewhere(sent.addListener(outcome -> {
                    Throwable why = outcome.cause();
                    if (why != null && ours) {
                        loop.execute(() -> refused.accept(String.valueOf(why.getMessage())));
                    }
                }));
                UdpSocket.this.send(datagram, to, sent);
            }
        }

        @Override
        public void detach() {
            ours = false;
            UdpSocket.this.detach(this);
        }

        @Override
        public void close() {
            ours = false;
            UdpSocket.this.close(this);
        }
    }
}
