package org.ringback.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a program, with all that it started. What it started in the background, which is nobody's child once it
 * ends, is known by a mark in its environment, where the system shows that; elsewhere only descendants are known.
 * Thread-safe.
 */
final class AlarmRun implements AutoCloseable {
    private static final String MARK = "RINGBACK_ALARM_RUN";

    private static final Logger LOG = LoggerFactory.getLogger(AlarmRun.class);

    /** So often what is left is looked for and killed, as it may start something meanwhile. */
    private static final int ROUNDS = 3;

    private final Process process;
    private final String mark;

    private AlarmRun(Process process, String mark) {
        this.process = process;
        this.mark = mark;
    }

    /**
     * Begins it.
     *
     * @param program what is run; its environment is given the mark
     * @throws IOException if it cannot be run
     */
    static AlarmRun start(ProcessBuilder program) throws IOException {
        String mark = UUID.randomUUID().toString();
        program.environment().put(MARK, mark);
        return new AlarmRun(program.start(), mark);
    }

    /** Gives it its standard input, and waits until it has taken that, or ended. */
    void tell(byte[] line) {
        try (OutputStream input = process.getOutputStream()) {
            input.write(line);
        } catch (IOException e) {
            LOG.debug("{} does not read its standard input: it may be over", process.pid(), e);
        }
    }

    /**
     * Waits until it and what it started have ended.
     *
     * @param limit at most so long
     * @return its exit code, though something of what it started may run yet
     * @throws IOException if it has not ended itself by then, in words
     */
    int await(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("took more than " + limit.toSeconds() + " s, and was killed");
        }
        for (List<ProcessHandle> rest = left(); !rest.isEmpty(); rest = left()) {
            if (!ended(rest.get(0), end - System.nanoTime())) {
                break;
            }
        }
        return process.exitValue();
    }

    private static boolean ended(ProcessHandle one, long nanos) throws InterruptedException {
        try {
            one.onExit().get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What runs yet of all that it started. */
    private List<ProcessHandle> left() {
        return Stream.concat(process.descendants(), ProcessHandle.allProcesses().filter(this::isMarked))
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
    }

    private boolean isMarked(ProcessHandle one) {
        try {
            Path environment = Path.of("/proc", String.valueOf(one.pid()), "environ");
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(MARK + '=' + mark);
        } catch (IOException e) {
            return false; // another user's, or over, or a system that does not show it
        }
    }

    /** Kills what runs yet. */
    @Override
    public void close() {
        for (int round = 0; round < ROUNDS; round++) {
            left().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
