package org.ringback.itests.container;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.ringback.api.RingSystem;
import org.ringback.api.control.ServerControl;

/** The relay goes and comes back above the sockets that stay open. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class ServerLifeIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    private static final int LIMIT_MILLIS = 20_000;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int HEADER = 20;
    private static final int TRANSACTION_AT = 8;

    @Test
    public void theRelayComesBackOnTheSamePortAndTheGatewayFindsIt() throws Exception {
        Household household = Household.of(context);
        household.expectPage(RingSystem.CALL_BACK);
        ServerControl before = household.server();
        InetSocketAddress address = household.serverAddress();

        restart(household, () -> {});

        assertNotSame(before, household.server());
        assertEquals(address, household.serverAddress());
        for (RingSystem system : RingSystem.values()) {
            household.expectPage(system);
        }
    }

    @Test
    public void datagramsAndConnectionsThatComeMeanwhileAreNotLost() throws Exception {
        Household household = Household.of(context);
        InetSocketAddress server = household.serverAddress();
        byte[] probe = probe();
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(server.getAddress(), 0));
                Socket knocking = new Socket()) {
            stranger.setSoTimeout(LIMIT_MILLIS);
            knocking.setSoTimeout(LIMIT_MILLIS);

            restart(household, () -> {
                stranger.send(new DatagramPacket(probe, probe.length, server));
                knocking.connect(server, LIMIT_MILLIS);
                knocking.getOutputStream().write(0x55);
            });

            DatagramPacket answer = new DatagramPacket(new byte[576], 576);
            stranger.receive(answer);
            assertEquals(server, answer.getSocketAddress());
            ByteBuffer bytes = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
            assertEquals(BINDING_SUCCESS, bytes.getShort(0));
            assertArrayEquals(
                    Arrays.copyOfRange(probe, TRANSACTION_AT, HEADER),
                    Arrays.copyOfRange(answer.getData(), TRANSACTION_AT, HEADER));
            assertTrue("closed, as no protection begins with this byte", closed(knocking));
        }
    }

    private static boolean closed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private interface Meanwhile {
        void run() throws IOException;
    }

    private static void restart(Household household, Meanwhile meanwhile) throws Exception {
        Bundle relay = household.osgi().bundle("relay");
        relay.stop();
        household.osgi().awaitNo(ServerControl.class);
        meanwhile.run();
        relay.start();
        household.server();
    }

    /** A plain Binding request (RFC 8489 §5): type, length 0, magic cookie, transaction ID. */
    private static byte[] probe() {
        return ByteBuffer.allocate(HEADER)
                .putShort((short) BINDING_REQUEST)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .putInt(0x01020304)
                .putLong(0x05060708090A0B0CL)
                .array();
    }
}
