package org.ringback.runtime.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * What was typed, without lines that have a secret, or may have one: of the commands that read secrets only those that stand
 * alone, without a word that could be one. Only what the program understood goes to the file: a password that was typed in
 * the place of a command is no command. Used by the console's thread.
 */
final class KeptHistory extends DefaultHistory {
    /** Commands that read a secret, where people write it into the line all the same, before it or behind it. */
    private static final Pattern SECRETIVE =
            Pattern.compile("(?<![A-Za-z0-9_-])(join|accept-grant|authority|password)(?![A-Za-z0-9_-])");

    /** Such a command alone, with its options. */
    private static final Pattern ALONE = Pattern.compile(
            "\\s*(ringback:)?(join|accept-grant|authority)(\\s+(--at[ =](acceptor|issuer)|--replace|--from-backup|--json|--help))*\\s*");

    /** A word that only looks like such a command. */
    private static final Pattern OTHER = Pattern.compile("(help|-s|--system)[ =]+(ringback:)?[a-z-]+");

    /** How the strings begin that are worth as much as a key. */
    private static final List<String> STRINGS = List.of("ringback-enrol-", "ringback-grant-");

    /** A word that is longer than any name is a string of which the beginning was lost. */
    private static final int LONGEST_NAME = 200;

    private static final int MOST = 1_000;

    private final Path file;

    /**
     * Reads what was typed earlier.
     *
     * @param file where it lies; made with the first line
     */
    KeptHistory(Path file) {
        this.file = file;
    }

    /**
     * Reads the file, and shortens it.
     *
     * @return why it cannot be read; empty if it can, or is not there
     */
    Optional<IOException> begin() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> all = Files.readAllLines(file);
            List<String> latest = all.subList(Math.max(0, all.size() - MOST), all.size());
            if (latest.size() < all.size()) {
                Files.write(file, latest);
            }
            latest.forEach(line -> add(Instant.now(), line));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    /** Writes a line that the program understood. */
    void understood(String line) throws IOException {
        if (!hasSecret(line)) {
            Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    @Override
    public void add(Instant when, String line) {
        if (!hasSecret(line)) {
            super.add(when, line);
        }
    }

    /** {@return whether a line has what nobody should find later, or may have it} */
    static boolean hasSecret(String line) {
        boolean secretive =
                SECRETIVE.matcher(OTHER.matcher(line).replaceAll("")).find();
        return STRINGS.stream().anyMatch(line::contains)
                || Stream.of(line.split("\\s+", -1)).anyMatch(word -> word.length() > LONGEST_NAME)
                || (secretive && !ALONE.matcher(line).matches());
    }
}
