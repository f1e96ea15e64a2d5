package org.ringback.store.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.ringback.store.Change;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does jobs in order, and puts many writes into one commit: a flush to disk costs the same for one record as for a
 * thousand. Has two threads: <i>ringback-store</i> owns the file; <i>ringback-store-done</i> completes the futures of
 * callers, so that their callbacks delay no commit. Thread-safe.
 */
final class GroupCommit implements AutoCloseable {
    /** A commit takes in writes until none waits, but for no longer than this. */
    private static final Duration GATHER = Duration.ofMillis(5);
    /** Most bytes that may wait to be written; further writes are refused. */
    static final int MAX_WAITING = 64 << 20;
    /** How long the queue must be empty before the first copy, as at a start the roles read their tables. */
    private static final Duration QUIET = Duration.ofSeconds(5);
    /** After how many commits to look for sparsely used parts of the file. */
    private static final int COMPACT_EVERY = 256;

    private static final Duration CLOSE = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Guards the queue, so that nothing is added after {@link Job.Stop}. */
    private final Object gate = new Object();

    private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MAX_WAITING);
    private final ExecutorService done = Executors.newSingleThreadExecutor(task -> daemon(task, "ringback-store-done"));
    private final Tables tables;
    private final Thread thread;

    @GuardedBy("gate")
    private boolean closed;

    /** Used by the store's thread only. */
    private int commits;

    /** How long to wait for a job before asking whether a copy is due; used by the store's thread only. */
    private Duration patience = Copier.LOOK;

    /** The writes of the commit under way, which {@link #finish} must complete; used by the store's thread only. */
    private final List<Job.Write> group = new ArrayList<>();

    private volatile @Nullable Throwable fault;
    private volatile @Nullable IOException refused;

    GroupCommit(StoreSite site) throws IOException {
        tables = new Tables(Opened.at(site));
        thread = daemon(this::run, "ringback-store");
        thread.start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (ended, fault) -> LOG.error("the thread {} ended by a fault", ended.getName(), fault));
        return thread;
    }

    CompletionStage<Void> write(List<Change> changes) {
        Job.Write write = Job.Write.of(changes);
        if (!room.tryAcquire(write.weight())) {
            write.fail(new IOException(
                    "store: too much is waiting to be written (expected: at most " + MAX_WAITING + " bytes)"));
        } else if (!offer(write)) {
            room.release(write.weight());
        }
        return write.done().minimalCompletionStage();
    }

    /** {@return the tables, for those of their methods that any thread may call} */
    Tables tables() {
        return tables;
    }

    /** Reads the records after a key, in their order, until they are {@code bytes} long together or the table ends. */
    CompletableFuture<SortedMap<String, byte[]>> read(String table, String after, int bytes) {
        Job.Read read = new Job.Read(table, after, bytes, new CompletableFuture<>());
        offer(read);
        return read.answer();
    }

    private boolean offer(Job job) {
        synchronized (gate) {
            if (!closed) {
                return queue.add(job);
            }
        }
        job.fail(stopped("closed"));
        return false;
    }

    /** {@return the error that ended the store's thread; empty while it runs, and after an orderly close} */
    Optional<Throwable> fault() {
        return Optional.ofNullable(fault);
    }

    /** {@return why the last commit failed; empty once a later one succeeded} */
    Optional<IOException> refused() {
        return Optional.ofNullable(refused);
    }

    private void run() {
        try {
            Job job = take();
            patience = QUIET;
            while (!(job instanceof Job.Stop)) {
                Job next = job instanceof Job.Write first ? commitFrom(first) : null;
                if (job instanceof Job.Read read) {
                    answer(read);
                }
                job = next == null ? take() : next;
            }
        } catch (InterruptedException e) {
            // our code never interrupts this thread: whoever does wants it to end
            LOG.warn("store interrupted, closing without a last commit");
        } catch (RuntimeException | Error e) {
            fault = e;
            LOG.error("store: ended by a fault", e);
        } finally {
            refuseTheRest();
            tables.close();
        }
    }

    private Job take() throws InterruptedException {
        Job job = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        while (job == null) {
            copyIfDue();
            job = queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        return job;
    }

    private void copyIfDue() {
        patience = Copier.LOOK;
        afterwards("no whole copy was begun", () -> patience = tables.copyIfDue() ? Copier.LOOK : QUIET);
    }

    /**
     * Commits a write together with those queued behind it; returns the job of another kind that ended the group, if
     * one did.
     */
    private @Nullable Job commitFrom(Job.Write first) {
        Job job = first;
        try {
            long began = System.nanoTime();
            while (job instanceof Job.Write write) {
                group.add(write);
                tables.apply(write.changes());
                job = System.nanoTime() - began < GATHER.toNanos() ? queue.poll() : null;
            }
            tables.commit();
        } catch (IOException | RuntimeException | Error e) {
            IOException failure = StoreFailures.of(e);
            refused = failure;
            finish(failure);
            tables.abandon();
            return job instanceof Job.Write ? null : job;
        }
        refused = null;
        finish(null);
        commits++;
        if (commits % COMPACT_EVERY == 0) {
            afterwards("compaction failed", tables::compact);
        }
        copyIfDue();
        return job;
    }

    /** Work after a commit that may fail without failing the commit. */
    private interface Chore {
        void run() throws IOException;
    }

    private void afterwards(String failed, Chore chore) {
        try {
            chore.run();
        } catch (IOException | RuntimeException | Error e) {
            // all that was acknowledged is on disk; the next job opens the file again
            LOG.warn("store: {}", failed, e);
            tables.abandon();
        }
    }

    private void answer(Job.Read read) {
        try {
            read.answer().complete(tables.read(read.table(), read.after(), read.bytes()));
        } catch (IOException | RuntimeException | Error e) {
            read.fail(StoreFailures.of(e));
            tables.abandon();
        }
    }

    /** Completes each write of the group once. */
    private void finish(@Nullable IOException failure) {
        List<Job.Write> written = List.copyOf(group);
        done.execute(() -> written.forEach(write -> {
            room.release(write.weight());
            if (failure == null) {
                write.done().complete(null);
            } else {
                write.fail(failure);
            }
        }));
        group.clear();
    }

    private void refuseTheRest() {
        synchronized (gate) {
            closed = true;
        }
        List<Job> rest = new ArrayList<>(group);
        queue.drainTo(rest);
        rest.forEach(job -> job.fail(stopped("closed before this could be done")));
    }

    private IOException stopped(String how) {
        return fault == null
                ? new IOException("store: " + how + " (expected: a running store)")
                : new IOException(
                        "store: stopped by a fault: " + fault + " (expected: a restart of the program)", fault);
    }

    @Override
    public void close() {
        synchronized (gate) {
            if (!closed) {
                closed = true;
                queue.add(new Job.Stop());
            }
        }
        try {
            thread.join(CLOSE.toMillis());
            done.shutdown();
            if (!done.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("store: those told of the last writes have not returned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
