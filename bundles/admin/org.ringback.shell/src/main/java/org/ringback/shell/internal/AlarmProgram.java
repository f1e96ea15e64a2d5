package org.ringback.shell.internal;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs the program that the owner named, as a process without a shell. It and all that it starts, in the background too,
 * have a certain time together, and what is left of them then is killed. Immutable.
 */
final class AlarmProgram implements AlarmRunner {
    /** Most characters of a warning that it is told. */
    static final int MOST = 4_000;

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    /** Of the mode of a file, which POSIX permissions leave out. */
    private static final int STICKY = 01000;

    private final Path home;
    private final Duration limit;
    private final Function<Duration, CompletableFuture<Boolean>> after;

    /**
     * Makes it.
     *
     * @param home the program's working directory; its owner is who may own it
     * @param limit after how long it is killed
     * @param after begins a time, and returns what is completed once that is over, or once nobody waits for it
     */
    AlarmProgram(Path home, Duration limit, Function<Duration, CompletableFuture<Boolean>> after) {
        this.home = home;
        this.limit = limit;
        this.after = after;
    }

    /** A time by the system's clock. */
    static CompletableFuture<Boolean> time(Duration limit) {
        return new CompletableFuture<Boolean>().completeOnTimeout(true, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Refuses a program that somebody else could change, or put another one in the place of: the file, and each folder
     * above it. A path over a link is refused, so that what is judged is what is started.
     *
     * @param program its path
     * @param home whose owner may own it, beside root
     * @throws IllegalArgumentException in words, if it is not to be run
     */
    static void judge(Path program, Path home) {
        if (!program.isAbsolute()) {
            throw bad(program, "is not absolute", "the whole path of a program, for example /usr/local/bin/tell-me");
        }
        if (!Files.isRegularFile(program)) {
            throw bad(program, "is no file", "a program that is there");
        }
        if (!Files.isExecutable(program)) {
            throw bad(program, "cannot be executed", "a program that this user may execute: chmod u+x");
        }
        try {
            Path real = program.toRealPath();
            if (!real.equals(program)) {
                throw bad(program, "leads over a link, which may lead elsewhere tomorrow", "the path itself: " + real);
            }
            UserPrincipal owner = Files.getOwner(home);
            for (Path part = program; part != null; part = part.getParent()) {
                onlyOwners(part, owner);
            }
        } catch (IOException e) {
            throw bad(program, "cannot be looked at: " + e, "a program whose owner and mode this user may read");
        }
    }

    /**
     * Refuses what somebody else may write. A folder with the sticky bit passes: there each may rename and delete only
     * what is his own.
     */
    private static void onlyOwners(Path path, UserPrincipal owner) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class);
        if (!found.owner().equals(owner) && !found.owner().getName().equals("root")) {
            throw bad(path, "belongs to " + found.owner().getName(), "to " + owner.getName() + " or root");
        }
        if (OTHERS.stream().anyMatch(found.permissions()::contains) && !(found.isDirectory() && sticky(path))) {
            throw bad(
                    path,
                    "may be written by others, as its mode is " + PosixFilePermissions.toString(found.permissions()),
                    "by its owner alone: chmod go-w");
        }
    }

    private static boolean sticky(Path folder) throws IOException {
        return ((Integer) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    }

    private static IllegalArgumentException bad(Path path, String what, String expected) {
        return new IllegalArgumentException("'" + path + "' " + what + " (expected: " + expected + ")");
    }

    @Override
    public int run(List<String> words, String warning) throws IOException, InterruptedException {
        try {
            judge(Path.of(words.get(0)), home);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        String text = Visible.line(
                warning.codePointCount(0, warning.length()) <= MOST
                        ? warning
                        : warning.substring(0, warning.offsetByCodePoints(0, MOST)) + "…");
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(home.toFile())
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD);
        builder.environment().put("RINGBACK_ALARM", text);
        builder.environment().put("RINGBACK_HOME", home.toString());
        CompletableFuture<Boolean> over = after.apply(limit);
        try (AlarmRun run = AlarmRun.start(builder)) {
            byte[] line = line(text);
            ShellThreads.start("ringback-alarm-input", () -> run.tell(line)); // it may never read
            int exit = run.exit(over)
                    .orElseThrow(() -> new IOException("took more than " + limit.toSeconds() + " s, and was killed"));
            run.rest(over);
            return exit;
        } finally {
            over.complete(false); // ends its timer
        }
    }

    private byte[] line(String text) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("format", Json.FORMAT);
        json.put("warning", text);
        json.put("home", home);
        return (Json.write(json) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
