package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.json.JSONArray;
import org.json.JSONObject;
import org.ringback.shell.link.ShellClient;

/**
 * Asks the shell that comes what became of a command, as the one that took it may have been exchanged by it.
 *
 * @param program what took the command
 * @param home its home
 * @param begun when the command was given
 */
record NextShell(LocalShell program, Home home, Instant begun) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 200_000_000;

    /**
     * Waits for it, and prints what it says.
     *
     * @param name the command's name
     * @param lost how the first shell ended
     * @return the command's exit code
     * @throws Failure if no shell knows of the command in time
     */
    int outcome(String name, IOException lost) throws Failure {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted() && !isGone()) {
            Optional<JSONObject> ours =
                    changes().filter(one -> isOurs(name, one)).findFirst();
            if (ours.isPresent()) {
                boolean done = ours.get().getBoolean("done");
                (done ? System.out : System.err).println(ours.get().getString("words"));
                return done ? 0 : ExitCode.FAILED;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (Thread.currentThread().isInterrupted()) {
            return Signal.INT.exit();
        }
        program.require(home);
        throw new Failure(
                "the program at " + home.root() + " does not answer: " + lost.getMessage()
                        + "; what was begun may go on: see updates",
                lost);
    }

    /** Whether a change is what came of the command: its name, and perhaps an option. */
    private boolean isOurs(String name, JSONObject change) {
        String what = change.optString("what");
        return (what.equals(name) || what.startsWith(name + " "))
                && Instant.parse(change.getString("when")).isAfter(begun);
    }

    /** Whether no program runs there any more. */
    private boolean isGone() {
        try {
            HomeLock.look(home).close();
            return true;
        } catch (Failure | IOException e) {
            return false; // it runs, or the lock cannot be read, which says nothing
        }
    }

    /** What was done to bundles, the latest first; nothing if no shell is there yet. */
    private Stream<JSONObject> changes() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int exit = ShellClient.run(
                    program.socket(),
                    "updates --json",
                    InputStream.nullInputStream(),
                    out,
                    OutputStream.nullOutputStream());
            JSONArray changes = exit == 0
                    ? new JSONObject(out.toString(StandardCharsets.UTF_8)).getJSONArray("updates")
                    : new JSONArray();
            return StreamSupport.stream(changes.spliterator(), false).map(JSONObject.class::cast);
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
