package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/** The soak as a person starts it, a short one: what it prints agrees with itself, and it can fail. */
public final class SoakIT {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    private static Result soak(String updates, String... more) {
        return Program.run(
                LIMIT,
                Stream.concat(
                                Stream.of(
                                        "soak",
                                        "update",
                                        "--updates",
                                        updates,
                                        "--rings",
                                        "2",
                                        "--conversations",
                                        "2",
                                        "--json"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static List<JSONObject> objects(JSONObject of, String key) {
        return StreamSupport.stream(of.getJSONArray(key).spliterator(), false)
                .map(JSONObject.class::cast)
                .toList();
    }

    private static void nothingIsLost(JSONObject soak) {
        for (String phase : List.of("warmUp", "quiet", "updates")) {
            JSONObject rings = soak.getJSONObject("rings").getJSONObject(phase);
            assertNotEquals(phase, 0, rings.getInt("asked"));
            assertEquals(rings.toString(), rings.getInt("asked"), rings.getInt("answered"));
            assertEquals(rings.toString(), 0, rings.getInt("failed"));
            assertEquals(rings.toString(), 0, rings.getInt("bytesLost"));
            assertEquals(rings.toString(), 1024L * rings.getInt("asked"), rings.getLong("bytesSent"));
            assertTrue(rings.toString(), rings.getDouble("p50Millis") <= rings.getDouble("p99Millis"));
        }
        JSONObject talks = soak.getJSONObject("conversations");
        assertEquals(2, talks.getInt("count"));
        assertNotEquals(0, talks.getLong("bytesSent"));
        assertEquals(talks.getLong("bytesSent"), talks.getLong("bytesReturned"));
        assertEquals(0, talks.getLong("bytesLost"));
    }

    @Test
    public void aShortOneLosesNothingAndUpdatesEveryBundleThatMayBe() throws IOException {
        Result result = soak("1");
        JSONObject soak = new JSONObject(result.output());
        assertEquals(soak.getJSONArray("failures").toString(), 0, result.exit());
        assertTrue(soak.getJSONArray("failures").isEmpty());
        nothingIsLost(soak);
        Set<String> alone = new TreeSet<>();
        int crypto = 0;
        for (JSONObject update : objects(soak, "updates")) {
            assertTrue(update.toString(), update.getBoolean("done"));
            assertTrue(update.toString(), update.getJSONObject("millis").has("commit"));
            if (update.getJSONArray("bundles").length() == 1) {
                alone.add(update.getJSONArray("bundles").getString(0));
            } else {
                crypto++;
            }
        }
        assertEquals("one round in three programs", 3, crypto);
        assertEquals(mayBeExchangedAlone(), alone);
        for (JSONObject process : objects(soak, "processes")) {
            Object former = process.getJSONObject("after").get("formerClassLoaders");
            assertTrue(process.toString(), former.equals(JSONObject.NULL) || former.equals(0));
        }
    }

    /** The row of docs/updating.md. */
    private static Set<String> mayBeExchangedAlone() throws IOException {
        Path file = Program.ringback().resolve("../../docs/updating.md").normalize();
        Matcher row = Pattern.compile("(?m)^\\| (org\\.ringback\\.[^|]*) \\| while it runs, alone \\|$")
                .matcher(Files.readString(file));
        assertTrue(row.find());
        return new TreeSet<>(List.of(row.group(1).split(", ")));
    }

    @Test
    public void cryptoThatIsWrongIsRefusedByNameInEachProgramAndTheSoakFails() {
        LongRun.require();
        Result result = soak("1", "--plant", "hmac");
        assertEquals(result.errors(), 1, result.exit());
        JSONObject soak = new JSONObject(result.output());
        nothingIsLost(soak);
        assertEquals(3, objects(soak, "updates").size());
        for (JSONObject update : objects(soak, "updates")) {
            assertFalse(update.toString(), update.getBoolean("done"));
            assertTrue(update.toString(), update.getString("words").startsWith("update: crypto: hmac: RFC 4231"));
        }
        assertEquals(3, soak.getJSONArray("failures").length());
    }
}
