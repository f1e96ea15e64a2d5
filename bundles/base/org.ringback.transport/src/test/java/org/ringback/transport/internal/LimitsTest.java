package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.TcpListener;
import org.ringback.transport.UdpPort;

@RunWith(Parameterized.class)
public class LimitsTest {
    @Rule
    public final TransportRule rule;

    private final Recorder recorder = new Recorder();

    public LimitsTest(Io io) {
        rule = new TransportRule(io, TransportRule.settings(2, 4, Duration.ofMillis(150)));
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @Test
    public void aDetachedPortThatNobodyTakesClosesInTheEnd() throws Exception {
        UdpPort port = rule.transport().openUdp(TransportRule.anyPort(), rule.loop(), (datagram, source, at) -> {});
        port.detach();
        assertThrows(IOException.class, () -> new DatagramSocket(port.local()).close());
        await().atMost(TransportRule.PATIENCE).ignoreExceptions().until(() -> {
            new DatagramSocket(port.local()).close();
            return true;
        });
        rule.transport()
                .openUdp(port.local(), rule.loop(), (datagram, source, at) -> {})
                .close();
    }

    @Test
    public void aDetachedListenerThatNobodyTakesClosesAndWhoWaitedIsCutOff() throws Exception {
        TcpListener listener = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> recorder);
        listener.detach();
        try (Socket waiting =
                new Socket(listener.local().getAddress(), listener.local().getPort())) {
            waiting.setSoTimeout(10_000);
            assertThrows(IOException.class, () -> waiting.getInputStream().read());
        }
        assertThrows(
                IOException.class,
                () -> new Socket(listener.local().getAddress(), listener.local().getPort()).close());
    }

    @Test
    public void aFailureToAcceptRestsASecondAndThenGoesOn() throws Exception {
        TcpListener listener = rule.transport()
                .listen(TransportRule.anyPort(), ListenOptions.EXCLUSIVE, rule.loop(), (remote, local) -> recorder);
        var channel = ((ListeningSocket.Listener) listener).channel();
        await().atMost(TransportRule.PATIENCE).until(() -> channel.config().isAutoRead());
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        await().atMost(TransportRule.PATIENCE).until(() -> !channel.config().isAutoRead());
        try (Socket peer =
                new Socket(listener.local().getAddress(), listener.local().getPort())) {
            recorder.connection();
            assertTrue(peer.isConnected());
        }
        assertEquals(Kind.CLOSED_THERE, recorder.reason().kind());
    }
}
