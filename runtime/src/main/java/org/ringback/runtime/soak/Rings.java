package org.ringback.runtime.soak;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Rings at a steady pace, whatever became of the rings before. Each is a command to the issuer, whose bytes come back from
 * what answers at the gateway. One that must wait for a place is late, and its time counts from when it was due.
 * Thread-safe.
 */
final class Rings implements AutoCloseable {
    /** Most at once: a server lets one issuer have 16 pending, and a program's shell takes 16 commands. */
    static final int AT_ONCE = 12;

    private static final int BYTES = 1024;
    private static final int FAILURES_TOLD = 5;

    /** Who is further behind asks no more rings than its equipment may answer: those between are left out, and counted. */
    static final long MOST_LATE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final double NANOS_PER_MILLI = 1e6;

    private final Program issuer;
    private final List<Piece> pieces;
    private final long period;
    private final Consumer<String> progress;
    private final ExecutorService threads =
            Executors.newFixedThreadPool(AT_ONCE + 1, Daemons.named("ringback-soak-ring"));

    @GuardedBy("this")
    private final List<Rung> rung = new ArrayList<>();

    @GuardedBy("this")
    private Rung.Phase phase = Rung.Phase.WARM_UP;

    @GuardedBy("this")
    private long due;

    @GuardedBy("this")
    private int asked;

    @GuardedBy("this")
    private int pending;

    @GuardedBy("this")
    private int waited;

    @GuardedBy("this")
    private long leftOut;

    @GuardedBy("this")
    private int failed;

    @GuardedBy("this")
    private boolean held;

    @GuardedBy("this")
    private long heldSince;

    @GuardedBy("this")
    private long heldNanos;

    @GuardedBy("this")
    private boolean over;

    Rings(Program issuer, List<Piece> pieces, int perSecond, Consumer<String> progress) {
        this.issuer = issuer;
        this.pieces = pieces;
        this.progress = progress;
        this.period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** A ring whose time has come. */
    private record Due(int number, long nanos, Rung.Phase phase) {}

    synchronized void start() {
        due = System.nanoTime();
        threads.execute(this::pace);
    }

    /** What is due from now on belongs to this phase. */
    synchronized void phase(Rung.Phase next) {
        phase = next;
    }

    private void pace() {
        try {
            for (Optional<Due> next = next(); next.isPresent(); next = next()) {
                Due ring = next.get();
                threads.execute(() -> ended(ring(ring)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the next one is due and has a place; empty once it is over. Nothing becomes due while they are held. */
    private synchronized Optional<Due> next() throws InterruptedException {
        boolean late = false;
        while (!over) {
            long now = System.nanoTime();
            if (held) {
                wait();
                due += System.nanoTime() - now;
            } else if (due > now) {
                TimeUnit.NANOSECONDS.timedWait(this, due - now);
            } else if (pending >= AT_ONCE) {
                waited += late ? 0 : 1;
                late = true;
                wait();
            } else {
                pending++;
                long leave = Math.max(0, (now - due - MOST_LATE_NANOS) / period);
                leftOut += leave;
                due += leave * period;
                Due ring = new Due(asked++, due, phase);
                due += period;
                return Optional.of(ring);
            }
        }
        return Optional.empty();
    }

    private Rung ring(Due ring) {
        Piece piece = pieces.get(ring.number() % pieces.size());
        byte[] said = new byte[BYTES];
        new SplittableRandom(ring.number()).nextBytes(said);
        int returned = 0;
        String reason;
        try {
            Program.Answer answer = issuer.run(piece.ring() + " --pipe --quiet", said);
            int differs = Arrays.mismatch(said, answer.output());
            returned = differs < 0 ? BYTES : differs;
            if (answer.exit() != 0) {
                reason = answer.errors().replace(piece.id(), "EQUIPMENT").replace("\n", "; ");
            } else {
                reason = differs < 0 ? "" : "answered, but not every byte came back";
            }
        } catch (IOException e) {
            reason = "its command: " + e.getMessage();
        }
        return new Rung(ring.phase(), (System.nanoTime() - ring.nanos()) / NANOS_PER_MILLI, BYTES, returned, reason);
    }

    private synchronized void ended(Rung one) {
        rung.add(one);
        pending--;
        failed += one.answered() ? 0 : 1;
        if (!one.answered() && failed <= FAILURES_TOLD) {
            progress.accept("a ring failed: " + one.reason());
        }
        notifyAll();
    }

    /**
     * From now on no ring begins.
     *
     * @param pendingToo whether to wait until those that began have ended
     */
    synchronized void hold(boolean pendingToo) throws InterruptedException {
        held = true;
        heldSince = System.nanoTime();
        while (pendingToo && pending > 0) {
            wait();
        }
    }

    /** The pace goes on from here; {@return for how long none began, in milliseconds} */
    synchronized long release() {
        held = false;
        long nanos = System.nanoTime() - heldSince;
        heldNanos += nanos;
        notifyAll();
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** For how long they were held in all, in milliseconds. */
    synchronized long heldMillis() {
        return TimeUnit.NANOSECONDS.toMillis(heldNanos);
    }

    /** How many were due and had to wait for a place. */
    synchronized int waited() {
        return waited;
    }

    /** How many were not asked, as those before were too late. */
    synchronized long leftOut() {
        return leftOut;
    }

    /** Begins no more, waits for those that began, and tells what became of all. */
    synchronized List<Rung> stop() throws InterruptedException {
        over = true;
        notifyAll();
        while (pending > 0) {
            wait();
        }
        return List.copyOf(rung);
    }

    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
        threads.shutdownNow();
    }
}
