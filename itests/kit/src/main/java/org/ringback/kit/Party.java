package org.ringback.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeFalse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.link.ShellClient;

/**
 * One running program with a home of its own, handled as a person would: files, commands, signals. Its shell may be used
 * by several threads, the rest by one.
 */
public final class Party implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private static final Pattern IGNORED = Pattern.compile("(?m)^SigIgn:\\s*(\\p{XDigit}+)$");
    private static final Pattern DEBUG_PORT = Pattern.compile("dt_socket at address: (\\d+)");

    private final Path program;
    private final String feature;
    private final Path home;
    private final List<String> options;
    private List<String> under = List.of();
    private String words = Program.QUICK_START;
    private @Nullable Process process;
    /** How much was printed before its last start. */
    private long printed;

    private final Thread atExit = new Thread(this::kill);

    /** A program with a feature: the demo's gateway is an acceptor. More options may be given as a person would. */
    public Party(String feature, Path home, String... options) {
        this(Program.ringback(), feature, home, options);
    }

    /** The same of another program, an older one for example. */
    public Party(Path program, String feature, Path home, String... options) {
        this.program = program;
        this.feature = feature;
        this.home = home;
        this.options = List.of(options);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    public Path home() {
        return home;
    }

    /** Writes a configuration file; keys that are not named keep their defaults. */
    public Party configure(String pid, String... lines) {
        Checked.run(() -> {
            Path config = Files.createDirectories(home.resolve("config"));
            Path part = home.resolve(pid + ".part");
            Files.write(part, List.of(lines));
            Files.move(part, config.resolve(pid + ".cfg"), StandardCopyOption.ATOMIC_MOVE);
        });
        return this;
    }

    /** From now on it is started by another command, which becomes it. */
    public Party under(String... command) {
        under = List.of(command);
        return this;
    }

    /** From now on it is started on a machine with this language, as the environment would tell Java. */
    public Party speaking(Locale locale) {
        words = Program.QUICK_START + " -Duser.language=" + locale.getLanguage() + " -Duser.country="
                + locale.getCountry()
                + locale.getExtensionKeys().stream()
                        .map(key -> " -Duser.extensions=" + key + "-" + locale.getExtension(key))
                        .collect(Collectors.joining());
        return this;
    }

    /** From now on a debugger may look at it, on a port that its console names ({@link #debugPort}). */
    public Party debugged() {
        words = Program.QUICK_START + " -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";
        return this;
    }

    /** From now on it has so much memory at most, as {@code 128m}. */
    public Party within(String memory) {
        words = Program.QUICK_START + " -Xmx" + memory;
        return this;
    }

    public int debugPort() {
        Matcher named = DEBUG_PORT.matcher(log());
        if (!named.find()) {
            throw new AssertionError("no port for a debugger: " + log());
        }
        return Integer.parseInt(named.group(1));
    }

    /** Starts the process and does not wait. */
    public Party start() {
        Checked.run(() -> {
            Files.createDirectories(home.resolve("log"));
            printed = Files.exists(console()) ? Files.size(console()) : 0;
            ProcessBuilder builder = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(console().toFile()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().put("RINGBACK_JAVA_OPTIONS", words);
            process = builder.start();
        });
        return this;
    }

    private Path console() {
        return home.resolve("log/console.log");
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(under);
        command.add(program.toString());
        command.addAll(feature.equals("demo") ? List.of("acceptor", "--feature", feature) : List.of(feature));
        command.addAll(List.of("--home", home.toString()));
        command.addAll(options);
        return command;
    }

    /** Waits until its role answers a command. */
    public Party ready() {
        awaitThat(this::answers);
        return this;
    }

    /** Waits until its role answers a command, or it has ended; {@return whether it runs} */
    public boolean runs() {
        awaitThat(() -> !alive() || answers());
        return alive();
    }

    private void awaitThat(Callable<Boolean> started) {
        await(feature + " in " + home)
                .atMost(START_LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .until(started);
    }

    /** A command that is given in vain slows a program that starts, so its own word is waited for. */
    private boolean answers() {
        if (!running().isAlive()) {
            throw new AssertionError(feature + " ended with " + running().exitValue() + ": " + log());
        }
        try {
            return saysThatItRuns()
                    && Files.exists(socket())
                    && execute("status", new byte[0]).exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean saysThatItRuns() throws IOException {
        byte[] all = Files.readAllBytes(console());
        int from = (int) Math.min(printed, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8).contains("ringback: runs, home ");
    }

    private Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(feature + " was not started");
        }
        return running;
    }

    private Path socket() {
        return home.resolve("run/shell.sock");
    }

    public boolean alive() {
        return running().isAlive();
    }

    public long pid() {
        return running().pid();
    }

    /** SIGKILL: it can do nothing more, as when the power fails. */
    public void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** SIGHUP: as ssh sends it to what carried it, or who wants the configuration read anew. */
    public void hangUp() {
        assumeFalse("SIGHUP is ignored under nohup, by the programs of these tests too", isIgnored());
        signal("HUP");
    }

    /** Whether this process ignores SIGHUP, the first bit; who it starts does too. */
    private static boolean isIgnored() {
        String status = Checked.get(() -> Files.readString(Path.of("/proc/self/status")));
        Matcher ignored = IGNORED.matcher(status);
        return ignored.find() && (Long.parseUnsignedLong(ignored.group(1), 16) & 1) == 1;
    }

    /** Any other signal. */
    public void signal(String name) {
        Program.foreign(STOP_LIMIT, List.of("sh", "-c", "kill -" + name + " " + pid()))
                .ok();
    }

    /** SIGTERM, and waits until it has ended; returns its exit code. */
    public int stop() throws InterruptedException {
        running().destroy();
        if (!running().waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError(feature + " did not end within " + STOP_LIMIT.toSeconds() + " s of SIGTERM");
        }
        return running().exitValue();
    }

    /** Waits until it has ended by itself; returns its exit code. */
    public int ended() throws InterruptedException {
        if (!running().waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(feature + " still runs: " + log());
        }
        return running().exitValue();
    }

    /** Runs a shell command, whatever comes of it. */
    public Result shell(String command, String input) {
        return shell(command, input.getBytes(StandardCharsets.UTF_8));
    }

    public Result shell(String command, byte[] input) {
        try {
            return execute(command, input);
        } catch (IOException e) {
            throw new UncheckedIOException(feature + ": " + command, e);
        }
    }

    public Result shell(String command) {
        return shell(command, "");
    }

    private Result execute(String command, byte[] input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        int exit = ShellClient.run(socket(), command, in, out, err);
        return new Result(exit, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    /** The stories that it keeps, the latest first. */
    public List<JSONObject> stories() {
        JSONArray all = list("rings");
        List<JSONObject> stories = new ArrayList<>();
        for (int i = 0; i < all.length(); i++) {
            stories.add(all.getJSONObject(i));
        }
        return stories;
    }

    /** What a command of that name lists; a program of an older version prints the bare list. */
    public JSONArray list(String command) {
        String told = shell(command + " --json").ok();
        return told.startsWith("[") ? new JSONArray(told) : new JSONObject(told).getJSONArray(command);
    }

    /** Its counters by name. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new TreeMap<>();
        JSONObject roles = new JSONObject(shell("status --json").ok()).getJSONObject("counters");
        for (String role : roles.keySet()) {
            JSONObject counted = roles.getJSONObject(role);
            counted.keySet().forEach(name -> counters.put(name, counted.getLong(name)));
        }
        return counters;
    }

    /** The sum of all counters whose names begin so. */
    public long counted(String beginning) {
        return counters().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(beginning))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Everything that it has logged and printed. */
    public String log() {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("ringback.log", "console.log")) {
            Path file = home.resolve("log").resolve(name);
            Checked.run(() -> text.append(Files.exists(file) ? Files.readString(file) : ""));
        }
        return text.toString();
    }

    /** Waits until a line of the log holds the text. */
    public void awaitLog(String text) {
        await("log with: " + text).atMost(START_LIMIT).until(() -> log().contains(text));
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
