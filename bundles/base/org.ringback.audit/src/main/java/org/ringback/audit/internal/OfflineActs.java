package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.audit.AuditEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the launcher noted of acts on a home while no program ran with it, as a backup or a restore: a line for each, with
 * tabs between what, who, object and outcome. Whoever can write files of the home can write such a note, so it counts
 * for these acts alone. Stateless.
 */
final class OfflineActs {
    /** The file, below {@code HOME/state/}. */
    static final String FILE = "acts";

    /** {@code from} of what was done at a command line of the system. */
    static final String COMMAND_LINE = "command line";

    private static final Set<String> KNOWN = Set.of("backup", "restore");
    private static final int FIELDS = 4;
    private static final int MOST = 64;
    private static final Logger LOG = LoggerFactory.getLogger(OfflineActs.class);

    private OfflineActs() {}

    /** {@return the acts, the earliest first; none if they cannot be read, which is logged} */
    static List<AuditEntry> read(AuditFiles files) {
        try {
            return files.read(FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).stream()
                    .flatMap(String::lines)
                    .flatMap(line -> entry(line).stream())
                    .limit(MOST)
                    .toList();
        } catch (IOException e) {
            LOG.warn("audit: state/{}: {}; what was done while no program ran is not recorded", FILE, e.getMessage());
            return List.of();
        }
    }

    private static Optional<AuditEntry> entry(String line) {
        String[] fields = line.split("\t", -1);
        return fields.length == FIELDS && KNOWN.contains(fields[0])
                ? Optional.of(new AuditEntry(fields[0], fields[1], fields[2], COMMAND_LINE, fields[3]))
                : Optional.empty();
    }

    /** Takes the note away, once its acts are lines. */
    static void forget(AuditFiles files) {
        try {
            files.delete(FILE);
        } catch (IOException e) {
            LOG.warn("audit: state/{}: {}; its acts are recorded, and will be again", FILE, e.getMessage());
        }
    }
}
