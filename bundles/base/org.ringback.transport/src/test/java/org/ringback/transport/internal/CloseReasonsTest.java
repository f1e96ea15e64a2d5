package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import org.junit.Test;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;

public class CloseReasonsTest {
    @Test
    public void failuresOfDialingAreToldApart() {
        check(Kind.TIMED_OUT, "no answer within 1000 ms", new ConnectTimeoutException("x"));
        check(Kind.TIMED_OUT, "no answer", new ConnectException("Connection timed out: /192.0.2.1:80"));
        check(Kind.REFUSED, "connection refused", new ConnectException("Connection refused: host/192.0.2.1:80"));
        check(
                Kind.BROKEN,
                "a router, or the network there, says that the host is unreachable",
                new NoRouteToHostException("No route to host"));
        assertEquals(
                "in use",
                CloseReasons.ofBind(new IOException("bind(..) failed with error(-98): Address already in use")));
        assertEquals(
                "no address of this machine",
                CloseReasons.ofBind(
                        new IOException("bind(..) failed with error(-99): Cannot assign requested address")));
        assertEquals(
                "not permitted",
                CloseReasons.ofBind(new IOException("bind(..) failed with error(-13): Permission denied")));
        check(Kind.NOT_DIALLED, "local address: in use", new IOException("bind(..) failed: Address already in use"));
        check(Kind.BROKEN, "Too many open files", new IOException("Too many open files: /192.0.2.1:80"));
        check(Kind.BROKEN, "IOException", new IOException());
    }

    @Test
    public void whatThisMachineHasNoRouteToIsNotRefusedByAnybody() {
        check(Kind.NO_ROUTE, "no route", new SocketException("Network is unreachable"));
        check(
                Kind.NO_ROUTE,
                "no route",
                new NoRouteToHostException(
                        "connect(..) failed with error(-101): Network is unreachable: /203.0.113.9:3478"));
        check(
                Kind.BROKEN,
                "a router, or the network there, says that the host is unreachable",
                new NoRouteToHostException("connect(..) failed with error(-113): No route to host: /203.0.113.9:3478"));
        check(
                Kind.NO_ROUTE,
                "no route",
                new IOException("connect(..) failed with error(-101): Network is unreachable: /[2001:db8::1]:80"));
        check(Kind.NO_ROUTE, "no route", new IOException("bind(..) failed: Cannot assign requested address"));
        check(
                Kind.NO_ROUTE,
                "this machine has no such address family",
                new IOException("socket(..) failed: Address family not supported by protocol"));
        check(Kind.NO_ROUTE, "this machine has no such address family", new UnsupportedAddressTypeException());
        assertEquals(
                "the configured address is another trouble",
                Kind.NOT_DIALLED,
                CloseReasons.ofDial(
                                new IOException("bind(..) failed: Cannot assign requested address"),
                                Duration.ofSeconds(1),
                                true)
                        .kind());
    }

    @Test
    public void aRouteIsThereOrNotAndNothingIsSentToFindOut() throws Exception {
        assertTrue(Route.to(InetAddress.getLoopbackAddress()));
        // Link-local without its interface: no table leads there.
        assertFalse(Route.to(InetAddress.getByName("fe80::1")));
    }

    private static void check(Kind kind, String detail, Throwable failure) {
        CloseReason reason = CloseReasons.ofDial(failure, Duration.ofSeconds(1), false);
        assertEquals(kind, reason.kind());
        assertEquals(detail, reason.detail());
        assertEquals(detail, reason.toString());
    }
}
