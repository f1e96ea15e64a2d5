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
import org.jspecify.annotations.Nullable;
import org.ringback.api.Amount;
import org.ringback.api.audit.AuditEntry;
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

    /** Opens the files. */
    interface Opening {
        Trail open() throws IOException;
    }

    /** One act, and whoever waits until it is on disk. */
    private record Waiting(Act act, CompletableFuture<Void> done) {}

    Recorder(Opening opening, InstantSource clock) {
        this.opening = opening;
        this.clock = clock;
        thread.setDaemon(true);
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
            done.completeExceptionally(new IOException("audit: more than " + WAITING + " acts wait to be recorded"));
        } else {
            waiting.add(new Waiting(new Act(clock.instant(), entry), done));
            notifyAll();
        }
        return done.minimalCompletionStage();
    }

    private void run() {
        try {
            boolean more = true;
            while (more) {
                more = await();
                turn();
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

    /** Waits until there is something to write or to try again; returns false once it is closed. */
    private synchronized boolean await() throws InterruptedException {
        long again = System.nanoTime() + AGAIN_NANOS;
        long left = AGAIN_NANOS;
        while (waiting.isEmpty() && !closed && left > 0) {
            if (trouble.isPresent()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = again - System.nanoTime();
            } else {
                wait();
            }
        }
        return !closed;
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
            return;
        }
        try {
            trail().append(acts);
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
                opened = opening.open();
                opened.notes().forEach(note -> LOG.error("{}", note));
                trail = opened;
            }
            return opened;
        }
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
