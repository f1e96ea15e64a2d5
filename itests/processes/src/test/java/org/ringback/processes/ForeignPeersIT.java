package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;
import org.ringback.wire.Attributes;
import org.ringback.wire.Examples;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;

/** An ordinary STUN agent at the server's port. */
public final class ForeignPeersIT {
    private static final String AGENT = "turnutils_stunclient";
    private static final String RELAY = "org.ringback.relay";

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void anOrdinaryStunAgentIsAnsweredWhileTheProbeIsOn() throws Exception {
        assumeTrue(AGENT + " is not installed (Debian: coturn)", Program.exists(AGENT));
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure(RELAY, "listen = 127.0.0.1:0", "probe = on")
                    .start()
                    .ready();
            int port = port(server);
            Result answered =
                    Program.foreign(Duration.ofSeconds(20), List.of(AGENT, "-p", String.valueOf(port), "127.0.0.1"));
            assertTrue(answered.toString(), answered.ok().contains("127.0.0.1:"));

            server.configure(RELAY, "listen = 127.0.0.1:0", "probe = off");
            await().atMost(20, TimeUnit.SECONDS).until(() -> !probed(port));
            server.configure(RELAY, "listen = 127.0.0.1:0", "probe = on");
            await().atMost(20, TimeUnit.SECONDS).until(() -> probed(port));
        }
    }

    private static int port(Party server) {
        String status = server.shell("status").ok();
        String from = status.substring(status.indexOf("127.0.0.1:") + "127.0.0.1:".length());
        return Integer.parseInt(from.split("\\D", 2)[0]);
    }

    /** Sends a probe, then a registration without nonce, which is always answered: what comes first tells. */
    private static boolean probed(int port) throws IOException {
        try (DatagramSocket agent = new DatagramSocket()) {
            agent.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            agent.setSoTimeout(5_000);
            byte[] probe = Examples.bytes(MessageKind.PROBE);
            byte[] register = new MessageCodec()
                    .encode(Message.of(
                                    MessageKind.REGISTER,
                                    Examples.message(MessageKind.REGISTER).transaction())
                            .with(Attributes.USERNAME, Examples.value(Attributes.USERNAME))
                            .with(Attributes.PROTOCOL, MessageKind.VERSION)
                            .with(Attributes.LIFETIME, 180)
                            .with(Attributes.PADDING, new byte[200])
                            .build());
            agent.send(new DatagramPacket(probe, probe.length));
            agent.send(new DatagramPacket(register, register.length));
            DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
            agent.receive(answer);
            int type = Short.toUnsignedInt(ByteBuffer.wrap(answer.getData()).getShort());
            if (type != MessageKind.PROBE_ANSWER.type()) {
                assertEquals(MessageKind.CHALLENGE.type(), type);
                return false;
            }
            return true;
        }
    }
}
