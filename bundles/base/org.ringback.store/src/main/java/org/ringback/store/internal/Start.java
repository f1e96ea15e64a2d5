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
 * Decides with which data a store begins. Data that are whole and no older than their mark are taken as they are. What
 * they lack comes back from the latest commits, or from the whole copy and these. If something acknowledged stays lost,
 * whole data still start, and say so; damaged ones are refused, with every file as it was. Used once.
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
     * Opens data.
     *
     * @return what the store begins with
     * @throws IOException if they are refused; the message says why and what to do
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
        Content content = file.content(data);
        Optional<Stand> said = Stand.of(data);
        long reach = journal.mark().commit();
        if (said.isEmpty()) {
            if (reach > 0) {
                throw new IOException("file: " + file + " has lost its content");
            }
            return new Base(data, 0, content, true, 0, notes);
        }
        Stand stand = said.get();
        if (!Arrays.equals(stand.content(), content.bytes())) {
            throw new IOException("file: " + file + " is damaged: records are not what they were");
        }
        if (reach == Mark.NONE) {
            throw new IOException(
                    "file: " + site.places().mark() + " is damaged: it does not say which commit was the last");
        }
        List<Recent.Entry> way = journal.recent().since(stand.number());
        long here = way.isEmpty() ? stand.number() : way.get(way.size() - 1).number();
        if (here < reach && wholeReaches().orElse(Mark.NONE) > here) {
            Optional<Stand> better = prepared();
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
     * After a power cut the file may have parts of commits that are not there, which MVStore takes for its own once later ones
     * have their numbers. So data that were not closed are written anew.
     */
    private boolean madeAnew(MVStore data, Stand stand, List<Recent.Entry> way) {
        try {
            rebuild.anew(data, stand, way);
            return true;
        } catch (IOException e) {
            // a full disk keeps nobody from starting, and what does not follow shows below
            notes.add("the data could not be written anew: " + e.getMessage());
            return false;
        }
    }

    /** Does commits over older data. */
    private boolean replay(MVStore data, Content content, List<Recent.Entry> way) {
        for (Recent.Entry entry : way) {
            for (Change change : entry.changes()) {
                apply(data, content, change);
            }
        }
        return way.isEmpty()
                || Arrays.equals(content.bytes(), way.get(way.size() - 1).content());
    }

    static void apply(MVStore data, Content content, Change change) {
        MVMap<String, byte[]> table = DataFile.table(data, change.table());
        byte[] value = change.value().orElse(null);
        byte[] old = value == null ? table.remove(change.key()) : table.put(change.key(), value);
        content.remove(change.table(), change.key(), old);
        content.add(change.table(), change.key(), value);
    }

    /** {@return the commit that the whole copy leads to with the latest commits} */
    private Optional<Long> wholeReaches() throws IOException {
        return whole.head().map(head -> {
            List<Recent.Entry> way = journal.recent().since(head.stand().number());
            return way.isEmpty()
                    ? head.stand().number()
                    : way.get(way.size() - 1).number();
        });
    }

    private Base rebuiltOrRefused(IOException damage) throws IOException {
        long reach = journal.mark().commit();
        if (reach > 0 && wholeReaches().orElse(Mark.NONE) >= reach) {
            Optional<Stand> again = prepared();
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

    /** Puts data together aside. */
    private Optional<Stand> prepared() throws IOException {
        try {
            Stand stand = rebuild.prepare(journal.recent());
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

    private Base exchanged(Stand stand, String why) throws IOException {
        long lost = Math.max(0, journal.mark().commit() - stand.number());
        String kept = rebuild.exchange(journal);
        notes.add(why + ": the data were put together from the whole copy and the latest commits"
                + (lost > 0 ? "" : ", nothing that was acknowledged is lost") + kept);
        MVStore data = file.open();
        Content content = new Content(keys);
        content.set(stand.content());
        return new Base(data, stand.number(), content, false, lost, notes);
    }

    /** Of older data the log must say what was written for good since. */
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
