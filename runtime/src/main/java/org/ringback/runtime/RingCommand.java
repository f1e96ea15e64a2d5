package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.ShellClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringback ring}: rings through the issuer that runs at the home, or runs one itself. */
@Command(
        name = "ring",
        description = "Rings a piece of equipment and tells the ring's story: through the issuer that runs at HOME, or,"
                + " where none does, through one that it starts for the ring.",
        footer = {
            "",
            "With --forward through an issuer of its own it stays in the foreground until it is asked to stop or its"
                    + " terminal closes (SIGHUP; 'nohup ringback ring …' stays); through a running one the port stays"
                    + " until 'hang-up' there. When the call ends the port stays: the next connection rings again.",
            "Rings at one home at the same time go through the first of them, whose process stays until those of the others"
                    + " are done, after SIGHUP too."
        })
final class RingCommand implements Callable<Integer> {
    /** Longest wait for another process at the home that is starting or ending. */
    private static final long PATIENCE_SECONDS = 60;

    /** How long to wait before it says what it waits for. */
    private static final long SILENCE_SECONDS = 3;

    private static final long POLL_MILLIS = 20;

    /**
     * The words of {@code ready} for a program that has no issuer; for one that is still starting the exit code is the
     * same.
     */
    private static final String NO_ISSUER = "is not part of this process";

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private IssuerOptions setUp = new IssuerOptions();

    @Option(
            names = {"-s", "--system"},
            paramLabel = "SYSTEM",
            completionCandidates = Choices.Systems.class,
            description = "datagram, call-back, password or certified; default: the best that the grant allows")
    private String system = "";

    @Option(
            names = "--protection",
            paramLabel = "NAME",
            completionCandidates = Choices.Protections.class,
            description = "tls13 or certificate-first, towards the server; default: as configured")
    private String protection = "";

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            completionCandidates = Choices.Services.class,
            description = "the service wanted; default: http")
    private String service = "";

    @Option(
            names = {"-f", "--forward"},
            paramLabel = "[HOST:]PORT",
            description =
                    "listens on this loopback port for connections to the equipment, which every local user may make;"
                            + " 0 takes any free one")
    private String forward = "";

    @Option(
            names = {"-p", "--pipe"},
            description = "standard input goes to the equipment, its answer to standard output, until both have ended;"
                    + " Ctrl-D ends what is typed")
    private boolean pipe;

    @Option(
            names = {"-q", "--quiet"},
            description = "tells no story, only failures; with --pipe by itself where output or error is no terminal")
    private boolean quiet;

    @Option(names = "--json", description = "prints the story as JSON")
    private boolean json;

    @Parameters(paramLabel = "EQUIPMENT", description = "the equipment ID")
    private String equipment = "";

    @Override
    public Integer call() throws Failure, InterruptedException {
        CheckedWords.ring(equipment, system, protection, service, forward);
        setUp.checkWords();
        if (pipe && (json || !forward.isEmpty())) {
            throw Failure.usage("--pipe: (expected: without --json and --forward)");
        }
        List<String> inputs = setUp.standardInputs();
        if (inputs.size() + (pipe ? 1 : 0) > 1) {
            throw Failure.usage("standard input is asked for twice (expected: '-' at most once, and not with --pipe)");
        }
        quiet |= pipe && !(Terminals.isOne(Terminals.OUTPUT) && Terminals.isOne(Terminals.ERROR));
        WhenAsked whenAsked = WhenAsked.unfinished(quiet ? "" : "ring: asked to stop before it was done");
        for (Signal each : Signal.values()) {
            each.takenBy(() -> whenAsked.stop(each));
        }
        Home at = home.of("issuer");
        long began = System.nanoTime();
        boolean once = !inputs.isEmpty();
        boolean told = false;
        while (true) {
            Optional<LocalShell> running = at.configuredSocket()
                    .map(socket -> new LocalShell("issuer", socket))
                    .filter(LocalShell::answers);
            try {
                return running.isPresent()
                        ? ringThrough(running.get(), at, once, whenAsked)
                        : ringByItself(at, once, whenAsked);
            } catch (HomeInUse e) {
                // The other process is starting or ending: soon its socket is there, or the home is free.
                if (at.configuredSocket().isEmpty()) {
                    throw Failure.usage("ring: a program runs at " + at.root() + ", and its local socket is off"
                            + " (expected: socket = run/shell.sock, in " + at.config() + "; or another --home)");
                }
                if (waited(began) >= PATIENCE_SECONDS) {
                    throw e;
                }
            } catch (CommandNotTaken e) {
                if (waited(began) >= PATIENCE_SECONDS) {
                    throw e;
                }
            } catch (NotTakenException e) {
                if (waited(began) >= PATIENCE_SECONDS) {
                    throw new Failure("ring: the issuer does not answer: " + e.getMessage(), e);
                }
            }
            if (!told && waited(began) >= SILENCE_SECONDS) {
                told = true;
                System.err.println("ringback: waiting: a program at " + at.root() + " starts or ends");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static long waited(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    /** Rings through the issuer that runs at the home, which may be another ring's, once it is ready. */
    private int ringThrough(LocalShell running, Home at, boolean once, WhenAsked whenAsked)
            throws Failure, NotTakenException {
        // Its socket may be there before its issuer.
        LocalShell.Result ready = look(running, "ready issuer");
        if (ready.exit() != 0) {
            System.err.println("ringback: " + ready.errors().strip()
                    + (ready.exit() == ExitCode.MISSING && ready.errors().contains(NO_ISSUER)
                            ? " (expected: the home of an issuer, or one where nothing runs; this is " + at.root() + ")"
                            : ""));
            return ready.exit();
        }
        boolean silently = quiet && look(running, "help ring").output().contains("--quiet");
        if (quiet && !silently && !pipe) {
            System.err.println("ringback: --quiet: the issuer that runs is of an earlier version and tells its story;"
                    + " next: restart it");
        }
        setUp(running, at, once);
        String line = Errand.line(words(silently));
        return ring(() -> through(running.socket(), line, whenAsked));
    }

    /** Runs a command that changes nothing: if the program goes away meanwhile, it may be tried again elsewhere. */
    private static LocalShell.Result look(LocalShell running, String command) throws CommandNotTaken {
        try {
            return running.run(command, "");
        } catch (Failure e) {
            throw new CommandNotTaken(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Sets up what the options ask for; notes whether standard input was read, which another try could not read again.
     */
    private void setUp(LocalShell shell, Home at, boolean once) throws Failure {
        try {
            setUp.setUp(new SetUp(shell, at, quiet));
        } catch (CommandNotTaken e) {
            throw once ? new Failure(e.getMessage() + "; next: ring again", e) : e;
        }
    }

    private int ringByItself(Home at, boolean once, WhenAsked whenAsked)
            throws Failure, InterruptedException, NotTakenException {
        try (BriefIssuer issuer = BriefIssuer.start(at, whenAsked)) {
            LocalShell shell = issuer.ready(quiet || setUp.any()); // its state before the set-up is of no use
            int exit;
            try {
                setUp(shell, at, once);
                String line = Errand.line(words(quiet));
                exit = pipe
                        ? ring(() -> ShellClient.runHere(shell.socket(), line, whenAsked.before(System.err)))
                        : ring(() -> through(shell.socket(), line, whenAsked));
            } catch (Failure e) {
                issuer.awaitOthers(e.exit());
                throw e;
            }
            if (exit == 0 && !forward.isEmpty()) {
                issuer.awaitEnd();
            } else {
                issuer.awaitOthers(exit);
            }
            return exit;
        }
    }

    private static int through(Path socket, String line, WhenAsked whenAsked) throws IOException {
        return ShellClient.run(socket, line, System.in, Errand.OUTPUT, whenAsked.before(System.err));
    }

    private static int ring(Ringing how) throws Failure, NotTakenException {
        try {
            return how.ring();
        } catch (NotTakenException e) {
            throw e;
        } catch (IOException e) {
            throw new Failure("ring: the issuer does not answer: " + e.getMessage() + "; next: ring again", e);
        }
    }

    private List<String> words(boolean silently) {
        List<String> words = new ArrayList<>(List.of("ring", equipment));
        option(words, "--system", system);
        option(words, "--protection", protection);
        option(words, "--service", service);
        option(words, "--forward", forward);
        if (pipe) {
            words.add("--pipe");
        }
        if (silently) {
            words.add("--quiet");
        }
        if (json) {
            words.add("--json");
        }
        return words;
    }

    private static void option(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name);
            words.add(value);
        }
    }

    /** Gives the ring command to an issuer. */
    private interface Ringing {
        int ring() throws IOException;
    }
}
