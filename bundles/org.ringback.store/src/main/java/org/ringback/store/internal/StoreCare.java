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

/**
 * Looks at the store of a stopped home, and puts its earlier whole copy in place: for the launcher, which has this bundle
 * on its class path. The caller keeps the home from being used meanwhile. Used once.
 */
public final class StoreCare {
    private static final int BLOCK = 4096;

    private final Site site;
    private final Keys keys;
    private final DataFile file;
    private final WholeCopy whole;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private @Nullable Stand data;
    private WholeCopy.@Nullable Head copy;
    private String damage = "";

    /**
     * What was found or done.
     *
     * @param good whether the store starts with all that was acknowledged
     * @param facts about each file, by its name
     * @param words what is wrong or was done, and what to do
     */
    public record Report(boolean good, Map<String, String> facts, List<String> words) {}

    /**
     * Begins with a store.
     *
     * @param file the data
     * @param keyFile their key
     * @throws IOException if there is no key that could open them
     */
    public StoreCare(Path file, Path keyFile) throws IOException {
        this(Site.at(file, keyFile));
    }

    StoreCare(Site site) throws IOException {
        this.site = site;
        Places places = site.places();
        if (!site.medium().exists(places.keyFile())) {
            throw new IOException("key-file: " + places.keyFile()
                    + " is missing (expected: the home of a program that has run, with its keys)");
        }
        keys = new Keys(KeyFile.read(site.medium(), places.keyFile()));
        file = new DataFile(site.medium(), places.data(), places.keyFile(), keys);
        whole = new WholeCopy(site.medium(), places.whole(), keys);
    }

    /**
     * Looks, and changes nothing.
     *
     * @return what is there, what is wrong, and what to do
     * @throws IOException if the files cannot be read, or are in use
     */
    public Report check() throws IOException {
        if (!site.medium().exists(site.places().mark())) {
            look(0);
            boolean older = damage.isEmpty() && data == null;
            return new Report(
                    older,
                    facts,
                    List.of(
                            older
                                    ? "written by an older version: the next start adds the mark"
                                    : site.places().mark() + " is missing; 'restore' makes it anew"));
        }
        try (Journal journal = Journal.open(site, keys)) {
            look(journal.mark().commit());
            describe(journal);
            long reach = reach(journal);
            long here = data == null ? 0 : leads(journal, data.number());
            long other = copy == null ? 0 : leads(journal, copy.stand().number());
            if (journal.mark().commit() == Mark.NONE) {
                return new Report(false, facts, List.of("the mark is damaged: 'restore' makes it anew"));
            }
            if (data != null && here >= reach) {
                return new Report(true, facts, List.of("nothing to do: the next start has all that was acknowledged"));
            }
            if (other >= reach) {
                return new Report(
                        true,
                        facts,
                        List.of("nothing to do: the next start puts the data together from the whole copy and the"
                                + " latest commits, with all that was acknowledged"));
            }
            if (data != null) {
                return new Report(
                        false,
                        facts,
                        List.of((reach - Math.max(here, other))
                                + " commits that were acknowledged are lost; the next start"
                                + " goes on without them, and what was revoked stays revoked"));
            }
            return new Report(
                    false,
                    facts,
                    List.of(
                            other > 0
                                    ? "the store does not start; 'restore' puts commit " + other + " in place, and "
                                            + (reach - other) + " commits are lost"
                                    : "the store does not start, and there is no whole copy (expected: data, keys and"
                                            + " all, from a backup)"));
        }
    }

    /**
     * Puts the best there is in place. What was there is kept.
     *
     * @return what was done, and what is lost
     * @throws IOException if there is nothing to put in place, or the files are in use; nothing is changed then
     */
    public Report restore() throws IOException {
        boolean marked = site.medium().exists(site.places().mark());
        try (Journal journal = marked ? Journal.open(site, keys) : null) {
            look(journal == null ? 0 : journal.mark().commit());
            if (journal != null) {
                describe(journal);
            }
            boolean goodMark = journal != null && journal.mark().commit() != Mark.NONE;
            if (data != null) {
                if (goodMark) {
                    return new Report(true, facts, List.of("nothing to restore: the data can be read and start"));
                }
                return markAnew(journal, data.number());
            }
            if (journal == null && damage.isEmpty()) {
                return new Report(
                        true, facts, List.of("nothing to restore: the data are an older version's, and can be read"));
            }
            return putInPlace(journal, goodMark);
        }
    }

    private Report putInPlace(@Nullable Journal journal, boolean goodMark) throws IOException {
        if (copy == null) {
            throw new IOException("file: " + site.places().whole()
                    + " is no whole copy (expected: one; else data, keys and all, from a backup; nothing was changed)");
        }
        Rebuild rebuild = new Rebuild(site, keys, whole);
        Stand stand = rebuild.prepare(journal == null ? null : journal.recent());
        long reach = journal == null ? stand.number() : reach(journal);
        if (reach > stand.number() && journal != null && !journal.tellsSince(stand.number())) {
            site.medium().delete(site.places().freshData());
            throw unsaid(stand.number());
        }
        String kept = rebuild.exchange();
        if (!goodMark) {
            remark(journal, reach);
        }
        String done = "commit " + stand.number() + " is in place: the whole copy of " + copy.made()
                + " and the latest commits after it" + kept;
        String lost = reach > stand.number() ? lost(stand.number(), reach) : "nothing that was acknowledged is lost";
        return new Report(reach <= stand.number(), facts, List.of(done, lost));
    }

    /** The mark is lost: only the latest commits and the log of writes for good still tell whether the data went back. */
    private Report markAnew(@Nullable Journal journal, long number) throws IOException {
        long here = journal == null ? number : leads(journal, number);
        long reach;
        try (LastingLog log = new LastingLog(site, keys)) {
            reach = Math.max(here, journal == null ? log.newest() : reach(journal));
            boolean latestKnown = journal != null && journal.recent().newest() > 0;
            boolean logTells =
                    log.tellsSince(here, journal == null ? 0 : journal.mark().log());
            if (!logTells && (reach > here || !latestKnown)) {
                throw unsaid(here);
            }
        }
        remark(journal, reach);
        String done = "the data can be read, up to commit " + here + "; the mark is made anew";
        return reach > here
                ? new Report(false, facts, List.of(done, lost(here, reach)))
                : new Report(true, facts, List.of(done));
    }

    private IOException unsaid(long number) {
        return new IOException("file: " + site.places().lasting() + " does not say all that was revoked since commit "
                + number + " (expected: a log without damage, from a backup; nothing was changed)");
    }

    private static String lost(long here, long reach) {
        return "lost: " + (reach - here) + " commits that were acknowledged after it, up to commit " + reach
                + "; what was revoked since stays revoked, and passwords that were set since stay set";
    }

    private void remark(@Nullable Journal journal, long number) throws IOException {
        if (journal == null) {
            Journal made = Journal.create(site, keys);
            made.mark(number);
            made.close();
        } else {
            journal.mark(number);
        }
    }

    /** The last commit that is known to have been acknowledged. */
    private long reach(Journal journal) {
        long marked = journal.mark().commit();
        return marked != Mark.NONE
                ? marked
                : Math.max(journal.recent().newest(), Math.max(journal.lasting().newest(), 0));
    }

    private static long leads(Journal journal, long number) {
        List<Recent.Entry> way = journal.recent().since(number);
        return way.isEmpty() ? number : way.get(way.size() - 1).number();
    }

    private void look(long marked) throws IOException {
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
        } catch (Refusal e) {
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
        Content content = file.content(opened);
        Optional<Stand> said = Stand.of(opened);
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
