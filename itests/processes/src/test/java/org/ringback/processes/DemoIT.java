package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/** The README's first command, as its reader would use it. */
public final class DemoIT {
    private static final Duration DEMO_LIMIT = Duration.ofSeconds(60);
    private static final Pattern PAGE = Pattern.compile("http://(\\S+)/");
    private static final Pattern PROCESS = Pattern.compile("process (\\d+)");

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void theDemoRingsInFourSystemsAndItsDatagramsAreStunToOthers() throws Exception {
        Optional<Wireshark> capture = Wireshark.ofLoopback(folder.getRoot().toPath());
        Result result = Program.run(DEMO_LIMIT, "demo", "--json");
        JSONArray stories = new JSONArray(result.ok());
        assertTrue(result.errors(), result.errors().contains("every ring was answered and every page came; "));
        List<String> systems = new ArrayList<>();
        for (int i = 0; i < stories.length(); i++) {
            JSONObject story = stories.getJSONObject(i);
            systems.add(story.getString("system") + " " + story.getString("protection"));
            assertTrue(story.toString(), story.getBoolean("answered"));
            boolean tls = story.getString("protection").equals("tls13");
            assertEquals(tls ? "X25519MLKEM768" : "X25519", story.getString("keyAgreement"));
            assertNotEquals(0, story.getJSONArray("steps").length());
            assertTrue(story.toString(), story.getString("page").contains("HTTP 200"));
        }
        assertEquals(
                List.of(
                        "datagram tls13",
                        "call-back tls13",
                        "password tls13",
                        "certified tls13",
                        "certified certificate-first"),
                systems);
        Assume.assumeTrue(
                "the datagrams were not captured: tshark is not installed (Debian: tshark), or may not capture here"
                        + " (it needs root)",
                capture.isPresent());
        capture.get().assertAllIsStun();
    }

    @Test
    public void keptProcessesServeThePageUntilTheyAreStopped() throws Exception {
        LongRun.require();
        Path home = folder.getRoot().toPath().resolve("kept");
        Result result = Program.run(DEMO_LIMIT, "demo", "--keep", "--home", home.toString());
        List<ProcessHandle> kept = new ArrayList<>();
        Matcher pid = PROCESS.matcher(result.errors());
        while (pid.find()) {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(kept::add);
        }
        try {
            assertTrue(result.ok().contains("answered"));
            assertEquals(result.errors(), 3, kept.size());
            String command = Program.ringback() + " shell --home " + home.resolve("server") + " status\n";
            assertTrue(result.errors(), result.errors().contains(command));
            Matcher page = PAGE.matcher(result.errors());
            assertTrue(result.errors(), page.find());
            assertTrue(Web.get(page.group(1), "/").contains("thermostat-1"));
            assertTrue(kept.stream().allMatch(ProcessHandle::isAlive));
        } finally {
            kept.forEach(ProcessHandle::destroy);
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> kept.stream().noneMatch(ProcessHandle::isAlive));
        assertTrue(Files.isDirectory(home.resolve("server")));
        assertFalse(Files.exists(home.resolve("server/run/shell.sock")));
    }
}
