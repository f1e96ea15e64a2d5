package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Amount;

/**
 * Checks the store of a stopped program, and restores it from its whole copy; for {@code ringback store}, whose
 * launcher has this bundle on its class path. The caller holds the home's lock meanwhile. Used once.
 */
public final class StoreCare {
    private static final String DO_NOTHING = "nothing to do: ";
    private static final String NOTHING =
            "the store does not start, and there is no whole copy (expected: data, keys and all, from a backup)";

    private final StoreSite site;
    private final Keys keys;
    private final WholeCopy whole;

    /**
     * What was found or done.
     *
     * @param good whether the store can start with all that was acknowledged
     * @param facts what is known of each file, by its name
     * @param words what is wrong or was done, and what to do
     */
    public record Report(boolean good, Map<String, String> facts, List<String> words) {}

    /**
     * Opens the files of a store.
     *
     * @param file the data
     * @param keyFile their key
     * @throws IOException if no key fits them
     */
    public StoreCare(Path file, Path keyFile) throws IOException {
        this(StoreSite.at(file, keyFile));
    }

    StoreCare(StoreSite site) throws IOException {
        this.site = site;
        Places places = site.places();
        if (!site.medium().exists(places.keyFile())) {
            throw new IOException("key-file: " + places.keyFile()
                    + " is missing (expected: the home of a program that has run, with its keys)");
        }
        keys = new Keys(KeyFile.read(site.medium(), places.keyFile()));
        whole = new WholeCopy(site.medium(), places.whole(), keys);
    }

    /**
     * Checks the files, and changes nothing.
     *
     * @return what is there, what is wrong, and what to do
     * @throws IOException if the files cannot be read, or are in use
     */
    public Report check() throws IOException {
        if (!site.medium().exists(site.places().mark())) {
            Inspection found = new Inspection(site, keys, whole, null);
            return new Report(
                    found.older(),
                    found.facts(),
                    List.of(
                            found.older()
                                    ? "written by an older version: the next start adds the mark"
                                    : unmarked(found, site.places().mark() + " is missing")));
        }
        try (Journal journal = Journal.open(site, keys)) {
            Inspection found = new Inspection(site, keys, whole, journal);
            return new Report(good(journal, found), found.facts(), List.of(words(journal, found)));
        }
    }

    private static long here(Journal journal, Inspection found) {
        CommitStamp data = found.data();
        return data == null ? 0 : Inspection.leads(journal, data.number());
    }

    private static long other(Journal journal, Inspection found) {
        WholeCopy.Head copy = found.copy();
        return copy == null ? 0 : Inspection.leads(journal, copy.stand().number());
    }

    private static boolean good(Journal journal, Inspection found) {
        return journal.mark().commit() != Mark.NONE
                && Math.max(here(journal, found), other(journal, found)) >= Inspection.reach(journal);
    }

    private String words(Journal journal, Inspection found) {
        long reach = Inspection.reach(journal);
        long here = here(journal, found);
        long other = other(journal, found);
        if (journal.mark().commit() == Mark.NONE) {
            return unmarked(found, "the mark is damaged");
        }
        if (found.data() != null && here >= reach) {
            return DO_NOTHING + "the next start has all that was acknowledged";
        }
        if (other >= reach) {
            return DO_NOTHING + "the next start puts the data together from the whole copy and the latest commits,"
                    + " with all that was acknowledged";
        }
        long best = Math.max(here, other);
        if ((found.data() != null || other > 0) && !journal.tellsSince(best)) {
            return "the store does not start: " + unsaid(best);
        }
        if (found.data() != null) {
            return Amount.of(reach - best, "commit that was acknowledged is", "commits that were acknowledged are")
                    + " lost; the next start goes on without them, and what was written for good since is there";
        }
        return other > 0
                ? "the store does not start; 'restore' puts commit " + other + " in place, and "
                        + Amount.of(reach - other, "commit is lost", "commits are lost")
                : NOTHING;
    }

    private static String unmarked(Inspection found, String what) {
        return what + (found.data() == null && found.copy() == null ? ": " + NOTHING : "; 'restore' makes it anew");
    }

    /**
     * Puts the newest data that can be made in place; the replaced data are kept.
     *
     * @return what was done, and what is lost
     * @throws IOException if there is nothing to put in place, or the files are in use; nothing is changed then
     */
    public Report restore() throws IOException {
        boolean marked = site.medium().exists(site.places().mark());
        try (Journal journal = marked ? Journal.open(site, keys) : null) {
            Inspection found = new Inspection(site, keys, whole, journal);
            CommitStamp data = found.data();
            if (data != null && journal != null && journal.mark().commit() != Mark.NONE) {
                return nothing(journal, found);
            }
            if (data != null) {
                return markAnew(found, journal, data.number());
            }
            if (journal == null && found.older()) {
                return new Report(
                        true,
                        found.facts(),
                        List.of("nothing to restore: the data are an older version's, and can be read"));
            }
            return putInPlace(found, journal);
        }
    }

    /** Reports that a restore has nothing to do, as the next start mends by itself whatever can be mended. */
    private Report nothing(Journal journal, Inspection found) throws IOException {
        boolean good = good(journal, found);
        long best = Math.max(here(journal, found), other(journal, found));
        if (!good && !journal.tellsSince(best)) {
            throw new IOException(unsaid(best));
        }
        String words = words(journal, found);
        return new Report(
                good,
                found.facts(),
                words.startsWith(DO_NOTHING)
                        ? List.of("nothing to restore: " + words.substring(DO_NOTHING.length()))
                        : List.of("nothing to restore: the data can be read and start", words));
    }

    private Report putInPlace(Inspection found, @Nullable Journal journal) throws IOException {
        WholeCopy.Head copy = found.copy();
        if (copy == null) {
            throw new IOException("file: " + site.places().whole()
                    + " is no whole copy (expected: one; else data, keys and all, from a backup; nothing was changed)");
        }
        Rebuild rebuild = new Rebuild(site, keys, whole);
        CommitStamp stand = rebuild.prepare(journal == null ? null : journal.recent());
        try {
            return exchanged(found, journal, rebuild, stand);
        } finally {
            site.medium().delete(site.places().freshData());
        }
    }

    private Report exchanged(Inspection found, @Nullable Journal journal, Rebuild rebuild, CommitStamp stand)
            throws IOException {
        long reach = Math.max(stand.number(), known(journal, stand.number()));
        String kept;
        try (Journal marked = journal == null ? Journal.create(site, keys, reach) : journal) {
            marked.mark(reach);
            kept = rebuild.exchange(marked);
        }
        String done =
                "commit " + stand.number() + " is in place: the whole copy and the latest commits after it" + kept;
        if (reach > stand.number()) {
            return new Report(false, found.facts(), List.of(done, lost(stand.number(), reach)));
        }
        return journal == null
                ? new Report(
                        false,
                        found.facts(),
                        List.of(
                                done,
                                "whether later commits are lost is not known, as the mark is; what was written for good"
                                        + " is there"))
                : new Report(true, found.facts(), List.of(done, "nothing that was acknowledged is lost"));
    }

    /**
     * The last commit known to have been acknowledged.
     *
     * @param number the last commit in the data to start with
     * @throws IOException if the lasting log lacks lasting changes since that commit
     */
    private long known(@Nullable Journal journal, long number) throws IOException {
        try (LastingLog log = new LastingLog(site, keys)) {
            long reach = journal == null ? log.reach() : Inspection.reach(journal);
            boolean certain = journal != null
                    && reach <= number
                    && (journal.mark().commit() != Mark.NONE || journal.recent().newest() > 0);
            if (!certain
                    && !log.tellsSince(
                            number, journal == null ? 0 : journal.mark().log())) {
                throw new IOException(unsaid(number));
            }
            return reach;
        }
    }

    /**
     * Makes a new mark where it is lost: then only the latest commits and the lasting log tell whether the data are
     * old.
     */
    private Report markAnew(Inspection found, @Nullable Journal journal, long number) throws IOException {
        long here = journal == null ? number : Inspection.leads(journal, number);
        long reach = Math.max(here, known(journal, here));
        try (Journal marked = journal == null ? Journal.create(site, keys, reach) : journal) {
            marked.mark(reach);
            marked.settle();
        }
        String done = "the data can be read, up to commit " + here + "; the mark is made anew";
        return reach > here
                ? new Report(false, found.facts(), List.of(done, lost(here, reach)))
                : new Report(true, found.facts(), List.of(done));
    }

    private String unsaid(long number) {
        return "file: " + site.places().lasting() + " does not say all that was revoked since commit " + number
                + " (expected: a log without damage, from a backup; nothing was changed)";
    }

    private static String lost(long here, long reach) {
        return "lost: " + Amount.of(reach - here, "commit that was acknowledged", "commits that were acknowledged")
                + " after it, up to commit " + reach
                + "; what was revoked since stays revoked, and passwords that were set since stay set"
                + " (those that an older version wrote are to be set anew)";
    }
}
