package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public final class LauncherTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private Installation installation;

    @Before
    public void installs() throws IOException {
        root = folder.getRoot().toPath();
        Files.createDirectories(root.resolve("features"));
        Files.createDirectories(root.resolve("config"));
        Files.writeString(root.resolve("config/org.ringback.relay.cfg"), "listen = 127.0.0.1:3478\n# a comment\n");
        Files.writeString(root.resolve("config/org.ringback.issuer.cfg"), "calls = 64\n");
        Files.writeString(root.resolve("config/logback.xml"), "<configuration/>");
        Files.writeString(root.resolve("config/README.md"), "for people");
        installation = new Installation(root);
    }

    @Test
    public void aFeatureNamesItsBundlesByMavenCoordinates() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0", "io.netty:epoll:jar:linux-x86_64:4.2");
        Feature feature = installation.feature("server");
        assertEquals(
                List.of("org.ringback:org.ringback.relay:1.0", "io.netty:epoll:jar:linux-x86_64:4.2"),
                feature.bundles());
        assertTrue(feature.has("org.ringback.relay"));
        assertFalse(feature.has("org.ringback.issuer"));
    }

    @Test
    public void aBundleIsFoundInTheLayoutOfARepository() throws Exception {
        Path jar = root.resolve("bundles/io/netty/epoll/4.2/epoll-4.2-linux-x86_64.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        assertEquals(jar, Feature.locate(root.resolve("bundles"), "io.netty:epoll:jar:linux-x86_64:4.2"));
    }

    @Test
    public void aMissingBundleIsNamedWithWhatToDo() {
        Failure failure = assertThrows(Failure.class, () -> Feature.locate(root, "org.ringback:lost:1.0"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("org.ringback:lost:1.0"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("unpack it anew"));
    }

    @Test
    public void anUnknownFeatureIsAnsweredWithThoseThereAre() throws Exception {
        writeFeature("server");
        writeFeature("issuer");
        Failure failure = assertThrows(Failure.class, () -> installation.feature("../server"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("expected: one of issuer, server"));
        assertEquals(ExitCode.USAGE, failure.exit());
    }

    @Test
    public void aBrokenFeatureFileIsNamed() throws Exception {
        Files.writeString(root.resolve("features/server.json"), "{ \"bundles\": 7 }");
        Failure failure = assertThrows(Failure.class, () -> installation.feature("server"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("server.json"));
    }

    @Test
    public void aHomeThatIsEmptyIsAWrongCommandLineAndNotTheCurrentFolder() {
        Failure refused = assertThrows(Failure.class, () -> Home.at(Path.of("")));
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("--home: empty"));
    }

    @Test
    public void aHomeGetsTheConfigurationOfItsBundlesAloneAndForTheOwnerAlone() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Files.writeString(root.resolve("config/org.ringback.relay.more.cfg"), "");
        Files.writeString(root.resolve("config/org.ringback.issuer.more.cfg"), "");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        assertTrue(Files.exists(home.config().resolve("org.ringback.relay.cfg")));
        assertTrue("its second one", Files.exists(home.config().resolve("org.ringback.relay.more.cfg")));
        assertFalse(Files.exists(home.config().resolve("org.ringback.issuer.more.cfg")));
        assertTrue(Files.exists(home.config().resolve("logback.xml")));
        assertFalse(Files.exists(home.config().resolve("org.ringback.issuer.cfg")));
        assertFalse(Files.exists(home.config().resolve("README.md")));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.root())));
    }

    @Test
    public void aHomeThatOthersMayWriteIsRefusedAndOneThatTheyMayReadIsClosed() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        for (Path path : List.of(home.root(), home.config(), home.root().resolve("data"))) {
            Files.writeString(path.resolve("x"), "");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            Failure refused =
                    assertThrows(Failure.class, () -> home.prepare(installation, installation.feature("server")));
            assertTrue(
                    refused.getMessage(), refused.getMessage().startsWith("--home: " + path + " has mode rwxrwxrwx"));
            assertTrue(refused.getMessage(), refused.getMessage().contains("chmod -R go-rwx"));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.setPosixFilePermissions(home.cache(), PosixFilePermissions.fromString("rwxrwxrwx"));
        home.prepare(installation, installation.feature("server"));
        for (Path path :
                List.of(home.root(), home.config(), home.cache(), home.root().resolve("data"))) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
    }

    @Test
    @SuppressWarnings("try") // the lock is held, not used
    public void aStoreOfAHomeThatNeverRanOrIsRunningIsRefusedInWords() throws Exception {
        CommandLine line = Main.commandLine();
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));
        assertEquals(
                ExitCode.FAILED,
                line.execute("store", "check", "--home", root.resolve("none").toString()));
        assertTrue(errors.toString(), errors.toString().contains("(expected: the home of a program that has run)"));

        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        assertEquals(
                ExitCode.FAILED, line.execute("store", "--home", home.root().toString(), "restore"));
        assertFalse("nor does a refused restore", Files.exists(home.lock()));
        errors.getBuffer().setLength(0);
        Files.writeString(home.store(), "data");
        // as a backup of data and keys comes back
        Files.delete(home.root().resolve("run"));
        assertEquals(
                ExitCode.FAILED, line.execute("store", "--home", home.root().toString(), "restore"));
        assertTrue(errors.toString(), errors.toString().contains("store.key is missing"));
        Files.delete(home.lock());
        line.execute("store", "--home", home.root().toString(), "check");
        assertFalse("a check writes nothing", Files.exists(home.lock()));
        try (HomeLock lock = HomeLock.take(home)) {
            assertEquals(
                    ExitCode.FAILED,
                    line.execute("store", "check", "--home", home.root().toString()));
        }
        assertTrue(errors.toString(), errors.toString().contains("is in use by a running process"));
        assertEquals(ExitCode.USAGE, line.execute("store"));
    }

    @Test
    public void whatOptionsGaveAStoreThatIsGoneIsTakenAgainForANewOne() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        Files.writeString(home.storeKey(), "key");
        Files.writeString(home.taken(), "hash\n");
        home.forgetTaken();
        assertTrue(Files.exists(home.taken()));
        Files.delete(home.storeKey());
        home.forgetTaken();
        assertFalse(Files.exists(home.taken()));
    }

    @Test
    public void aStoreOfSomebodyElsesHomeIsNotRestored() throws Exception {
        assumeTrue("needs root", System.getProperty("user.name").equals("root"));
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        home.ownedByMe();
        Files.writeString(home.store(), "data");
        Files.setOwner(
                home.root(),
                home.root().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        CommandLine line = Main.commandLine();
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));
        assertEquals(
                ExitCode.FAILED,
                line.execute("store", "restore", "--home", home.root().toString()));
        assertTrue(errors.toString(), errors.toString().contains("belongs to nobody (expected: "));
        assertFalse("not even its lock is written", Files.exists(home.lock()));
    }

    @Test
    public void whatAFeatureHasOfItsOwnComesBeforeWhatAllHave() throws Exception {
        writeFeature("system", "org.ringback:org.ringback.relay:1.0");
        Files.createDirectories(root.resolve("config/system"));
        Files.writeString(root.resolve("config/system/org.ringback.relay.cfg"), "listen = [::1]:0\n");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("system"));
        assertEquals("listen = [::1]:0\n", Files.readString(home.config().resolve("org.ringback.relay.cfg")));
        assertTrue(Files.exists(home.config().resolve("logback.xml")));
    }

    @Test
    public void aHomeThatIsAFileIsRefusedInWords() throws Exception {
        writeFeature("server");
        Home home = Home.at(folder.newFile("file").toPath());
        Failure failure = assertThrows(Failure.class, () -> home.prepare(installation, installation.feature("server")));
        assertEquals("--home: " + home.root() + " is a file (expected: a folder you may write)", failure.getMessage());
    }

    @Test
    public void theLocalSocketIsWhereTheConfigurationSays() throws Exception {
        Home home = Home.at(root);
        assertEquals(Optional.of(root.resolve("run/shell.sock")), home.configuredSocket());
        Files.writeString(root.resolve("config/org.ringback.shell.cfg"), "socket = other.sock\n");
        assertEquals(Optional.of(root.resolve("other.sock")), home.configuredSocket());
        Files.writeString(root.resolve("config/org.ringback.shell.cfg"), "socket = off\n");
        assertEquals(Optional.empty(), home.configuredSocket());
    }

    @Test
    public void aProgramThatRunsSaysItselfWhereItsSocketIs() throws Exception {
        Home home = Home.at(root);
        Files.createDirectories(root.resolve("run"));
        for (String wrong : List.of("", "socket = elsewhere.sock\n", "socket = off\n", "socket = ${nowhere}/x\n")) {
            Files.writeString(root.resolve("config/org.ringback.shell.cfg"), wrong);
            Files.writeString(root.resolve("run/shell.at"), "own.sock\n");
            assertEquals(Optional.of(root.resolve("own.sock")), home.configuredSocket());
            Files.writeString(root.resolve("run/shell.at"), "off\n");
            assertEquals(Optional.empty(), home.configuredSocket());
        }
        Files.writeString(root.resolve("config/org.ringback.shell.cfg"), "socket = next.sock\n");
        home.forgetSignpost();
        assertEquals("of one that was killed", Optional.of(root.resolve("next.sock")), home.configuredSocket());
    }

    @Test
    public void aVariableInAFileMeansWhatItMeansToTheProgramAndAnUnknownOneIsRefused() throws Exception {
        Home home = Home.at(root);
        Path file = root.resolve("config/org.ringback.store.cfg");
        Files.writeString(file, "file = ${ringback.home}/data/x\nkey-file = ${ringback.config}/../keys/k\n");
        assertEquals(root.resolve("data/x"), home.store());
        assertEquals(root.resolve("keys/k"), home.storeKey().normalize());
        Files.writeString(file, "file = ${ringback.hom}/data/x\nkey-file =\n");
        Failure refused = assertThrows(Failure.class, home::store);
        assertEquals(
                "config/org.ringback.store.cfg: file: '${ringback.hom}/data/x': nothing is called ${ringback.hom}"
                        + " (expected: ${ringback.home} or another property of the program)",
                refused.getMessage());
        Files.writeString(file, "key-file =\n");
        assertEquals(root.resolve("keys/store.key"), home.storeKey());
    }

    @Test
    public void aStringIsTakenOnceWhateverWhiteSpaceItCameWith() throws Exception {
        Taken taken = new Taken(root.resolve("taken"));
        assertFalse(taken.has("ringback-grant-abc"));
        taken.add("ringback-grant-abc\n");
        taken.add("ringback-grant-def");
        assertTrue(taken.has(" ringback-grant-\r\nabc"));
        assertFalse(taken.has("ringback-grant-ab"));
        assertFalse(Files.readString(root.resolve("taken")).contains("abc"));
    }

    @Test
    public void aStringIsWrittenForItsOwnerAlone() throws Exception {
        Path file = root.resolve("anna.grant");
        Files.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        new TextFile(file.toString()).write("--grant", "ringback-grant-abc\n");
        assertEquals("ringback-grant-abc\n", new TextFile(file.toString()).read("--accept-grant"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    public void aDeviceIsWrittenToAndNotReplaced() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("nowhere"), Path.of("/dev/null"));
        new TextFile(link.toString()).write("--grant", "ringback-grant-abc\n");
        assertTrue(Files.isSymbolicLink(link));
        Failure failure = assertThrows(Failure.class, () -> new TextFile(root + "/no/x").write("--grant", "abc"));
        assertTrue(failure.getMessage(), failure.getMessage().contains("(expected: a file in a folder that you may"));
    }

    @Test
    public void whatWasTypedForAFileIsNotRepeated() {
        Failure failure = assertThrows(Failure.class, () -> new TextFile("opensesame").bytes("--password-file"));
        assertTrue(
                failure.getMessage(),
                failure.getMessage().startsWith("--password-file: its file is missing (expected: "));
        assertFalse(failure.getMessage(), failure.getMessage().contains("opensesame"));
    }

    @Test
    public void optionsBehindAShellCommandAreTheCommandsOwn() {
        CommandLine.ParseResult shell = Main.commandLine()
                .parseArgs("shell", "--home", "h", "ring", "thermostat-1", "--system", "datagram", "--help")
                .subcommand();
        assertEquals(
                List.of("ring", "thermostat-1", "--system", "datagram", "--help"),
                shell.matchedPositionalValue(0, List.of()));
        assertFalse(shell.isUsageHelpRequested());
    }

    @Test
    public void everyCommandTellsTheExitCodes() {
        Main.commandLine().getSubcommands().values().forEach(command -> {
            String help = command.getUsageMessage();
            assertTrue(help, help.contains("Exit codes:"));
            assertTrue(help, help.contains("--help"));
        });
    }

    @Test
    public void whatAPersonChangedInAHomeStays() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Home home = Home.at(root.resolve("home"));
        home.prepare(installation, installation.feature("server"));
        Path file = home.config().resolve("org.ringback.relay.cfg");
        Files.writeString(file, "listen = 127.0.0.2:1\n");
        home.prepare(installation, installation.feature("server"));
        assertEquals("listen = 127.0.0.2:1\n", Files.readString(file));
    }

    @Test
    public void aHomeWhosePathIsTooLongForASocketIsRefusedBeforeAnythingIsMade() {
        Path deep = root.resolve("d".repeat(100));
        Failure failure = assertThrows(Failure.class, () -> Home.at(deep));
        assertTrue(failure.getMessage(), failure.getMessage().contains("at most 107"));
        assertFalse(Files.exists(deep));
    }

    @Test
    public void theDemoReplacesKeysAndKeepsTheRest() throws Exception {
        writeFeature("server", "org.ringback:org.ringback.relay:1.0");
        Path home = root.resolve("home");
        Party.configure(installation, "server", home, "org.ringback.relay", "listen = 127.0.0.1:0");
        assertEquals(
                "# listen = 127.0.0.1:3478\n# a comment\nlisten = 127.0.0.1:0\n",
                Files.readString(home.resolve("config/org.ringback.relay.cfg")));
    }

    @Test
    public void oneWordIsALineAndSeveralWordsKeepTheirSigns() {
        assertEquals("rings --json | tac", Errand.line(List.of("rings --json | tac")));
        assertEquals("ring lamp-1 --forward '[::1]:0'", Errand.line(List.of("ring", "lamp-1", "--forward", "[::1]:0")));
        assertEquals("grant lamp-1 'o'\\''hara'", Errand.line(List.of("grant", "lamp-1", "o'hara")));
    }

    private void writeFeature(String name, String... ids) throws IOException {
        JSONArray bundles = new JSONArray();
        for (String id : ids) {
            bundles.put(new JSONObject().put("id", id));
        }
        Files.writeString(
                root.resolve("features").resolve(name + ".json"),
                new JSONObject().put("name", name).put("bundles", bundles).toString());
    }
}
