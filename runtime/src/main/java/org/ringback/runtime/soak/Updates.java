package org.ringback.runtime.soak;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Updates bundles as a person does, by the program's own command, and asks it what came of it. Stateless. */
final class Updates {
    /** How long an exchange of the shell itself may leave nobody to ask. */
    private static final Duration NEXT_SHELL = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 100;

    private Updates() {}

    static Change update(Program program, Releases.Release release) throws IOException, InterruptedException {
        Instant begun = Instant.now();
        String words;
        try {
            Program.Answer answer = program.run("update soak.release", release.bytes());
            Optional<Change> change = asked(program, release, begun);
            if (change.isPresent()) {
                return change.get();
            }
            words = answer.errors();
        } catch (IOException e) {
            words = String.valueOf(e.getMessage()); // the shell was exchanged by its own command, or the program ended
        }
        long end = System.nanoTime() + NEXT_SHELL.toNanos();
        while (System.nanoTime() < end) {
            try {
                Optional<Change> change = asked(program, release, begun);
                if (change.isPresent()) {
                    return change.get();
                }
            } catch (IOException e) {
                words = String.valueOf(e.getMessage()); // no shell is there yet
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        return Change.refused(program, release, words);
    }

    private static Optional<Change> asked(Program program, Releases.Release release, Instant begun) throws IOException {
        return Change.latest(program.done("updates --json"), begun, program, release);
    }
}
