package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.Samples;
import org.ringback.updater.release.SigningKey;
import org.ringback.updater.release.TrustedKeys;

/** What lies in {@code deploy/} is taken when it stands still, or told why not. */
public class DeployFolderTest {
    /** A pipe that is opened after all waits for its other end. */
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> taken = new ArrayList<>();
    private Path root;
    private DeployFolder folder;
    private String refusal = "";
    private boolean busy;
    private Meanwhile meanwhile = () -> {};
    private long now;

    /** What somebody does while a file is taken. */
    private interface Meanwhile {
        void run() throws IOException;
    }

    @Before
    public void theFolder() throws IOException {
        root = temporary.getRoot().toPath().resolve("deploy");
        folder = new DeployFolder(root, (what, in) -> {
            String content = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (busy) {
                throw new BusyException("deploy: update is under way");
            }
            if (!refusal.isEmpty()) {
                throw new RefusedException(what + ": " + refusal);
            }
            meanwhile.run();
            taken.add(content);
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
    public void aReleaseIsTakenBeforeWhateverElseLiesThere() throws Exception {
        for (int i = 0; i < 65; i++) {
            Files.writeString(root.resolve("a" + i + ".txt"), "x");
        }
        Files.writeString(root.resolve("z.release"), "good");
        look(3);
        assertEquals(List.of("good"), taken);
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
        Path elsewhere = temporary.getRoot().toPath();
        Files.createSymbolicLink(
                root.resolve("a.release"), Files.writeString(elsewhere.resolve("linked"), "another's"));
        Files.createLink(root.resolve("b.release"), Files.writeString(elsewhere.resolve("of two names"), "another's"));
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

    @Test
    public void aFileThatChangesAllTheTimeIsTakenOnceItStandsStill() throws Exception {
        Path file = root.resolve("kettle.release");
        for (int time = 0; time < 10; time++) {
            Files.writeString(file, "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            look();
        }
        for (int time = 0; time < 10; time++) { // of the same size, and another one each time
            Files.move(
                    Files.writeString(root.resolve("part"), "y".repeat(10)), file, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            look();
        }
        assertEquals(List.of(), taken);
        look(3);
        assertEquals(List.of("y".repeat(10)), taken);
    }

    @Test
    public void whatIsPutThereWhileTheOneBeforeIsTakenStaysAndIsTakenToo() throws Exception {
        Path file = Files.writeString(root.resolve("kettle.release"), "first");
        meanwhile = () -> Files.writeString(file, "second");
        look(3);
        assertEquals(List.of("first"), taken);
        meanwhile = () -> {};
        look(3);
        assertEquals(List.of("first", "second"), taken);
        assertFalse(Files.exists(file));
    }

    @Test
    public void aFileOfAnotherUserIsTold() throws Exception {
        Path file = Files.writeString(root.resolve("kettle.release"), "another's");
        assumeTrue("root gives files away", "root".equals(Files.getOwner(file).getName()));
        Files.setAttribute(file, "unix:uid", 12_345);
        look(5);
        assertEquals(List.of(), taken);
        assertEquals(List.of("deploy/kettle.release: belongs to user 12345 (expected: 0)"), folder.troubles());
    }

    @Test
    public void aFileThatIsLargerThanAnyReleaseIsToldAndHardlyRead() throws Exception {
        byte[] jar = Samples.jar("the kettle's jar");
        SigningKey acme =
                SigningKey.make(temporary.getRoot().toPath().resolve("acme.key"), List.of("com.acme.*"), false);
        byte[] signed = acme.sign(new ReleaseList(
                        1,
                        Instant.EPOCH,
                        ReleaseList.Kind.ORDINARY,
                        List.of(BundleEntry.of("com.acme.kettle", "1.0.0", jar))))
                .bytes();
        long[] read = new long[1];
        folder = new DeployFolder(root, (what, in) -> {
            try {
                Arrived.signed(counted(in, read), new TrustedKeys(acme.trusted(), List.of(), List.of()));
            } catch (NotAcceptedException e) {
                throw new RefusedException(e.getMessage());
            }
        });
        try (FileChannel file =
                FileChannel.open(root.resolve("a.release"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), 1L << 34); // without a block on the disk in between
        }
        try (FileChannel file =
                FileChannel.open(root.resolve("b.release"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(MadeJar.joined(signed, jar)));
            file.write(ByteBuffer.wrap(new byte[1]), 1L << 34);
        }
        look(4);
        assertEquals(2, folder.troubles().size());
        assertTrue(folder.troubles().get(0), folder.troubles().get(0).startsWith("deploy/a.release: release: is none"));
        assertTrue(
                folder.troubles().get(1),
                folder.troubles().get(1).startsWith("deploy/b.release: release: something follows"));
        assertTrue(read[0] + " bytes", read[0] < 1024);
    }

    private static InputStream counted(InputStream in, long[] read) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                read[0]++;
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                read[0] += count;
                return count;
            }
        };
    }

    @Test
    public void whatANameSaysToATerminalIsNotPassedOn() throws Exception {
        refusal = "no";
        Files.writeString(root.resolve("a\u001b[2J\nWARNING: b.release"), "x");
        Files.writeString(root.resolve("\u009b2J\u202etxt\rc.jar"), "x");
        look(4);
        assertEquals(2, folder.troubles().size());
        for (String one : folder.troubles()) {
            assertTrue(one, one.chars().allMatch(sign -> sign >= ' ' && sign <= '~'));
        }
        assertTrue(
                folder.troubles().get(0), folder.troubles().get(0).startsWith("deploy/a?[2J?WARNING: b.release: no"));
    }
}
