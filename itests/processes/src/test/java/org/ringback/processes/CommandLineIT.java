package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/** What a person can get wrong when starting a program. */
public final class CommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aWrongCommandLineEndsWithTwoAndTheUsage() throws Exception {
        assertTrue(ends(2, "no-such-command").contains("no-such-command"));
        assertTrue(ends(2, "run", "server").contains("--home"));
        assertTrue(ends(2, "demo", "--no-such-option").contains("--no-such-option"));
    }

    @Test
    public void anUnknownFeatureIsAnsweredByTheListOfThem() throws Exception {
        String home = folder.getRoot().toPath().resolve("home").toString();
        String errors = ends(1, "run", "kettle", "--home", home);
        assertTrue(errors, errors.contains("feature: kettle (expected: one of "));
        assertTrue(errors, errors.contains("server"));
    }

    @Test
    public void aHomeThatIsTooLongOrCannotBeWrittenIsRefused() throws Exception {
        String deep = folder.getRoot().toPath().resolve("x".repeat(100)).toString();
        assertTrue(ends(1, "run", "server", "--home", deep).contains("too long"));
        assertFalse(Files.exists(Path.of(deep)));
        String file = folder.newFile("file").toString();
        assertTrue(ends(1, "run", "server", "--home", file + "/home").contains("a folder you may write"));
    }

    @Test
    public void aShellWithoutARunningGatewayIsRefused() throws Exception {
        String home = folder.getRoot().toString();
        assertTrue(ends(1, "shell", "--home", home, "status").contains("no gateway runs"));
    }

    @Test
    public void aShellPassesTheExitCodeOn() throws Exception {
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0")
                    .start()
                    .ready();
            String home = server.home().toString();
            Result status = Program.run(LIMIT, "shell", "--home", home, "status");
            assertTrue(status.ok().contains("127.0.0.1:"));
            assertTrue(ends(2, "shell", "--home", home, "no-such-command").contains("no such command"));
            assertTrue(ends(3, "shell", "--home", home, "ring lamp-1").contains("no issuer runs here"));
        }
    }

    @Test
    public void aBadConfigurationAtTheStartIsSaidInTheLogAndMendedWhileItRuns() throws IOException {
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0", "lifetime = 5")
                    .start();
            server.awaitLog("lifetime: '5' (expected: 30 to 3600)");
            assertEquals(3, server.shell("status").exit());
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0", "lifetime = 60");
            server.ready();
        }
    }

    private static String ends(int exit, String... arguments) throws InterruptedException {
        Result result = Program.run(LIMIT, arguments);
        assertEquals(result.errors(), exit, result.exit());
        assertFalse(result.errors(), result.errors().contains("Exception in"));
        assertFalse(result.errors(), result.errors().contains("\tat "));
        return result.errors();
    }
}
