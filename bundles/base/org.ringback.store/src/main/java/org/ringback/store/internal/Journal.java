package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.ringback.store.Change;

/**
 * The files that are written around each commit of the data. Before it: the commit itself, among the latest ones, and
 * its lasting changes, in the lasting log. After it: the mark. Not thread-safe.
 */
final class Journal implements AutoCloseable {
    /**
     * How many flushes must follow a write before it counts as safe: a disk may lose the writes that it acknowledged
     * last. Lasting changes are acknowledged, and files exchanged, only after so many.
     */
    static final int SETTLE = 8;

    private final FileChannel file;
    private final Mark mark;
    private final RecentCommits recent;
    private final LastingLog lasting;
    private boolean pending;

    private Journal(FileChannel file, Mark mark, RecentCommits recent, LastingLog lasting) {
        this.file = file;
        this.mark = mark;
        this.recent = recent;
        this.lasting = lasting;
    }

    /** Opens existing files. Changes nothing. */
    static Journal open(StoreSite site, Keys keys) throws IOException {
        FileChannel file = site.medium().open(site.places().mark());
        return new Journal(
                file,
                new Mark(file, keys),
                new RecentCommits(file, keys, site.random(), site.recentSize()),
                new LastingLog(site, keys));
    }

    /**
     * Makes the files for data that have none; the mark is on disk before the data record that there is one.
     *
     * @param number the last commit
     */
    static Journal create(StoreSite site, Keys keys, long number) throws IOException {
        Journal made = open(site, keys);
        made.recent.reserve();
        made.lasting.compact(0, () -> {});
        made.mark(number);
        site.medium().sync(site.places().mark());
        return made;
    }

    Mark mark() {
        return mark;
    }

    RecentCommits recent() {
        return recent;
    }

    LastingLog lasting() {
        return lasting;
    }

    /** {@return a commit number higher than any ever used} */
    long unused() {
        return Math.max(mark.commit(), Math.max(recent.newest(), lasting.reach())) + 1;
    }

    /**
     * Writes what must be on disk before a commit.
     *
     * @param number its number
     * @param after the commit that it follows
     * @param content the sum over all records after it
     * @param changes the changes in it
     */
    void before(long number, long after, byte[] content, List<Change> changes) throws IOException {
        pending = true;
        recent.write(number, after, content, changes);
        List<Change> forGood = changes.stream().filter(Change::isLasting).toList();
        if (!forGood.isEmpty()) {
            // in this order: whatever the log has can then be applied again if the power fails
            file.force(false);
            lasting.append(forGood, number);
        }
    }

    /** Writes the mark once a commit is on disk; when this returns, the commit may be acknowledged. */
    void after(long number, boolean forGood) throws IOException {
        pending = false;
        lasting.keep();
        mark(number);
        if (forGood) {
            settle();
            mark.log(number);
            mark(number);
        }
    }

    /** Flushes so often that the disk can no longer lose what was written before. */
    void settle() throws IOException {
        for (int i = 0; i < SETTLE; i++) {
            mark(mark.commit());
        }
    }

    /** Rewrites the lasting log without what is no longer needed. */
    void compact(long number) throws IOException {
        lasting.compact(number, this::settle);
    }

    /** {@return whether the lasting log has all lasting changes since a commit} */
    boolean tellsSince(long number) {
        return lasting.tellsSince(number, mark.log());
    }

    /** Writes the mark and flushes it. */
    void mark(long number) throws IOException {
        mark(number, false);
    }

    private void mark(long number, boolean isClosed) throws IOException {
        mark.write(number, isClosed);
        file.force(false);
    }

    /** Notes in the mark that the store was closed after this commit. */
    void finish(long number) throws IOException {
        mark(number, true);
    }

    /** Removes a commit that was begun and failed, so that no later start applies it. */
    void withdraw() throws IOException {
        if (pending) {
            pending = false;
            // in this order: whatever the log has must also be among the latest commits, so that it can be applied
            lasting.withdraw();
            recent.withdraw();
            file.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
        lasting.close();
    }
}
