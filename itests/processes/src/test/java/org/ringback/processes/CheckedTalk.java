package org.ringback.processes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A conversation with an echo, of which every byte is compared, for as long as it is told. Told by one thread. */
final class CheckedTalk implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final long PACE_MILLIS = 50;
    private static final int LIMIT_MILLIS = 20_000;

    private final Socket socket;
    private final Random random;
    private final ScheduledFuture<?> turns;
    private final AtomicLong bytes = new AtomicLong();
    private volatile String fault = "";

    CheckedTalk(String forward, ScheduledExecutorService clock) throws IOException {
        int port = Integer.parseInt(forward.substring(forward.lastIndexOf(':') + 1));
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MILLIS);
        random = new Random(port);
        turns = clock.scheduleWithFixedDelay(this::turn, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Answers everybody with what they say, until the socket is closed; {@return where} */
    static ServerSocket echo() throws IOException {
        ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Background.run(() -> {
            while (true) {
                Socket socket = listener.accept();
                Background.run(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    }
                });
            }
        });
        return listener;
    }

    private void turn() {
        if (!fault.isEmpty()) {
            return;
        }
        try {
            byte[] block = new byte[BLOCK];
            random.nextBytes(block);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            out.write(block);
            byte[] came = in.readNBytes(BLOCK);
            if (Arrays.equals(block, came)) {
                bytes.addAndGet(came.length);
            } else {
                fault = "after " + bytes + " bytes " + came.length + " came, not alike (expected: " + BLOCK + ")";
            }
        } catch (IOException e) {
            fault = "after " + bytes + " bytes: " + e;
        }
    }

    /** {@return how many bytes came back as they were said} */
    long bytes() {
        return bytes.get();
    }

    /** {@return what went wrong; empty if nothing} */
    String fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        turns.cancel(false);
        socket.close();
    }
}
