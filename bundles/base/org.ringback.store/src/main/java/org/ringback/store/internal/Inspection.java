package org.ringback.store.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** Finds out what is in the files of a stopped store, without changing them. Used once. */
final class Inspection {
    private static final int BLOCK = 4096;

    private final StoreSite site;
    private final DataFile file;
    private final WholeCopy whole;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private @Nullable CommitStamp data;
    private WholeCopy.@Nullable Head copy;
    private String damage = "";

    /**
     * Inspects the data, the whole copy, and the files beside them.
     *
     * @param journal the mark, the latest commits and the log; null if there is no mark
     * @throws IOException if they cannot be read, or are in use
     */
    Inspection(StoreSite site, Keys keys, WholeCopy whole, @Nullable Journal journal) throws IOException {
        this.site = site;
        this.file =
                new DataFile(site.medium(), site.places().data(), site.places().keyFile(), keys);
        this.whole = whole;
        lookAtData(journal == null ? 0 : journal.mark().commit());
        lookAtCopy();
        if (journal != null) {
            describe(journal);
        }
    }

    /** {@return what is known of each file, by its name} */
    Map<String, String> facts() {
        return facts;
    }

    /** {@return the last commit in the data; null if they cannot be read, or an older version wrote them} */
    @Nullable
    CommitStamp data() {
        return data;
    }

    /** {@return the head of the whole copy; null if there is no complete one} */
    WholeCopy.@Nullable Head copy() {
        return copy;
    }

    /** {@return whether the data can be read and were written by a version that wrote no mark} */
    boolean older() {
        return damage.isEmpty() && data == null;
    }

    /** {@return the last commit that is known to have been acknowledged} */
    static long reach(Journal journal) {
        long marked = journal.mark().commit();
        return marked != Mark.NONE
                ? marked
                : Math.max(journal.recent().newest(), journal.lasting().reach());
    }

    /** {@return the commit that data of {@code number} reach if the latest commits are applied to them} */
    static long leads(Journal journal, long number) {
        List<RecentCommits.Entry> way = journal.recent().since(number);
        return way.isEmpty() ? number : way.get(way.size() - 1).number();
    }

    private void lookAtData(long marked) throws IOException {
        Path path = site.places().data();
        long size = site.medium().size(path);
        byte[] torn = torn(path, size);
        try {
            MVStore opened = file.open();
            try {
                judge(opened, marked);
            } finally {
                opened.closeImmediately();
            }
        } catch (StoreRefusal e) {
            throw e;
        } catch (IOException e) {
            damage = String.valueOf(e.getMessage());
        }
        putBack(path, size, torn);
        facts.put(
                "data",
                !damage.isEmpty()
                        ? damage
                        : data == null ? "an older version's, readable" : "whole, commit " + data.number());
    }

    private void lookAtCopy() {
        try {
            Optional<WholeCopy.Head> head = whole.head();
            if (head.isPresent()) {
                whole.read(record -> {});
                copy = head.get();
            }
            facts.put(
                    "whole copy",
                    head.map(found -> "commit " + found.stand().number() + ", of " + found.made())
                            .orElse("none"));
        } catch (IOException e) {
            facts.put("whole copy", String.valueOf(e.getMessage()));
        }
    }

    private void judge(MVStore opened, long marked) throws IOException {
        ContentSum content = file.content(opened);
        Optional<CommitStamp> said = CommitStamp.of(opened);
        if (said.isEmpty() && marked > 0) {
            throw new IOException("file: " + file + " has lost its content");
        }
        if (said.isPresent() && !Arrays.equals(said.get().content(), content.bytes())) {
            throw new IOException("file: " + file + " is damaged: records are not what they were");
        }
        data = said.orElse(null);
    }

    private byte[] torn(Path path, long size) throws IOException {
        if (size % BLOCK == 0) {
            return new byte[0];
        }
        try (FileChannel channel = site.medium().open(path)) {
            return Bytes.read(channel, size / BLOCK * BLOCK, BLOCK);
        }
    }

    private void putBack(Path path, long size, byte[] torn) throws IOException {
        if (site.medium().size(path) < size) {
            try (FileChannel channel = site.medium().open(path)) {
                Bytes.write(channel, ByteBuffer.wrap(torn), size / BLOCK * BLOCK);
            }
        }
    }

    private void describe(Journal journal) {
        long marked = journal.mark().commit();
        facts.put("mark", marked == Mark.NONE ? "damaged" : "commit " + marked);
        facts.put("latest commits", "up to commit " + journal.recent().newest());
        LastingLog log = journal.lasting();
        facts.put("written for good", log.size() + " records" + (log.damaged() ? ", and the log is damaged" : ""));
    }
}
