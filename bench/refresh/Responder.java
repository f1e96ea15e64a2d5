import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that an authenticated registration takes on Netty: {@code Responder PORT} makes one HMAC-SHA256 over what came
 * and one over what goes, of the sizes of Register and Registered, each with a key of its own, and looks at nothing else.
 */
public final class Responder extends ChannelInboundHandlerAdapter {
    private static final int SLOT = 2064;
    private static final int DATAGRAMS_A_CALL = 32;
    private static final int ANSWER = 112;
    private static final int MAC = 32;
    private static final int FINGERPRINT = 8;

    private final Mac mac = Mac.getInstance("HmacSHA256");
    private final byte[] key = new byte[MAC];

    private Responder() throws Exception {
        key[0] = 1;
    }

    public static void main(String[] words) throws Exception {
        Epoll.ensureAvailability();
        EpollDatagramChannel channel = new EpollDatagramChannel();
        channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, SLOT);
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(SLOT * DATAGRAMS_A_CALL));
        channel.pipeline().addLast(new Responder());
        new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()).register(channel).sync();
        channel.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(words[0]))).sync();
        channel.closeFuture().sync();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf came = packet.content();
        byte[] answer = new byte[ANSWER];
        came.getBytes(0, answer, 0, 20);
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(came.nioBuffer(0, came.readableBytes() - MAC - FINGERPRINT - 4));
        answer[20] = mac.doFinal()[0];
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(answer, 0, ANSWER - MAC - FINGERPRINT);
        mac.doFinal(answer, ANSWER - MAC - FINGERPRINT);
        context.write(new DatagramPacket(Unpooled.wrappedBuffer(answer), packet.sender()), context.voidPromise());
        packet.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }
}
