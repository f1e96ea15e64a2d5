package org.ringback.audit.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EndedRing;
import org.ringback.api.RingStory;
import org.ringback.api.StoryBook;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;

/** The log on the disk of this machine, as the service opens it. */
public class DiskFilesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path home;

    @Before
    public void home() {
        home = folder.getRoot().toPath();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    public void theServiceWritesForItsOwnerAloneAndReadsWhatItWrote() throws Exception {
        AuditComponent service = new AuditComponent(home, "server");
        AuditEntry entry = new AuditEntry("grant", "console owner", "lamp-1 to anna", AuditEntry.LOCAL_SOCKET, "done");
        service.record(entry).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertEquals(entry, service.latest(Long.MAX_VALUE, 1).get(0).entry());
        assertEquals("start", service.latest(2, 1).get(0).entry().what());
        assertEquals(2, service.verify().lines());
        assertEquals(List.of(), service.warnings());
        service.close();
        assertEquals("rw-------", mode(home.resolve("state/audit.key")));
        assertEquals("rw-------", mode(home.resolve("state/audit/000000000001.log")));
        assertEquals("rw-------", mode(home.resolve("state/audit/head")));
        assertEquals("rwx------", mode(home.resolve("state/audit")));
    }

    /** A role's book, of which the listener is kept. */
    private static final class PlayedBook implements StoryBook {
        private Consumer<EndedRing> listener;

        @Override
        public List<RingStory> stories() {
            return List.of();
        }

        @Override
        public Runnable listen(Consumer<EndedRing> ended) {
            listener = ended;
            return () -> listener = null;
        }
    }

    @Test
    public void aRoleIsHeardUntilItHasStoppedThoughItsServiceGoesBefore() throws Exception {
        AuditComponent service = new AuditComponent(home, "server");
        PlayedBook stopping = new PlayedBook();
        PlayedBook stays = new PlayedBook();
        service.addBook(stopping);
        service.addBook(stays);
        service.removeBook(stopping);
        stopping.listener.accept(RingRecorderTest.ring("server", "anna", new RingStory.End(false, "stopped")));
        service.record(new AuditEntry("grant", "", "", "", ""))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        assertEquals("anna", service.latest(Long.MAX_VALUE, 2).get(1).entry().who());
        service.close();
        assertNull(stays.listener);
    }

    @Test
    public void whatWasDoneWhileNoProgramRanIsRecordedOnceAndNothingElseOfTheNote() throws Exception {
        Path note = home.resolve("state/acts");
        Files.createDirectories(home.resolve("state"));
        Files.writeString(
                note,
                """
                backup\tconsole owner\t/away/file\t2026-11-30T08:00:00Z: made
                clear-alarm\tconsole owner\taudit log\tacknowledged: all
                restore\ttoo short
                """);
        AuditComponent service = new AuditComponent(home, "server");
        service.record(new AuditEntry("grant", "", "", "", ""))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        List<AuditEntry> recorded = service.latest(Long.MAX_VALUE, 10).stream()
                .map(AuditLine::entry)
                .toList();
        assertEquals(
                List.of("grant", "start", "backup"),
                recorded.stream().map(AuditEntry::what).toList());
        assertEquals(
                new AuditEntry("backup", "console owner", "/away/file", "command line", "2026-11-30T08:00:00Z: made"),
                recorded.get(2));
        service.close();
        assertFalse(Files.exists(note));
    }

    @Test
    public void aFolderThatCannotBeMadeIsToldAndActsGoOn() throws Exception {
        Files.writeString(home.resolve("state"), "a file where the folder should be");
        AuditComponent service = new AuditComponent(home, "server");
        assertThrows(Exception.class, () -> service.record(new AuditEntry("grant", "", "", "", ""))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS));
        assertTrue(
                service.warnings().toString(), service.warnings().get(0).startsWith("audit: nothing can be recorded"));
        service.close();
    }

    @Test
    public void bytesAreAddedCutAndReplaced() throws IOException {
        DiskFiles files = new DiskFiles(home.resolve("state"));
        assertEquals(Optional.empty(), files.read("audit/head"));
        assertEquals(List.of(), files.list("audit"));
        files.replace("audit/head", bytes("one"));
        files.append("audit/head", 3, bytes(" two"));
        assertArrayEquals(bytes("one two"), files.read("audit/head").orElseThrow());
        files.cut("audit/head", 2);
        assertArrayEquals(bytes("on"), files.read("audit/head").orElseThrow());
        files.replace("audit/head", bytes("three"));
        assertArrayEquals(bytes("three"), files.read("audit/head").orElseThrow());
        assertEquals(List.of("head"), files.list("audit"));
        files.delete("audit/head");
        assertEquals(List.of(), files.list("audit"));
        assertThrows(ChangedFileException.class, () -> files.append("audit/head", 0, bytes("x")));
        assertThrows(ChangedFileException.class, () -> files.cut("audit/head", 0));
    }

    @Test
    public void nothingIsAddedToAFileOfAnotherLength() throws IOException {
        DiskFiles files = new DiskFiles(home.resolve("state"));
        files.replace("audit/head", bytes("one"));
        assertThrows(ChangedFileException.class, () -> files.append("audit/head", 4, bytes("x")));
        assertArrayEquals(bytes("one"), files.read("audit/head").orElseThrow());
    }

    @Test
    public void aLinkIsNotFollowedAndAnOpenKeyIsClosed() throws IOException {
        DiskFiles files = new DiskFiles(home);
        Path elsewhere = home.resolve("elsewhere");
        Files.writeString(elsewhere, "a secret");
        Files.createSymbolicLink(home.resolve("audit.key"), elsewhere);
        assertThrows(IOException.class, () -> files.read("audit.key"));
        Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(files.tighten("elsewhere"));
        assertEquals("rw-------", mode(elsewhere));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
