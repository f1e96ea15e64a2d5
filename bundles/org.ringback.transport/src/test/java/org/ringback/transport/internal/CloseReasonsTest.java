package org.ringback.transport.internal;

import static org.junit.Assert.assertEquals;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.Test;
import org.ringback.transport.CloseReason;
import org.ringback.transport.CloseReason.Kind;

public class CloseReasonsTest {
    @Test
    public void failuresOfDialingAreToldApart() {
        check(Kind.TIMED_OUT, "no answer within 1000 ms", new ConnectTimeoutException("x"));
        check(Kind.TIMED_OUT, "no answer", new ConnectException("Connection timed out: /192.0.2.1:80"));
        check(Kind.REFUSED, "connection refused", new ConnectException("Connection refused: host/192.0.2.1:80"));
        check(Kind.REFUSED, "no route to the host", new NoRouteToHostException("No route to host"));
        check(Kind.REFUSED, "unreachable", new SocketException("Network is unreachable"));
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
        check(Kind.BROKEN, "local address: in use", new IOException("bind(..) failed: Address already in use"));
        check(Kind.BROKEN, "Too many open files", new IOException("Too many open files: /192.0.2.1:80"));
        check(Kind.BROKEN, "IOException", new IOException());
    }

    private static void check(Kind kind, String detail, Throwable failure) {
        CloseReason reason = CloseReasons.ofDial(failure, Duration.ofSeconds(1));
        assertEquals(kind, reason.kind());
        assertEquals(detail, reason.detail());
        assertEquals(detail, reason.toString());
    }
}
