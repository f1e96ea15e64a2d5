package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

public class BackupTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter said = new StringWriter();
    private Path root;
    private Path home;
    private Path file;
    private Path other;

    @Before
    public void aHomeThatHasRun() throws IOException {
        root = folder.getRoot().toPath().toRealPath();
        home = root.resolve("home");
        file = root.resolve("home.backup");
        other = root.resolve("other");
        put("config/org.ringback.store.cfg", "# nothing\n");
        put("data/ringback.mv", "x".repeat(200_000));
        put("keys/store.key", "key");
        put("state/audit/1", "line");
        put("log/ringback.log", "stays");
        put("run/lock", "");
        put("cache/bundle0/x", "made anew");
    }

    private void put(String name, String content) throws IOException {
        Path at = home.resolve(name);
        Files.createDirectories(at.getParent());
        Files.writeString(at, content);
    }

    private int run(Object... words) {
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(said, true));
        line.setOut(new PrintWriter(said, true));
        return line.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }

    private String words() {
        return said.toString();
    }

    private static Map<String, String> files(Path of) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> each = Files.walk(of)) {
            for (Path one : each.filter(Files::isRegularFile).toList()) {
                all.put(of.relativize(one).toString(), Files.readString(one));
            }
        }
        all.keySet().removeIf(name -> name.startsWith("log") || name.startsWith("run") || name.startsWith("cache"));
        all.remove("state/acts");
        return all;
    }

    @Test
    public void aHomeThatWasMovedRunsThereAndNoMoreHere() throws Exception {
        Map<String, String> before = files(home);
        assertEquals(words(), 0, run("backup", "--home", home, file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(words(), 0, run("restore", "--home", other, file));
        assertEquals(before, files(other));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(other.resolve("keys"))));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(other.resolve("keys/store.key"))));
        new Whereabouts(Home.at(other)).require();
        Failure moved = assertThrows(Failure.class, () -> new Whereabouts(Home.at(home)).require());
        assertTrue(moved.getMessage(), moved.getMessage().contains("was moved by a backup on "));
        assertEquals(1, run("backup", "--home", home, root.resolve("again")));
    }

    /** What a home notes for its audit log, without the times. */
    private static List<String> noted(Path of) throws IOException {
        String user = "console " + System.getProperty("user.name");
        return Files.readAllLines(of.resolve("state/acts")).stream()
                .map(line -> line.replaceFirst("\t" + user + "\t", " ").replaceFirst("\t\\S+Z: ", " "))
                .toList();
    }

    @Test
    public void whatWasDoneIsNotedForTheAuditLogOfTheHome() throws Exception {
        run("backup", "--keep", "--home", home, file);
        run("restore", "--original-is-gone", "--home", other, file);
        run("backup", "--home", home, root.resolve("no/such/folder"));
        run("backup", "--home", home, root.resolve("moved"));
        run("backup", "--home", home, "--undo");
        assertEquals("backup " + file + " made; this home goes on", noted(home).get(0));
        assertTrue(noted(home).get(1), noted(home).get(1).startsWith("backup " + root + "/no/such/folder failed: "));
        assertEquals(
                "backup " + root + "/moved made; this home runs no more",
                noted(home).get(2));
        assertEquals(
                "backup " + home + " taken back: this home may run again",
                noted(home).get(3));
        assertEquals(1, noted(other).size());
        String restored = noted(other).get(0);
        assertTrue(
                restored,
                restored.matches("restore \\Q" + home
                        + "\\E 4 files of a home that went on then, as it was at \\S+Z, from \\Q" + file + "\\E"));
    }

    @Test
    public void theNoteKeepsTheLatestAndNoLineOfASentence() throws Exception {
        for (int i = 0; i < 70; i++) {
            new OfflineActs(Home.at(home)).add("backup", "a\tb\nc" + i, "x".repeat(9_000));
        }
        assertEquals(64, noted(home).size());
        assertTrue(noted(home).get(63), noted(home).get(63).startsWith("backup a b c69 xxx"));
        assertTrue(Files.size(home.resolve("state/acts")) < 64 * 1_000);
    }

    @Test
    public void aMoveIsTakenBackIfItsBackupWasRestoredNowhere() throws Exception {
        assertEquals(1, run("backup", "--home", home, "--undo"));
        assertTrue(words(), words().contains("--undo: no backup moved"));
        run("backup", "--home", home, file);
        assertEquals(words(), 0, run("backup", "--home", home, "--undo"));
        new Whereabouts(Home.at(home)).require();
    }

    @Test
    public void aKeptHomeGoesOnAndItsBackupAsksWhetherItIsGone() throws Exception {
        assertEquals(words(), 0, run("backup", "--keep", "--home", home, file));
        new Whereabouts(Home.at(home)).require();
        assertEquals(2, run("restore", "--home", other, file));
        assertTrue(words(), words().contains("--original-is-gone: missing"));
        assertFalse(Files.exists(other));
        assertEquals(words(), 0, run("restore", "--original-is-gone", "--home", other, file));
        assertTrue(words(), words().contains("a permission that was taken back since is good again"));
        assertEquals(files(home), files(other));
    }

    /** Whatever byte is missing or changed: the home that was begun is told to be of no use, and does not start. */
    @Test
    public void aBackupThatWasCutOrDamagedIsToldAndItsHomeDoesNotStart() throws Exception {
        run("backup", "--home", home, file);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += 37) {
            Path cut = Files.write(root.resolve("cut"), Arrays.copyOf(whole, at));
            Path into = root.resolve("cut" + at);
            // behind the last file only the zip's directory is missing, which nobody needs
            if (run("restore", "--home", into, cut) == 0) {
                assertEquals(files(home).keySet().size() - 1, files(into).size());
                assertTrue("at " + at + " of " + whole.length, at > whole.length * 3 / 5);
            } else {
                assertRefused(into);
            }
        }
        for (int at = 0; at < whole.length; at += 29) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 0x55;
            Path changed = Files.write(root.resolve("changed"), bytes);
            Path into = root.resolve("changed" + at);
            if (run("restore", "--home", into, changed) == 0) {
                Map<String, String> expected = files(home);
                expected.remove("state/whereabouts");
                assertEquals("at " + at, expected, files(into));
            } else {
                assertRefused(into);
            }
        }
    }

    private static void assertRefused(Path into) throws Failure {
        if (Files.exists(into)) {
            assertThrows(Failure.class, () -> new Whereabouts(Home.at(into)).require());
        }
    }

    @Test
    public void nothingIsWrittenOverAndNothingLeadsOut() throws Exception {
        Files.createDirectories(other);
        Files.writeString(other.resolve("mine"), "mine");
        run("backup", "--home", home, file);
        assertEquals(1, run("restore", "--home", other, file));
        assertTrue(words(), words().contains("is not empty"));
        run("backup", "--home", home, "--undo");
        assertEquals(1, run("backup", "--home", home, file));
        assertTrue(words(), words().contains("is there already"));
        assertEquals(1, run("backup", "--home", home, home.resolve("data/own")));
        assertTrue(words(), words().contains("lies in the home"));
        Files.createSymbolicLink(home.resolve("keys/linked"), root);
        assertEquals(1, run("backup", "--home", home, root.resolve("linked.backup")));
        assertTrue(words(), words().contains("keys/linked: is a link"));
        try (Stream<Path> left = Files.list(root)) {
            assertEquals(3, left.count());
        }
        new Whereabouts(Home.at(home)).require();
    }

    @Test
    public void aBackupHasAllOfAHomeWhereverItsConfigurationPutsIt() throws Exception {
        put("config/org.ringback.store.cfg", "file = db/ringback.mv\nkey-file = secrets/store.key\n");
        put("db/ringback.mv", "data");
        put("secrets/store.key", "key");
        put("bin/tell-me", "#!/bin/sh\n");
        Files.setPosixFilePermissions(home.resolve("bin/tell-me"), PosixFilePermissions.fromString("rwx------"));
        Map<String, String> before = files(home);
        assertEquals(words(), 0, run("backup", "--home", home, file));
        assertEquals(words(), 0, run("restore", "--home", other, file));
        assertEquals(before, files(other));
        assertTrue(Files.isExecutable(other.resolve("bin/tell-me")));
        assertFalse(Files.isExecutable(other.resolve("secrets/store.key")));
        assertFalse(Files.exists(other.resolve("log/ringback.log")));
    }

    @Test
    public void aHomeWhoseBackupCouldNotBeWrittenRunsOnAndNothingIsLeft() throws Exception {
        assertEquals(1, run("backup", "--home", home, root.resolve("no/such/folder")));
        new Whereabouts(Home.at(home)).require();
        assertEquals(1, run("backup", "--home", home, "/dev/full/x"));
        new Whereabouts(Home.at(home)).require();
        Path part = Files.writeString(root.resolve("home.backup.part"), "mine");
        assertEquals(1, run("backup", "--home", home, file));
        assertTrue(words(), words().contains("home.backup.part is there"));
        assertEquals("mine", Files.readString(part));
        new Whereabouts(Home.at(home)).require();
    }

    @Test
    public void aFileThatSomebodyElseMadeWritesNowhereElseAndNothingToTheTerminal() throws Exception {
        String label = "{\"format\":1,\"moved\":true,\"made\":\"2026-11-30T08:00:00Z\",\"version\":\"v\","
                + "\"home\":\"/x\\u001b[2J\\nFAKE\"}";
        for (String name : List.of(
                "../out",
                "/tmp/out",
                "config/../../out",
                "config/.",
                "config/a/..",
                "config/",
                "run/x",
                "log/x",
                "a\u0000b",
                "a\u001b[2Jb/../c",
                "state/whereabouts")) {
            said.getBuffer().setLength(0);
            zip(label, name);
            Path into = root.resolve("into" + name.hashCode());
            assertEquals(name, 1, run("restore", "--home", into, file));
            assertTrue(words(), words().contains("no backup of a home"));
            assertFalse(words(), words().contains("\u001b"));
            assertRefused(into);
        }
        said.getBuffer().setLength(0);
        zip(label, "config/x", "config/y");
        run("restore", "--home", other, file);
        assertTrue(words(), words().contains("damaged"));
        assertFalse(words(), words().contains("\u001b"));
    }

    private void zip(String label, String... names) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("ringback-backup.json"));
            zip.write(label.getBytes(UTF_8));
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
            zip.putNextEntry(new ZipEntry("ringback-backup.sums"));
        }
    }

    @Test
    public void whatIsNoBackupIsNotRestored() throws Exception {
        Files.write(file, "no zip at all".getBytes(UTF_8));
        assertEquals(1, run("restore", "--home", other, file));
        assertTrue(words(), words().contains("no backup of a home"));
        assertEquals(1, run("restore", "--home", other, root.resolve("missing")));
        assertTrue(words(), words().contains("is missing"));
        assertEquals(2, run("backup", "--home", home));
        assertEquals(2, run("backup", "--home", home, "--undo", file));
        assertEquals(1, run("backup", "--home", other, file));
        assertFalse(Files.exists(other));
    }
}
