package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.control.RefusedException;

/** What lies in {@code deploy/} is taken when it stands still, or told why not. */
public class DeployFolderTest {
    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> taken = new ArrayList<>();
    private Path root;
    private DeployFolder folder;
    private String refusal = "";
    private boolean busy;
    private long now;

    @Before
    public void theFolder() throws IOException {
        root = temporary.getRoot().toPath().resolve("deploy");
        folder = new DeployFolder(root, in -> {
            String content = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (busy) {
                throw new BusyException("deploy: update is under way");
            }
            if (!refusal.isEmpty()) {
                throw new RefusedException(refusal);
            }
            taken.add(content);
            return "deployed";
        });
        folder.make();
    }

    private void look() throws InterruptedException {
        folder.look(now);
        now += TimeUnit.SECONDS.toNanos(1);
    }

    private void look(int times) throws InterruptedException {
        for (int time = 0; time < times; time++) {
            look();
        }
    }

    @Test
    public void aFileIsTakenOnceItHasNotChangedForTwoSeconds() throws Exception {
        Path file = Files.writeString(root.resolve("kettle.release"), "half");
        look(2);
        Files.writeString(file, "the whole");
        look(2);
        assertEquals(List.of(), taken);
        look();
        assertEquals(List.of("the whole"), taken);
        assertFalse(Files.exists(file));
        look(5);
        assertEquals(1, taken.size());
    }

    @Test
    public void aFileThatIsRefusedIsToldAndTriedAgainOnlyWhenItChanges() throws Exception {
        refusal = "bundle com.acme.kettle: signed by nobody";
        Path file = Files.writeString(root.resolve("kettle.release"), "wrong");
        look(4);
        assertEquals(
                List.of("deploy/kettle.release: " + refusal + "; next: mend that, then put it here again, or touch it"),
                folder.troubles());
        refusal = "";
        look(4);
        assertEquals(List.of(), taken);
        Files.writeString(file, "right now");
        look(4);
        assertEquals(List.of("right now"), taken);
        assertEquals(List.of(), folder.troubles());
    }

    @Test
    public void aFileWaitsWhileOtherWorkIsUnderWay() throws Exception {
        busy = true;
        Files.writeString(root.resolve("kettle.release"), "good");
        look(5);
        assertEquals(List.of(), folder.troubles());
        busy = false;
        look();
        assertEquals(List.of("good"), taken);
    }

    @Test
    public void ofTooManyFilesItSaysThatSomeWait() throws Exception {
        refusal = "no";
        for (int i = 0; i < 65; i++) {
            Files.writeString(root.resolve("a" + i + ".release"), "x");
        }
        look(3);
        assertTrue(folder.troubles().get(0), folder.troubles().get(0).startsWith("deploy/: more than 64 files"));
        assertEquals(65, folder.troubles().size());
    }

    @Test
    public void aFileThatGoesTakesItsTroubleWithIt() throws Exception {
        refusal = "no";
        Path file = Files.writeString(root.resolve("kettle.release"), "wrong");
        look(4);
        Files.delete(file);
        look();
        assertEquals(List.of(), folder.troubles());
    }

    @Test
    public void onlyAFileWithOneNameIsTaken() throws Exception {
        Path elsewhere = Files.writeString(temporary.getRoot().toPath().resolve("elsewhere"), "another's");
        Files.createSymbolicLink(root.resolve("a.release"), elsewhere);
        Files.createLink(root.resolve("b.release"), elsewhere);
        Files.createDirectory(root.resolve("c.release"));
        fifo(root.resolve("d.release"));
        look(5);
        assertEquals(List.of(), taken);
        assertEquals(4, folder.troubles().size());
        folder.troubles().forEach(one -> assertTrue(one, one.contains("is a link, a folder or no file")));
    }

    private static void fifo(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    }

    @Test
    public void aJarThatNobodySignedIsToldAndNotTaken() throws Exception {
        Files.writeString(root.resolve("kettle.jar"), "unsigned");
        look(5);
        assertEquals(List.of(), taken);
        assertTrue(folder.troubles().get(0), folder.troubles().get(0).startsWith("deploy/kettle.jar: is ignored"));
    }

    @Test
    public void aFolderThatOthersMayWriteGivesNothing() throws Exception {
        Files.writeString(root.resolve("kettle.release"), "others'");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwx---"));
        look(5);
        assertEquals(List.of(), taken);
        assertTrue(folder.troubles().get(0), folder.troubles().get(0).startsWith("deploy/: has mode rwxrwx---"));
    }
}
