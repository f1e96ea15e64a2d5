package org.ringback.runtime;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.ringback.shell.link.StartingException;

/**
 * Tries again, for a short time, what a program does not take only because it is starting. A class of methods rather than
 * of lambdas, as {@link ShellMain} comes here, where each would be a class that is made at every command. Stateless.
 */
class Patience {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** Waits by the system's clock, and tells on standard error. */
    static final Patience REAL = new Patience();

    /** Monotonic time. */
    long nanos() {
        return System.nanoTime();
    }

    /** Waits for a moment between two tries. */
    void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    /** Tells, if it takes longer, what is waited for. */
    void tell(String what) {
        System.err.println("ringback: waiting: " + what);
    }

    /**
     * Tries until it is taken.
     *
     * @param attempt what is tried
     * @return what it returns
     * @throws Failure if the program is still starting after a while
     * @throws IOException as the attempt does; {@link StartingException} only to a thread that is interrupted
     */
    final <T> T with(Attempt<T> attempt) throws IOException, Failure {
        long begun = nanos();
        boolean told = false;
        while (true) {
            try {
                return attempt.run();
            } catch (StartingException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                String what = "the program is starting: " + e.getMessage();
                long waited = nanos() - begun;
                if (waited >= LIMIT.toNanos()) {
                    throw Failure.starting(
                            what + "; waited for " + LIMIT.toSeconds() + " s (next: give the command again)");
                }
                if (!told && waited >= SILENCE.toNanos()) {
                    told = true;
                    tell(what);
                }
                pause();
            }
        }
    }

    /** Something that a program which is starting does not take. */
    interface Attempt<T> {
        T run() throws IOException, Failure;
    }
}
