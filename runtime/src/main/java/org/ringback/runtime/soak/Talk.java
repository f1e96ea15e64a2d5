package org.ringback.runtime.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.json.JSONObject;

/**
 * A conversation that stands over the whole soak, through a forwarded port of the issuer: numbered blocks are said at a
 * steady pace, and every byte that comes back is compared. Used by one thread.
 */
final class Talk implements AutoCloseable {
    private static final int BLOCK = 4096;
    private static final long PACE_MILLIS = 50;

    /** For how long nothing need come back before a byte counts as lost. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Piece piece;
    private final Socket socket;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch saidAll = new CountDownLatch(1);
    private final CountDownLatch heardAll = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private volatile String fault = "";

    private Talk(Piece piece, Socket socket) {
        this.piece = piece;
        this.socket = socket;
    }

    /** Rings, and begins to talk through the port that is forwarded. */
    static Talk begin(Piece piece, Program issuer) throws IOException {
        String forward =
                new JSONObject(issuer.done(piece.ring() + " --forward 127.0.0.1:0 --json")).getString("forward");
        int port = Integer.parseInt(forward.substring(forward.lastIndexOf(':') + 1));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        Talk talk = new Talk(piece, socket);
        Daemons.named("ringback-soak-say").newThread(talk::say).start();
        Daemons.named("ringback-soak-hear").newThread(talk::hear).start();
        return talk;
    }

    /** A block begins with its number and when it was said. */
    private static byte[] block(long number, long nanos) {
        byte[] block = new byte[BLOCK];
        new SplittableRandom(number).nextBytes(block);
        ByteBuffer.wrap(block).putLong(number).putLong(nanos);
        return block;
    }

    private void say() {
        try {
            OutputStream out = socket.getOutputStream();
            for (long number = 0; !end.await(PACE_MILLIS, TimeUnit.MILLISECONDS); number++) {
                byte[] block = block(number, System.nanoTime());
                sent.addAndGet(block.length);
                out.write(block);
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            failed("while it was said: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        saidAll.countDown();
    }

    private void hear() {
        try {
            InputStream in = socket.getInputStream();
            byte[] came = in.readNBytes(BLOCK);
            for (long number = 0; came.length == BLOCK; number++) {
                long nanos = ByteBuffer.wrap(came).getLong(Long.BYTES);
                byte[] said = block(number, nanos);
                int differs = Arrays.mismatch(said, came);
                returned.addAndGet(differs < 0 ? BLOCK : differs);
                if (differs >= 0) {
                    failed("another byte came back than was said");
                    break;
                }
                longest.accumulateAndGet(System.nanoTime() - nanos, Math::max);
                came = in.readNBytes(BLOCK);
            }
            if (end.getCount() > 0) {
                failed("its end came before it was asked for");
            }
        } catch (IOException e) {
            failed("while it was heard: " + e.getMessage());
        }
        heardAll.countDown();
    }

    private synchronized void failed(String why) {
        if (fault.isEmpty()) {
            fault = piece.id() + ", after " + returned.get() + " bytes: " + why;
        }
    }

    /** Says no more. */
    void end() {
        end.countDown();
    }

    /** Waits until all has come back that will. */
    void awaitEnd() throws InterruptedException {
        if (!saidAll.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                || !heardAll.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            failed("it did not end");
        }
    }

    long sent() {
        return sent.get();
    }

    /** Of what was said, what came back as it was said. */
    long returned() {
        return returned.get();
    }

    /** The longest that a block was under way, in milliseconds. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longest.get());
    }

    /** What went wrong; empty if nothing did. */
    String fault() {
        return fault;
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        socket.close();
    }
}
