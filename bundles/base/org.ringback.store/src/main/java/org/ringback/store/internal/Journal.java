package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.ringback.store.Change;

/**
 * What is written around each commit of the data: the commit itself and, if it is for good, its entry in the log, before;
 * the mark, after. Not thread-safe.
 */
final class Journal implements AutoCloseable {
    /**
     * A disk may lose the writes that it acknowledged last. What is for good is acknowledged, and a file takes the place of
     * another, only when so many more lie behind it.
     */
    static final int SETTLE = 8;

    private final FileChannel file;
    private final Mark mark;
    private final Recent recent;
    private final LastingLog lasting;
    private boolean pending;

    private Journal(FileChannel file, Mark mark, Recent recent, LastingLog lasting) {
        this.file = file;
        this.mark = mark;
        this.recent = recent;
        this.lasting = lasting;
    }

    /** Opens what is there. Changes nothing. */
    static Journal open(StoreSite site, Keys keys) throws IOException {
        FileChannel file = site.medium().open(site.places().mark());
        return new Journal(
                file,
                new Mark(file, keys),
                new Recent(file, keys, site.random(), site.recentSize()),
                new LastingLog(site, keys));
    }

    /**
     * Makes one, for data that have none: the mark is on disk before data say that there is one.
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

    Recent recent() {
        return recent;
    }

    LastingLog lasting() {
        return lasting;
    }

    /** {@return a number above all that were ever given} */
    long unused() {
        return Math.max(mark.commit(), Math.max(recent.newest(), lasting.reach())) + 1;
    }

    /**
     * Before a commit.
     *
     * @param number its number
     * @param after the commit that it follows
     * @param content what stands for all records after it
     * @param changes what it changes
     */
    void before(long number, long after, byte[] content, List<Change> changes) throws IOException {
        pending = true;
        recent.write(number, after, content, changes);
        List<Change> forGood = changes.stream().filter(Change::isLasting).toList();
        if (!forGood.isEmpty()) {
            // in this order: a commit that the power cut off after the log had it, can then be carried out
            file.force(false);
            lasting.append(forGood, number);
        }
    }

    /** Once a commit is on disk; from here on it may be acknowledged. */
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

    /** What was written before can be lost no more. */
    void settle() throws IOException {
        for (int i = 0; i < SETTLE; i++) {
            mark(mark.commit());
        }
    }

    /** Writes the log anew without what is needed no more. */
    void compact(long number) throws IOException {
        lasting.compact(number, this::settle);
    }

    /** {@return whether the log says all that was written for good after a commit} */
    boolean tellsSince(long number) {
        return lasting.tellsSince(number, mark.log());
    }

    /** Brings the mark to disk. */
    void mark(long number) throws IOException {
        mark(number, false);
    }

    private void mark(long number, boolean isClosed) throws IOException {
        mark.write(number, isClosed);
        file.force(false);
    }

    /** Nothing is written after a commit: the mark says so. */
    void finish(long number) throws IOException {
        mark(number, true);
    }

    /** If a commit was begun and not finished, it came to nothing: nothing brings it back. */
    void withdraw() throws IOException {
        if (pending) {
            pending = false;
            // in this order: what the log has, must be there to be carried out
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
