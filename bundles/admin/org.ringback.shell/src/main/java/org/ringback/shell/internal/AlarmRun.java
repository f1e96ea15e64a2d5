package org.ringback.shell.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.ringback.api.Amount;
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
    private final String name;
    private final String mark;

    private AlarmRun(Process process, String name, String mark) {
        this.process = process;
        this.name = name;
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
        return new AlarmRun(program.start(), program.command().get(0), mark);
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
     * Waits until it has ended itself, though something of what it started may run yet.
     *
     * @param over is completed once its time is over
     * @return its exit code; empty if its time was over first
     */
    OptionalInt exit(CompletableFuture<?> over) throws InterruptedException {
        first(process.onExit(), over);
        return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /**
     * Waits until all that it started has ended too.
     *
     * @param over is completed once its time is over
     */
    void rest(CompletableFuture<?> over) throws InterruptedException {
        for (List<ProcessHandle> rest = left(); !rest.isEmpty() && !over.isDone(); rest = left()) {
            first(rest.get(0).onExit(), over);
        }
    }

    private static void first(CompletableFuture<?> one, CompletableFuture<?> other) throws InterruptedException {
        try {
            CompletableFuture.anyOf(one, other).get();
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

    /** Kills what runs yet, and tells how much that was. */
    @Override
    public void close() {
        int killed = kill();
        if (killed > 0) {
            LOG.warn(
                    "{}: {} had not ended yet: {} killed",
                    AlarmSchema.NAME,
                    name,
                    Amount.of(killed, "process was", "processes were"));
        }
    }

    /** Kills what runs yet; returns how many processes that were. */
    int kill() {
        Set<ProcessHandle> killed = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Stream.concat(left().stream(), Stream.of(process.toHandle()))
                    .filter(ProcessHandle::isAlive)
                    .filter(ProcessHandle::destroyForcibly)
                    .forEach(killed::add);
        }
        return killed.size();
    }
}
