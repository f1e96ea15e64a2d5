package org.ringback.relay.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;

public class SocketsTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478);
    private static final InetSocketAddress GATEWAY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);

    private final UdpPort port = stub(UdpPort.class, (name, arguments) -> name.equals("local") ? SERVER : null);
    private final List<@Nullable UdpPort> found = new ArrayList<>();

    /** An earlier owner left the socket, and something waits in it: it is heard while the socket is being opened. */
    @Test
    public void whatWaitsInASocketCanBeAnsweredBeforeItsPortIsHandedOver() {
        Transport transport = stub(Transport.class, (name, arguments) -> {
            if (name.equals("listen")) {
                return stub(TcpListener.class, (method, none) -> SERVER);
            }
            DatagramHandler handler = (DatagramHandler) arguments[2];
            handler.received(ByteBuffer.allocate(0), GATEWAY, port);
            return port;
        });
        Sockets[] sockets = new Sockets[1];
        sockets[0] = new Sockets(
                transport,
                stub(Loop.class, (name, arguments) -> null),
                (datagram, source, to) -> found.add(sockets[0].port(SERVER)),
                (remote, local) -> {
                    throw new AssertionError("nobody connects");
                },
                List.of(SERVER));
        sockets[0].open();
        assertEquals(1, found.size());
        assertSame(port, found.get(0));
        assertSame(port, sockets[0].port(SERVER));
    }

    private interface Stub {
        @Nullable
        Object call(String name, Object[] arguments);
    }

    private static <T> T stub(Class<T> type, Stub stub) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        stub.call(method.getName(), arguments == null ? new Object[0] : arguments)));
    }
}
