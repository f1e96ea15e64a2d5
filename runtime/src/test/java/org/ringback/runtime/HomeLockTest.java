package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
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

    @Test
    public void aHomeIsOneProgramsAtATimeAndFreeOnceThatHasEnded() throws Exception {
        Home home = made();
        try (HomeLock first = HomeLock.take(home)) {
            assertNotNull(first);
            assertInUse(home, () -> HomeLock.take(home));
            assertInUse(home, () -> HomeLock.look(home));
            assertInUse(home, () -> HomeLock.take(home));
        }
        HomeLock.take(home).close();
        HomeLock.look(home).close();
    }

    @Test
    public void whoOnlyLooksWritesNothingAndLetsNoProgramIn() throws Exception {
        Home home = made();
        try (HomeLock never = HomeLock.look(home)) {
            assertNotNull(never);
            assertFalse("of a home that never ran", Files.exists(home.lock()));
        }
        HomeLock.take(home).close();
        try (HomeLock looks = HomeLock.look(home)) {
            assertNotNull(looks);
            assertInUse(home, () -> HomeLock.take(home));
        }
        HomeLock.take(home).close();
    }

    @Test
    public void twoHomesAreNotInEachOthersWay() throws Exception {
        Home other = Home.at(folder.getRoot().toPath().resolve("other"));
        other.makeRoot();
        try (HomeLock one = HomeLock.take(made());
                HomeLock two = HomeLock.take(other)) {
            assertNotEquals(one, two);
        }
    }

    private Home made() throws Failure {
        Home home = Home.at(folder.getRoot().toPath().resolve("home"));
        home.makeRoot();
        return home;
    }

    private static void assertInUse(Home home, ThrowingRunnable use) {
        Failure failure = assertThrows(HomeInUse.class, use);
        assertEquals(
                "--home: " + home.root()
                        + " is in use by a running process (expected: one process for one home); stop it, or choose another",
                failure.getMessage());
        assertEquals(ExitCode.FAILED, failure.exit());
    }
}
