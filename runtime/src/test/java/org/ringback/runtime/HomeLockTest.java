package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class HomeLockTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** As a disk that is mounted for reading alone does, a folder in its place lets nobody write the lock. */
    @Test
    public void aHomeThatCannotBeLockedIsToldInWordsAndWithWhatIsExpected() throws IOException, Failure {
        Path root = folder.getRoot().toPath();
        Path lock = Files.createDirectories(root.resolve("run").resolve("lock"));
        Home home = Home.at(root);
        Failure failure = assertThrows(Failure.class, () -> HomeLock.take(home));
        assertEquals(
                "--home: " + home.root() + " cannot be used: " + lock
                        + ": Is a directory (expected: a folder you may write)",
                failure.getMessage());
    }
}
