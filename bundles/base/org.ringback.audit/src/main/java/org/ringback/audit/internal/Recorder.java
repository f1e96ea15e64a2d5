package org.ringback.audit.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Amount;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.LimitUse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what is to be recorded on a thread of its own, all that waits with one flush to disk. What cannot be written is
 * kept, {@link #KEPT} lines of it, and tried again; what is dropped is counted, and the count is a line. Thread-safe.
 */
final class Recorder implements AutoCloseable {
    /** Most that may wait for the disk. */
    static final int WAITING = 1_024;
    /** Most that is kept while the disk takes nothing. */
    static final int KEPT = 64;

    private static final long AGAIN_NANOS = 5_000_000_000L;
    private static final long CLOSE_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Opening opening;
    private final InstantSource clock;
    private final Thread thread = new Thread(this::run, "ringback-audit");

    @GuardedBy("this")
    private List<Waiting> waiting = new ArrayList<>();

    private final HighWater mostWaiting = new HighWater();

    @GuardedBy("this")
    private long dropped;

    @GuardedBy("this")
    private boolean closed;

    /** Guards the opening, which may take a while; who records does not wait for it. */
    private final Object opens = new Object();

    private volatile @Nullable Trail trail;

    /** Used by the thread alone. */
    private List<Act> kept = List.of();

    private volatile int unwritten;
    private volatile Optional<String> trouble = Optional.empty();

    /** The last line that was written before the files were changed by somebody, and are to be opened anew. */
    @GuardedBy("opens")
    private Link known = Link.BEGIN;

    /** Runs on the thread; see {@link #beside}. */
    private LongSupplier beside = () -> Long.MAX_VALUE;

    /** Opens the files. */
    interface Opening {
        /**
         * Opens them.
         *
         * @param known the last line that this program wrote; {@link Link#BEGIN} if it wrote none
         */
        Trail open(Link known) throws IOException;
    }

    /** One act, and whoever waits until it is on disk. */
    private record Waiting(Act act, CompletableFuture<Void> done) {}

    Recorder(Opening opening, InstantSource clock) {
        this.opening = opening;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /**
     * Has something done on the thread whenever it turns, and when its time comes; before {@link #start}.
     *
     * @param due does it, and returns after how many nanoseconds it wants to run again; {@link Long#MAX_VALUE} if only
     *     what is recorded can change that
     */
    void beside(LongSupplier due) {
        beside = due;
    }

    /** Begins to write. */
    void start() {
        thread.start();
    }

    synchronized CompletionStage<Void> record(AuditEntry entry) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new IOException("audit: closed (expected: a running program)"));
        } else if (waiting.size() >= WAITING) {
            dropped++;
            done.completeExceptionally(
                    new IOException(
                            "audit: more than " + WAITING + " acts wait to be recorded"
                                    + " (expected: a disk that keeps up); the act is done, and counted in a line; next: look at 'status'"));
        } else {
            waiting.add(new Waiting(new Act(clock.instant(), entry), done));
            mostWaiting.reached(waiting.size());
            notifyAll();
        }
        return done.minimalCompletionStage();
    }

    private void run() {
        try {
            boolean more = true;
            boolean unchecked = false;
            while (more) {
                long due = beside.getAsLong();
                more = await(unchecked ? 0 : due);
                turn();
                unchecked = more && check();
            }
        } catch (InterruptedException e) {
            LOG.warn("audit: interrupted, ends"); // our code never interrupts this thread: whoever does wants its end
        } catch (RuntimeException | Error e) {
            trouble = Optional.of("stopped by a fault: " + e + "; a restart of the program mends it");
            LOG.error("audit: ended by a fault", e);
            throw e;
        } finally {
            refuseTheRest();
        }
    }

    /** Waits until there is something to write, to try again or to do beside; returns false once it is closed. */
    private synchronized boolean await(long most) throws InterruptedException {
        long limit = trouble.isPresent() || isBehind() ? Math.min(most, AGAIN_NANOS) : most;
        long since = System.nanoTime();
        long left = limit;
        while (waiting.isEmpty() && !closed && left > 0) {
            if (limit == Long.MAX_VALUE) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = limit - (System.nanoTime() - since);
            }
        }
        return !closed;
    }

    /** Checks one of the files that the program found, between the lines; returns whether more are left. */
    private boolean check() {
        Trail opened = trail;
        if (opened == null) {
            return false;
        }
        List<String> before = opened.notes();
        boolean more = false;
        try {
            more = opened.checkNext();
        } catch (IOException | RuntimeException e) {
            LOG.warn("audit: a file cannot be checked now: {} (next: 'audit verify')", String.valueOf(e.getMessage()));
        }
        if (before.isEmpty()) {
            opened.notes().forEach(note -> LOG.error("{}", note));
        }
        return more;
    }

    /** Writes what waits, with what was kept before. */
    void turn() {
        List<Waiting> taken;
        long lost;
        synchronized (this) {
            taken = waiting;
            waiting = new ArrayList<>();
            lost = dropped;
        }
        List<Act> acts = new ArrayList<>(kept);
        taken.forEach(one -> acts.add(one.act()));
        if (lost > 0) {
            acts.add(Act.ofTheLog(clock.instant(), Amount.of(lost, "act was not recorded", "acts were not recorded")));
        }
        if (acts.isEmpty()) {
            catchUp();
            return;
        }
        try {
            append(acts);
        } catch (IOException | RuntimeException e) { // a fault of the JDK's streams of a folder is one of the latter
            keep(acts.subList(0, kept.size() + taken.size()), e);
            taken.forEach(one -> one.done().completeExceptionally(e));
            return;
        }
        synchronized (this) {
            dropped -= lost;
        }
        kept = List.of();
        unwritten = 0;
        if (trouble.isPresent()) {
            LOG.info("audit: lines are written again");
            trouble = Optional.empty();
        }
        taken.forEach(one -> one.done().complete(null));
    }

    private boolean isBehind() {
        Trail opened = trail;
        return opened != null && opened.isBehind();
    }

    /** What could not be done behind the lines, as on a full disk, waits for no further line. */
    private void catchUp() {
        Trail opened = trail;
        if (opened != null) {
            opened.catchUp();
        }
    }

    /** Files that somebody changed are opened anew, which says so; what is to be written goes behind that. */
    private void append(List<Act> acts) throws IOException {
        Trail opened = trail();
        try {
            opened.append(acts);
        } catch (ChangedFileException e) {
            LOG.error("audit: {}; the log is opened anew", e.getMessage());
            drop(opened);
            trail().append(acts);
        }
    }

    private void drop(Trail opened) {
        synchronized (opens) {
            known = opened.last();
            trail = null;
        }
    }

    private void keep(List<Act> acts, Exception why) {
        String words = String.valueOf(why.getMessage());
        if (trouble.isEmpty()) {
            LOG.error("audit: nothing can be recorded: {}", words);
        }
        kept = List.copyOf(acts.subList(0, Math.min(acts.size(), KEPT)));
        synchronized (this) {
            dropped += acts.size() - kept.size();
        }
        unwritten = kept.size();
        trouble = Optional.of(words);
    }

    private void refuseTheRest() {
        List<Waiting> rest;
        synchronized (this) {
            closed = true;
            rest = waiting;
            waiting = List.of();
        }
        rest.forEach(one -> one.done().completeExceptionally(new IOException("audit: closed before this was written")));
    }

    /** {@return the files, opened with the first use} */
    Trail trail() throws IOException {
        synchronized (opens) {
            Trail opened = trail;
            if (opened == null) {
                opened = opening.open(known);
                opened.notes().forEach(note -> LOG.error("{}", note));
                trail = opened;
            }
            return opened;
        }
    }

    /** Tells no more what was wrong with the files, as lines acknowledge it now. */
    void acknowledged(List<String> damages) {
        Trail opened = trail;
        if (opened != null) {
            opened.acknowledged(damages);
        }
    }

    /** {@return how many acts wait for the disk} */
    synchronized LimitUse limit() {
        return mostWaiting.use(AuditLimit.WAITING, WAITING, waiting.size());
    }

    /** {@return what its owner should do, in words} */
    List<String> warnings() {
        List<String> all = new ArrayList<>();
        long lost;
        synchronized (this) {
            lost = dropped;
        }
        Trail opened = trail;
        trouble.ifPresent(why -> all.add("audit: nothing can be recorded: " + why + "; "
                + Amount.of(unwritten, "act waits", "acts wait") + ", " + lost
                + " more are lost (expected: room on the disk, and HOME/state/audit for this user to write; lines are"
                + " then written by themselves); what is asked for is done all the same"));
        if (opened != null) {
            all.addAll(opened.notes());
        }
        return all;
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
