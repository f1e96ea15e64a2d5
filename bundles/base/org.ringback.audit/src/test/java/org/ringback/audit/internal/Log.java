package org.ringback.audit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;

/** A log on files in memory, with small files, and means to tamper with it. */
final class Log {
    /** From how many bytes on a file is full: about four lines. */
    static final int FULL = 1_000;

    static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    final MemoryFiles files = new MemoryFiles();
    private final Random random = new Random(29);

    Trail open() throws IOException {
        return open(Link.BEGIN);
    }

    /** Opens it as a program does that has written lines before. */
    Trail open(Link known) throws IOException {
        return Trail.open(files, random, () -> NOON, FULL, known);
    }

    static Act act(String object) {
        return new Act(NOON, new AuditEntry("grant", "console owner", object, AuditEntry.LOCAL_SOCKET, "done"));
    }

    /** Adds lines with the numbers given as their objects, each with a flush of its own. */
    static void add(Trail trail, int from, int to) throws IOException {
        for (int number = from; number <= to; number++) {
            trail.append(List.of(act("object-" + number)));
        }
    }

    static List<String> objects(Trail trail) throws IOException {
        List<String> all = new ArrayList<>();
        for (AuditLine line : trail.latest(Long.MAX_VALUE, 1_000)) {
            all.add(0, line.entry().object());
        }
        return all;
    }

    /** {@return what is wrong, in words} */
    static List<String> wrong(Trail trail) throws IOException {
        return trail.verify().wrong().stream().map(AuditCheck.Wrong::text).toList();
    }

    List<String> names() {
        return files.list("audit").stream().filter(Header::isFile).toList();
    }

    /** {@return the lines of a file, to be changed and put back with {@link #put}} */
    List<String> lines(String name) {
        String text = new String(files.disk.get("audit/" + name), StandardCharsets.UTF_8);
        return new ArrayList<>(Arrays.asList(text.split("(?<=\n)")));
    }

    void put(String name, List<String> lines) {
        files.disk.put("audit/" + name, String.join("", lines).getBytes(StandardCharsets.UTF_8));
    }
}
