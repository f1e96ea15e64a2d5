package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Says random bytes to an echo, twice as many as are waited for, and checks each that comes back. */
final class Talk {
    private static final int LIMIT_SECONDS = 60;
    private static final int MORE = 10;
    private static final int PIECE = 20_000;

    private final Socket socket;
    private final AtomicLong heard = new AtomicLong();
    private final CompletableFuture<Long> said = new CompletableFuture<>();
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private final Semaphore pieces = new Semaphore(0);
    private volatile boolean over;

    Talk(InetSocketAddress port, long seed) throws IOException {
        socket = new Socket(port.getAddress(), port.getPort());
        start("test-says", said, () -> say(new Random(seed)));
        start("test-hears", end, () -> hear(new Random(seed)));
    }

    private interface Work {
        long run() throws IOException, InterruptedException;
    }

    private static void start(String name, CompletableFuture<Long> done, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        done.complete(work.run());
                    } catch (IOException | InterruptedException | AssertionError failed) {
                        done.completeExceptionally(failed);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private long say(Random random) throws IOException, InterruptedException {
        long count = 0;
        byte[] piece = new byte[PIECE];
        pieces.acquire();
        while (!over) {
            random.nextBytes(piece);
            socket.getOutputStream().write(piece);
            count += piece.length;
            pieces.acquire();
        }
        socket.shutdownOutput();
        return count;
    }

    private long hear(Random random) throws IOException {
        byte[] expected = new byte[PIECE];
        while (true) {
            byte[] piece = socket.getInputStream().readNBytes(PIECE);
            if (piece.length == 0) {
                return heard.get();
            }
            random.nextBytes(expected);
            if (!Arrays.equals(expected, piece)) {
                throw new AssertionError("another byte behind " + heard.get());
            }
            heard.addAndGet(piece.length);
        }
    }

    /** Lets each go on. */
    static void goOn(List<Talk> talks) throws Exception {
        for (Talk talk : talks) {
            talk.goOn();
        }
    }

    /** Waits until more has come, or fails with what broke. */
    void goOn() throws Exception {
        long wanted = heard.get() + (long) MORE * PIECE;
        pieces.release(2 * MORE);
        Await.until(() -> {
            if (end.isDone()) {
                end.join();
            }
            return heard.get() >= wanted ? "" : "a conversation stands still";
        });
    }

    /** Ends what is said, and checks that all of it came. */
    void end() throws Exception {
        over = true;
        pieces.release();
        assertEquals(said.get(LIMIT_SECONDS, TimeUnit.SECONDS), end.get(LIMIT_SECONDS, TimeUnit.SECONDS));
        socket.close();
    }
}
