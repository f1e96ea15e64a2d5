package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.api.audit.AuditCheck.Wrong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log finds when it is opened: its key, its files, and where its chain ends. What is wrong stays as it is, and
 * a new file begins behind it. Immutable.
 *
 * @param key the log's key
 * @param names the files, oldest first; at least one
 * @param first the number of the first line that is kept
 * @param last the last line
 * @param size how many bytes the last file has
 * @param notes what its owner should know, in words
 * @param anew why the log begins anew here, in words; empty if it goes on
 */
record Beginning(
        AuditKey key, List<String> names, long first, Link last, long size, List<String> notes, Optional<String> anew) {
    private static final Logger LOG = LoggerFactory.getLogger(Beginning.class);
    private static final String NEXT = "; new lines go to a file of their own; next: keep a copy of HOME/state/audit,"
            + " look at 'audit verify', then 'clear-alarm --audit'";

    /**
     * Looks for the log, and makes what is missing.
     *
     * @param known the last line that this program wrote before; {@link Link#BEGIN} if it wrote none
     */
    static Beginning find(AuditFiles files, RandomGenerator random, Link known) throws IOException {
        List<String> notes = new ArrayList<>();
        AuditKey key = key(files, random, notes);
        Verification end = Verification.end(files, key, known);
        Optional<Wrong> wrong = end.wrong().stream().findFirst();
        List<String> names = new ArrayList<>(Verification.names(files));
        if (wrong.isPresent()) {
            notes.add("audit: " + wrong.get().text() + NEXT);
            long number = end.greatest();
            while (names.contains(Header.file(number + 1))) {
                number++;
            }
            long first = end.first().orElse(names.isEmpty() ? number + 1 : Header.first(names.get(0)));
            return begun(files, key, names, first, new Link(number, Link.NONE), notes, wrong.map(Wrong::text));
        }
        Optional<FileCheck> last = end.last();
        if (last.isEmpty()) {
            return begun(files, key, names, 1, Link.BEGIN, notes, Optional.empty());
        }
        cutTorn(files, names.get(names.size() - 1), last.get().whole());
        Link link = last.get().last().orElse(Link.BEGIN);
        // Killed after a new beginning, and before its first line could say why.
        boolean unsaid = link.number() > 0 && link.mac().equals(Link.NONE);
        return new Beginning(
                key,
                names,
                end.first().orElse(1L),
                link,
                last.get().whole(),
                notes,
                unsaid ? Optional.of("what is before this line is not as it was written") : Optional.empty());
    }

    private static AuditKey key(AuditFiles files, RandomGenerator random, List<String> notes) throws IOException {
        Optional<byte[]> stored = files.read(AuditKey.FILE);
        if (stored.isPresent()) {
            if (files.tighten(AuditKey.FILE)) {
                notes.add("audit: state/" + AuditKey.FILE + " was open to others than its owner, and is closed to them"
                        + " now: whoever read it can change the log unseen");
            }
            return AuditKey.of(stored.get());
        }
        byte[] fresh = AuditKey.fresh(random);
        AuditKey key = AuditKey.of(fresh.clone());
        if (Verification.names(files).isEmpty()) {
            // Before the key has its name: a key without a head means that the log was taken away.
            files.replace(Head.FILE, new Head(1, Link.BEGIN).bytes(key));
        } else {
            notes.add("audit: state/" + AuditKey.FILE + " is missing, and made anew: lines before cannot be checked");
        }
        files.replace(AuditKey.FILE, fresh);
        return key;
    }

    /**
     * Takes away what the end of a program left of a line that nobody was told is on disk: all that is known to have
     * been written is there.
     */
    private static void cutTorn(AuditFiles files, String latest, int whole) throws IOException {
        String name = Verification.FOLDER + '/' + latest;
        int length = files.read(name).orElse(new byte[0]).length;
        if (whole < length) {
            LOG.warn("audit: state/{}: {} bytes of a line that was not finished are cut away", name, length - whole);
            files.cut(name, whole);
        }
    }

    private static Beginning begun(
            AuditFiles files,
            AuditKey key,
            List<String> names,
            long first,
            Link last,
            List<String> notes,
            Optional<String> anew)
            throws IOException {
        String name = Header.file(last.number() + 1);
        byte[] header = new Header(last).line(key).getBytes(StandardCharsets.UTF_8);
        files.replace(Verification.FOLDER + '/' + name, header);
        names.add(name);
        return new Beginning(key, names, first, last, header.length, notes, anew);
    }
}
