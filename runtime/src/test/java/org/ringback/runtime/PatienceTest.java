package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.ShellClient;
import org.ringback.shell.link.StartingException;

/** What a caller does with a program that is starting. */
public final class PatienceTest {
    private static final String WHAT = "the program is starting: acceptor: does not run yet";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    private final List<String> told = new ArrayList<>();
    private long nanos;
    private int tries;
    private final Patience patience = new Patience() {
        @Override
        long nanos() {
            return nanos;
        }

        @Override
        void pause() {
            nanos += Duration.ofMillis(500).toNanos();
        }

        @Override
        void tell(String what) {
            told.add(what);
        }
    };

    private int takenAt(int time) throws IOException {
        if (++tries < time) {
            throw new StartingException("acceptor: does not run yet");
        }
        return 7;
    }

    @Test
    public void whatIsTakenAtOnceIsTriedOnce() throws Exception {
        assertEquals(7, (int) patience.with(() -> takenAt(1)));
        assertEquals(0, nanos);
    }

    @Test
    public void whatIsNotTakenYetIsTriedAgainAndAfterAWhileAPersonIsToldOnce() throws Exception {
        assertEquals(7, (int) patience.with(() -> takenAt(4)));
        assertEquals(List.of(), told);
        tries = 0;
        assertEquals(7, (int) patience.with(() -> takenAt(15)));
        assertEquals(List.of(WHAT), told);
    }

    @Test
    public void aStartThatTakesTooLongFailsWithACodeOfItsOwn() {
        Failure late = assertThrows(Failure.class, () -> patience.with(() -> takenAt(1_000)));
        assertEquals(ExitCode.STARTING, late.exit());
        assertTrue(late.getMessage(), late.getMessage().startsWith(WHAT + "; waited for 10 s (next: "));
        assertEquals(21, tries);
    }

    @Test
    public void anotherFailureIsNotTriedAgain() {
        assertThrows(
                IOException.class,
                () -> patience.with(() -> {
                    tries++;
                    throw new IOException("lost");
                }));
        assertEquals(1, tries);
    }

    @Test
    public void whoeverIsInterruptedWaitsNoMore() {
        Thread.currentThread().interrupt();
        assertThrows(StartingException.class, () -> patience.with(() -> takenAt(1_000)));
        assertTrue(Thread.interrupted());
        assertEquals(1, tries);
    }

    @Test
    public void aProgramThatHasNoSocketYetIsStartingUntilItDidItsWork() throws Exception {
        Home home = Home.at(folder.getRoot().toPath());
        home.makeRoot();
        LocalShell shell = new LocalShell("shell", home.root().resolve("s"));
        NotTakenException none = assertThrows(
                NotTakenException.class,
                () -> ShellClient.run(shell.socket(), "status", System.in, System.out, System.err));
        assertSame("nothing runs there", none, shell.whyNotTaken(home, none));
        HomeLock held = HomeLock.take(home);
        try {
            assertSame("its shell is stopped", none, shell.whyNotTaken(home, none));
            Files.createDirectories(home.root().resolve("state"));
            home.starts().begun();
            assertTrue(shell.whyNotTaken(home, none) instanceof StartingException);
        } finally {
            held.close();
        }
        assertFalse("it was killed", shell.whyNotTaken(home, none) instanceof StartingException);
    }
}
