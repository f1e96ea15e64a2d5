package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

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
        assertTrue(ends(2, "demo", "--no-such-option").contains("--no-such-option"));
        assertTrue(ends(2, "ring").contains("EQUIPMENT"));
        assertTrue(ends(2, "acceptor", "--grant", "lamp-1=x").contains("(expected: EQUIPMENT/PERSON=FILE)"));
        assertTrue(ends(2, "issuer", "--join", "-", "--accept-grant", "-").contains("asked for twice"));
        assertTrue(ends(2, "shell", "status").contains("RINGBACK_HOME"));
    }

    @Test
    public void anUnknownFeatureIsAnsweredByTheListOfThem() throws Exception {
        String home = folder.getRoot().toPath().resolve("home").toString();
        String errors = ends(2, "acceptor", "--feature", "kettle", "--home", home);
        assertTrue(errors, errors.contains("--feature: kettle (expected: one of "));
        assertTrue(errors, errors.contains("server"));
    }

    @Test
    public void aHomeOnAFullDiskIsToldSo() throws Exception {
        List<String> apart = List.of("unshare", "--mount", "sh", "-c");
        assumeTrue("needs root and namespaces", mayMount(apart));
        Path home = folder.newFolder("full").toPath();
        List<String> command = new ArrayList<>(apart);
        command.addAll(List.of(
                "mount -t tmpfs -o size=1m,mode=700 tmpfs \"$1\" && exec \"$0\" server --home \"$1\"",
                Program.ringback().toString(),
                home.toString()));
        Result result = Program.foreign(LIMIT, command);
        assertEquals(result.errors(), 4, result.exit());
        assertEquals(result.errors(), 1, result.errors().lines().count());
        assertTrue(
                result.errors(),
                result.errors().contains("No space left on device (expected: room on the disk, and files that may"));
    }

    private static boolean mayMount(List<String> apart) throws InterruptedException {
        if (!Program.exists(apart.get(0))) {
            return false;
        }
        List<String> trial = new ArrayList<>(apart);
        trial.add("mount -t tmpfs tmpfs /mnt");
        return Program.foreign(LIMIT, trial).exit() == 0;
    }

    @Test
    public void aHomeThatIsTooLongOrCannotBeWrittenIsRefused() throws Exception {
        String deep = folder.getRoot().toPath().resolve("x".repeat(100)).toString();
        assertTrue(ends(1, "server", "--home", deep).contains("too long"));
        assertFalse(Files.exists(Path.of(deep)));
        String file = folder.newFile("file").toString();
        assertTrue(ends(1, "server", "--home", file + "/home").contains("a folder you may write"));
        assertTrue(ends(1, "server", "--home", file).contains(file + " is a file (expected: a folder you may write)"));
    }

    @Test
    public void aHomeThatOthersMayWriteIsRefusedAndNothingIsMadeInIt() throws Exception {
        Path home = folder.newFolder("home").toPath();
        Path theirs = Files.createFile(home.resolve("theirs"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxrwxrwx"));
        String errors = ends(1, "server", "--home", home.toString());
        assertTrue(errors, errors.contains("others may write it (expected: rwx------;"));
        try (Stream<Path> files = Files.list(home)) {
            assertEquals(List.of(theirs), files.toList());
        }
    }

    @Test
    public void aShellWithoutARunningProgramIsRefused() throws Exception {
        String home = folder.getRoot().toString();
        assertTrue(ends(1, "shell", "--home", home, "status").contains("nothing runs"));
    }

    @Test
    public void aSecondProgramInAHomeInUseIsRefusedAndAShellPassesWordsAndExitCodesOn() throws Exception {
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0", "lifetimes = 60")
                    .start()
                    .ready();
            // The launcher says it when it comes to it; the shell may be there before.
            server.awaitLog("WARNING: config/org.ringback.relay.cfg: lifetimes: ");
            String home = server.home().toString();
            assertTrue(ends(1, "server", "--home", home)
                    .contains("is in use by a running process (expected: one process for one home)"));
            assertTrue(
                    ends(3, "ring", "--home", home, "lamp-1").contains("issuer: does not run: its bundle is not part"));

            Result status = Program.run(LIMIT, "shell", "--home", home, "status");
            assertTrue(status.ok().contains("127.0.0.1:"));
            assertTrue(ends(2, "shell", "--home", home, "no-such-command").contains("no such command"));
            assertTrue(ends(3, "shell", "--home", home, "ring", "lamp-1", "--system", "datagram")
                    .contains("no issuer runs here"));
        }
    }

    @Test
    public void whatPrintsToAFullDiskFailsInWords() throws Exception {
        assertLost("--version");
        assertLost("shell", "--help");
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0")
                    .start()
                    .ready();
            String home = server.home().toString();
            assertLost("shell", "--home", home, "status", "--json");
            String errors = assertLost("shell", "--home", home, "enrol", "lamp-1");
            assertTrue(errors, errors.contains("enrol lamp-1 again, which makes another in its place"));
        }
    }

    private static String assertLost(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh"));
        command.add(Program.ringback().toString());
        command.addAll(List.of(arguments));
        Result result = Program.foreign(LIMIT, command);
        assertEquals(result.errors(), 1, result.exit());
        assertTrue(result.errors(), result.errors().contains("standard output: No space left on device (expected: "));
        return result.errors();
    }

    @Test
    public void aProgramThatCannotDoItsWorkSaysWhyAndEndsWithFour() throws Exception {
        Path home = folder.getRoot().toPath().resolve("server");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Party server = new Party("server", home)) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:" + other.getLocalPort())
                    .start();
            assertEquals(4, server.ended());
            assertTrue(
                    server.log(),
                    server.log().contains("ringback: server: does not run: config/org.ringback.relay.cfg: listen: "));
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0", "lifetime = 5")
                    .start();
            assertEquals(4, server.ended());
            assertTrue(
                    server.log(),
                    server.log()
                            .contains("ringback: server: does not run: config/org.ringback.relay.cfg: lifetime: '5'"
                                    + " (expected: 30 to 3600)"));
            assertFalse(server.log(), server.log().contains("ringback: runs"));
        }
    }

    @Test
    public void withoutALocalSocketAProgramKnowsItsRolesTheSame() throws Exception {
        try (Party server = new Party("server", folder.getRoot().toPath().resolve("server"))) {
            server.configure("org.ringback.shell", "socket = off")
                    .configure("org.ringback.relay", "listen = 127.0.0.1:0", "lifetime = 5")
                    .start();
            assertEquals(4, server.ended());
            assertTrue(
                    server.log(),
                    server.log()
                            .contains("ringback: server: does not run: config/org.ringback.relay.cfg: lifetime: '5'"
                                    + " (expected: 30 to 3600)"));
            assertFalse(server.log(), server.log().contains("ringback: runs"));
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0").start();
            await().atMost(LIMIT).until(() -> server.log().contains("ringback: runs"));
            assertTrue(server.log(), server.log().contains("ringback: server: listens on 127.0.0.1:"));
        }
    }

    @Test
    public void everythingThatTheReadmeOfTheTarballLinksToIsThere() throws Exception {
        Path root = Program.ringback().toRealPath().resolveSibling("..").normalize();
        Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)|`(bundles/[a-z./]+)`")
                .matcher(Files.readString(root.resolve("README.md")));
        List<String> missing = new ArrayList<>();
        while (link.find()) {
            String path = link.group(1) == null ? link.group(2) : link.group(1);
            if (!Files.exists(root.resolve(path))) {
                missing.add(path);
            }
        }
        assertEquals(List.of(), missing);
    }

    private static String ends(int exit, String... arguments) throws InterruptedException {
        Result result = Program.run(LIMIT, arguments);
        assertEquals(result.errors(), exit, result.exit());
        assertFalse(result.errors(), result.errors().contains("Exception in"));
        assertFalse(result.errors(), result.errors().contains("\tat "));
        return result.errors();
    }
}
