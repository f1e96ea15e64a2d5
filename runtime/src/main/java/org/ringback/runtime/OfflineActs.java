package org.ringback.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.updater.release.SafeFile;

/**
 * What was done to a home while no program ran with it, noted for the audit log, which the next start writes: a line for
 * each act, with tabs between what, who, object and outcome. The latest few are kept. The caller holds the lock.
 *
 * @param home the home
 */
record OfflineActs(Home home) {
    private static final int MOST = 64;
    private static final int LONGEST_FIELD = 400;
    private static final int LONGEST = 4 * MOST * 4 * LONGEST_FIELD;

    /**
     * Notes an act.
     *
     * @param what its name, which the audit log knows
     * @param object what it was done to
     * @param outcome what came of it, to stand behind the time
     */
    void add(String what, String object, String outcome) throws IOException {
        List<String> lines = new ArrayList<>(SafeFile.read(file(), LONGEST)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of()));
        String when = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        lines.add(Stream.of(what, "console " + System.getProperty("user.name", ""), object, when + ": " + outcome)
                .map(OfflineActs::field)
                .collect(Collectors.joining("\t")));
        List<String> latest = lines.subList(Math.max(0, lines.size() - MOST), lines.size());
        SafeFile.write(file(), (String.join("\n", latest) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String field(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", " ");
        return clean.codePointCount(0, clean.length()) <= LONGEST_FIELD
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_FIELD));
    }

    private Path file() {
        return home.root().resolve("state").resolve("acts");
    }
}
