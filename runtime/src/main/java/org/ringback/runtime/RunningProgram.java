package org.ringback.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Runs a container in this process. When the process is asked to stop (SIGTERM, Ctrl-C), stops the container in order,
 * and tells the person what that means. Used by one thread.
 */
final class RunningProgram implements AutoCloseable {
    private static final List<RoleBundle> ROLES = List.of(
            new RoleBundle("server", "org.ringback.relay"),
            new RoleBundle("acceptor", "org.ringback.acceptor"),
            new RoleBundle("issuer", "org.ringback.issuer"));
    private static final long SOCKET_SECONDS = 30;
    private static final long POLL_MILLIS = 20;

    private final Feature feature;
    private final Home home;
    private final Container container;
    private final Thread atExit = new Thread(this::stopAsAsked, "ringback-stop");
    private final WhenAsked whenAsked;
    private List<String> warnings = List.of();

    private RunningProgram(Feature feature, Home home, Container container, WhenAsked whenAsked) {
        this.feature = feature;
        this.home = home;
        this.container = container;
        this.whenAsked = whenAsked;
    }

    /**
     * Starts a program.
     *
     * @param brief whether it runs for one command, and not until it is asked to stop
     */
    static RunningProgram start(
            Installation installation, Feature feature, Home home, WhenAsked whenAsked, boolean brief) throws Failure {
        RunningProgram program =
                new RunningProgram(feature, home, new Container(installation, feature, home, brief), whenAsked);
        Runtime.getRuntime().addShutdownHook(program.atExit);
        try {
            program.container.start();
        } catch (Failure e) {
            program.container.told();
            program.close();
            throw e;
        }
        return program;
    }

    Home home() {
        return home;
    }

    /**
     * Waits until every role does its work, and prints the state of each; if quiet, only what is wrong.
     *
     * @return the shell for its commands; empty if the local socket is off
     */
    Optional<LocalShell> ready(boolean quiet) throws Failure, InterruptedException {
        try {
            Optional<LocalShell> shell = awaitReady(quiet);
            container.ready();
            return shell;
        } catch (Failure e) {
            container.told();
            throw e;
        }
    }

    private Optional<LocalShell> awaitReady(boolean quiet) throws Failure, InterruptedException {
        Optional<Path> socket = home.configuredSocket();
        String roles = roles();
        if (socket.isEmpty()) {
            readyWithoutSocket(roles);
            return Optional.empty();
        }
        LocalShell shell = new LocalShell(feature.name(), socket.get());
        await(shell::answers, () -> "its local socket does not come: " + shell.socket());
        LocalShell.Result result = shell.run("ready " + roles, "");
        warnings = result.errors().lines().toList();
        warnings.forEach(this::say);
        if (result.exit() != 0) {
            throw notStarted();
        }
        if (!quiet) {
            result.output().lines().forEach(this::say);
        }
        return Optional.of(shell);
    }

    private String roles() {
        return ROLES.stream()
                .filter(role -> feature.has(role.bundle()))
                .map(RoleBundle::role)
                .collect(Collectors.joining(" "));
    }

    /** Prints the present state of each role, and warnings that were not printed before. */
    void told(LocalShell shell) throws Failure {
        LocalShell.Result result = shell.run("ready " + roles(), "");
        result.errors().lines().filter(line -> !warnings.contains(line)).forEach(this::say);
        result.output().lines().forEach(this::say);
    }

    /** Waits for the roles without the socket, by the shell bundle's service. */
    private void readyWithoutSocket(String roles) throws Failure, InterruptedException {
        await(container::tellsOfRoles, () -> "nobody tells of its roles (expected: org.ringback.shell in its feature)");
        try {
            container.ready(roles).lines().forEach(this::say);
        } catch (Failure e) {
            say(String.valueOf(e.getMessage()));
            throw notStarted();
        }
    }

    private Failure notStarted() {
        return Failure.notStarted("not started; next: mend it, in " + home.config() + " if that is where it is set");
    }

    private void await(BooleanSupplier there, Supplier<String> absence) throws Failure, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOCKET_SECONDS);
        while (!there.getAsBoolean()) {
            List<String> reasons = container.reasons();
            if (!reasons.isEmpty()) {
                throw Failure.notStarted(feature.name() + ": does not run: " + String.join("; ", reasons));
            }
            if (System.nanoTime() > limit) {
                throw Failure.notStarted(absence.get() + "; see " + home.log());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    /** Prints to standard error, as standard output is for the result of a command. */
    void say(String what) {
        System.err.println("ringback: " + what);
    }

    /** Reads the configuration again at once. */
    void readConfiguration() {
        container.readConfiguration();
    }

    /**
     * Waits until nobody else rings through this program, and says meanwhile what happens to forwards; it takes no more
     * commands from then on.
     */
    void awaitOthers() {
        container.awaitOthers(0, this::say);
    }

    /** The same, but for one command or forward, which is the program's own. */
    void awaitAllButOne() {
        container.awaitOthers(1, this::say);
    }

    void awaitStop() throws InterruptedException {
        container.awaitStop();
    }

    /** Stops because of a signal; whatever the main thread does meanwhile no longer decides the exit code. */
    private void stopAsAsked() {
        String why = whenAsked.ask(Signal.TERM); // or another signal came before, which was told already
        if (!why.isEmpty()) {
            say(why);
        }
        container.close();
        System.out.flush();
        Runtime.getRuntime().halt(whenAsked.exit());
    }

    /** Stops by itself; the exit code is the caller's. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            awaitEnd();
        }
        container.close();
    }

    /** Waits for the end of the process, which a signal ended: failures that follow from that are not told. */
    private void awaitEnd() {
        try {
            atExit.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record RoleBundle(String role, String bundle) {}
}
