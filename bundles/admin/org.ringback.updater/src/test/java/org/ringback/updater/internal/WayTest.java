package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.Test;

/** What docs/updating.md tells a person of each bundle is what the agent does. */
public class WayTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| ([a-z0-9._-]+(?:, [a-z0-9._-]+)*) \\| (while it runs|at the next start)(.*) \\|$", Pattern.MULTILINE);

    @Test
    public void everyBundleGoesTheWayThatTheTableSays() throws IOException {
        String document = Files.readString(Path.of("../../../docs/updating.md"));
        List<MatchResult> rows = ROW.matcher(document).results().toList();
        assertTrue("rows: " + rows.size(), rows.size() > 5);
        for (MatchResult row : rows) {
            boolean nextStart = row.group(2).equals("at the next start");
            boolean alone = row.group(3).equals(", alone");
            for (String name : row.group(1).split(", ", -1)) {
                assertEquals(name, nextStart, Way.of(name) == Way.NEXT_START);
                assertEquals(name, !nextStart && !alone, Way.of(name) == Way.CRYPTO);
            }
        }
        assertEquals(Way.BESIDE, Way.of("com.acme.kettle"));
    }
}
