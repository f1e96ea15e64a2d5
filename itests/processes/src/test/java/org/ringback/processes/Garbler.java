package org.ringback.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringback.api.net.AddressText;
import org.ringback.kit.Checked;
import org.ringback.kit.Family;
import org.ringback.kit.Sockets;

/**
 * A way to the server at whose near end a stranger sits: who goes it is seen at the stranger's address, and who calls back
 * there hears noise behind the first record of its handshake. Thread-safe.
 */
final class Garbler implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;
    private static final int LONGEST = 700;
    private static final int HEADER = 5;

    private final ServerSocketChannel front = Sockets.listen(Family.IPV4.anyPort());
    private final InetSocketAddress server;
    private final Queue<Channel> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();

    Garbler(InetSocketAddress server) {
        this.server = server;
        Background.run(() -> {
            while (true) {
                goesOut(opened(front.accept()));
            }
        });
    }

    /** {@return what an issuer takes for the server, {@code host:port}} */
    String address() {
        return Checked.get(() -> AddressText.print((InetSocketAddress) front.getLocalAddress()));
    }

    /** {@return how many calls heard noise} */
    int answered() {
        return answered.get();
    }

    private <T extends Channel> T opened(T one) {
        open.add(one);
        return one;
    }

    private void goesOut(SocketChannel inside) {
        Sockets.DialledAndListening both = Sockets.dialAndListen(Family.IPV4, server);
        SocketChannel outside = opened(both.dialled());
        ServerSocketChannel door = opened(both.listening());
        Background.run(() -> passOn(inside, outside));
        Background.run(() -> passOn(outside, inside));
        Background.run(() -> {
            while (true) {
                garble(opened(door.accept()));
            }
        });
    }

    private static void passOn(SocketChannel from, SocketChannel to) throws IOException {
        try (from;
                to) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
        }
    }

    /** Of four kinds in turn: a handshake record, a ServerHello, a sealed record, no record at all. */
    private void garble(SocketChannel caller) throws IOException {
        try (caller) {
            caller.read(ByteBuffer.allocate(BUFFER));
            int number = answered.getAndIncrement();
            Random random = new Random(number);
            byte[] noise = new byte[HEADER + 1 + random.nextInt(LONGEST)];
            random.nextBytes(noise);
            if (number % 4 < 3) {
                ByteBuffer.wrap(noise)
                        .put((byte) (number % 4 == 2 ? 0x17 : 0x16))
                        .putShort((short) 0x0303)
                        .putShort((short) (noise.length - HEADER))
                        .put(number % 4 == 1 ? (byte) 2 : noise[HEADER]);
            }
            caller.write(ByteBuffer.wrap(noise));
            while (caller.read(ByteBuffer.allocate(BUFFER)) >= 0) {
                // what it says to that is not looked at
            }
        }
    }

    @Override
    public void close() {
        Sockets.close(front);
        open.forEach(Sockets::close);
    }
}
