package org.ringback.store.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.ringback.store.Change;

/**
 * Decides with which data a store starts. Intact data that are no older than their mark are taken as they are.
 * Otherwise the missing commits are applied from the latest commits, or the data are rebuilt from the whole copy and
 * the latest commits. If acknowledged commits stay lost, intact data still start, with a warning; damaged ones are
 * refused, and every file stays as it was. Used once.
 */
final class Start {
    private final StoreSite site;
    private final Keys keys;
    private final Journal journal;
    private final DataFile file;
    private final WholeCopy whole;
    private final Rebuild rebuild;
    private final List<String> notes = new ArrayList<>();

    Start(StoreSite site, Keys keys, Journal journal) {
        this.site = site;
        this.keys = keys;
        this.journal = journal;
        this.file =
                new DataFile(site.medium(), site.places().data(), site.places().keyFile(), keys);
        this.whole = new WholeCopy(site.medium(), site.places().whole(), keys);
        this.rebuild = new Rebuild(site, keys, whole);
    }

    /**
     * Opens the data.
     *
     * @return the data that the store starts with
     * @throws IOException if the data are refused; the message says why and what to do
     */
    Base open() throws IOException {
        MVStore data = null;
        try {
            if (file.torn()) {
                notes.add(file + " ended in a torn block, as after a full disk: cut");
            }
            data = file.open();
            return judged(data);
        } catch (StoreRefusal e) {
            throw e;
        } catch (IOException e) {
            if (data != null) {
                data.closeImmediately();
            }
            return rebuiltOrRefused(e);
        }
    }

    private Base judged(MVStore data) throws IOException {
        ContentSum content = file.content(data);
        Optional<CommitStamp> said = CommitStamp.of(data);
        long reach = journal.mark().commit();
        if (said.isEmpty()) {
            if (reach > 0) {
                throw new IOException("file: " + file + " has lost its content");
            }
            return new Base(data, 0, content, true, 0, notes);
        }
        CommitStamp stand = said.get();
        if (!Arrays.equals(stand.content(), content.bytes())) {
            throw new IOException("file: " + file + " is damaged: records are not what they were");
        }
        if (reach == Mark.NONE) {
            throw new IOException(
                    "file: " + site.places().mark() + " is damaged: it does not say which commit was the last");
        }
        List<RecentCommits.Entry> way = journal.recent().since(stand.number());
        long here = way.isEmpty() ? stand.number() : way.get(way.size() - 1).number();
        if (here < reach && wholeReaches().orElse(Mark.NONE) > here) {
            Optional<CommitStamp> better = prepared();
            if (better.isPresent()) {
                data.closeImmediately();
                return exchanged(
                        better.get(), "file: " + file + " went back by " + (reach - stand.number()) + " commits");
            }
        }
        if (here < reach) {
            refuseDoubt(here);
        }
        long lost = Math.max(0, reach - here);
        boolean asClosed = journal.mark().closed() && stand.number() == reach && way.isEmpty();
        if (!asClosed && madeAnew(data, stand, way)) {
            data.closeImmediately();
            rebuild.replace(journal);
            content.set(
                    way.isEmpty() ? stand.content() : way.get(way.size() - 1).content());
            return new Base(file.open(), here, content, false, lost, notes);
        }
        if (!replay(data, content, way)) {
            throw new IOException("file: " + site.places().mark() + " is damaged: its commits do not follow the data");
        }
        return new Base(data, here, content, !way.isEmpty(), lost, notes);
    }

    /**
     * Copies data that were not closed into a new file. After a power cut the old file may have parts of lost commits,
     * which MVStore would take for parts of later commits with the same numbers.
     */
    private boolean madeAnew(MVStore data, CommitStamp stand, List<RecentCommits.Entry> way) {
        try {
            rebuild.anew(data, stand, way);
            return true;
        } catch (IOException e) {
            // a full disk must not prevent the start; what is missing is dealt with below
            notes.add("the data could not be written anew: " + e.getMessage());
            return false;
        }
    }

    /** Applies commits to older data. */
    private boolean replay(MVStore data, ContentSum content, List<RecentCommits.Entry> way) {
        for (RecentCommits.Entry entry : way) {
            for (Change change : entry.changes()) {
                apply(data, content, change);
            }
        }
        return way.isEmpty()
                || Arrays.equals(content.bytes(), way.get(way.size() - 1).content());
    }

    static void apply(MVStore data, ContentSum content, Change change) {
        MVMap<String, byte[]> table = DataFile.table(data, change.table());
        byte[] value = change.value().orElse(null);
        byte[] old = value == null ? table.remove(change.key()) : table.put(change.key(), value);
        content.remove(change.table(), change.key(), old);
        content.add(change.table(), change.key(), value);
    }

    /** {@return the commit that whole copy and latest commits reach together} */
    private Optional<Long> wholeReaches() throws IOException {
        return whole.head().map(head -> {
            List<RecentCommits.Entry> way = journal.recent().since(head.stand().number());
            return way.isEmpty()
                    ? head.stand().number()
                    : way.get(way.size() - 1).number();
        });
    }

    private Base rebuiltOrRefused(IOException damage) throws IOException {
        long reach = journal.mark().commit();
        if (reach > 0 && wholeReaches().orElse(Mark.NONE) >= reach) {
            Optional<CommitStamp> again = prepared();
            if (again.isPresent()) {
                return exchanged(again.get(), String.valueOf(damage.getMessage()));
            }
        }
        throw refused(damage);
    }

    static IOException refused(IOException damage) {
        return new IOException(
                damage.getMessage()
                        + " (expected: data as they were left; 'ringback store --home DIR check' says what is there,"
                        + " 'restore' puts the earlier whole copy in their place; nothing was changed)",
                damage);
    }

    /** Builds data aside. */
    private Optional<CommitStamp> prepared() throws IOException {
        try {
            CommitStamp stand = rebuild.prepare(journal.recent());
            if (stand.number() < journal.mark().commit()) {
                refuseDoubt(stand.number());
            }
            return Optional.of(stand);
        } catch (StoreRefusal e) {
            throw e;
        } catch (IOException e) {
            notes.add("the whole copy is no use: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Base exchanged(CommitStamp stand, String why) throws IOException {
        long lost = Math.max(0, journal.mark().commit() - stand.number());
        String kept = rebuild.exchange(journal);
        notes.add(why + ": the data were put together from the whole copy and the latest commits"
                + (lost > 0 ? "" : ", nothing that was acknowledged is lost") + kept);
        MVStore data = file.open();
        ContentSum content = new ContentSum(keys);
        content.set(stand.content());
        return new Base(data, stand.number(), content, false, lost, notes);
    }

    /** Refuses older data unless the lasting log has all lasting changes since them. */
    private void refuseDoubt(long number) throws IOException {
        if (!journal.tellsSince(number)) {
            throw new StoreRefusal(
                    "file: " + file + " went back to commit " + number + ", and "
                            + site.places().lasting()
                            + " does not say all that was revoked since (expected: a log without damage; take"
                            + " both from a backup; nothing was changed)",
                    null);
        }
    }
}
