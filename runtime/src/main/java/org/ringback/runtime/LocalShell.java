package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.json.JSONObject;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.ShellClient;
import org.ringback.shell.link.StartingException;

/**
 * Gives commands to a running process through its local socket. Immutable.
 *
 * @param name the name of the process for messages
 * @param socket its socket
 */
record LocalShell(String name, Path socket) {
    private static final String NO_SOCKET = "its local socket is not there yet";

    /** {@return whether a process listens on the socket} */
    boolean answers() {
        return silence().isEmpty();
    }

    /** Fails, saying why, if no process listens; one that is starting is waited for. */
    void require(Home home) throws Failure {
        try {
            Optional<IOException> silence = Patience.REAL.with(() -> {
                Optional<IOException> none = silence();
                if (none.isPresent() && !forbidden(none.get()) && isStarting(home)) {
                    throw new StartingException(NO_SOCKET);
                }
                return none;
            });
            if (silence.isPresent()) {
                throw forbidden(silence.get()) ? notMine(home) : nobodyListens(home);
            }
        } catch (IOException e) {
            throw new Failure("interrupted while the program was starting", e);
        }
    }

    /** Why a command was not taken: that is worth another try where the program has only not come to its socket yet. */
    NotTakenException whyNotTaken(Home home, NotTakenException told) {
        return !(told instanceof StartingException) && isStarting(home) ? new StartingException(NO_SOCKET) : told;
    }

    /** Whether a program has the home, and its start has not come to its end. */
    private static boolean isStarting(Home home) {
        try {
            HomeLock.look(home).close();
            return false;
        } catch (HomeInUse e) {
            try {
                return home.starts().underWay();
            } catch (IOException unreadable) {
                return false;
            }
        } catch (Failure | IOException e) {
            return false; // the lock cannot be read, so it says nothing
        }
    }

    /** The failure if no process listens; a program may still run there without its shell. */
    private static Failure nobodyListens(Home home) {
        try {
            HomeLock.look(home).close();
        } catch (HomeInUse e) {
            return new Failure(
                    "--home: a program runs at " + home.root() + ", but its shell does not answer: its bundle"
                            + " org.ringback.shell is stopped, or the program starts or ends just now (expected: a running"
                            + " shell); try again, or stop the program by a signal and start it anew",
                    e);
        } catch (Failure | IOException e) {
            return nothingRuns(home); // the lock cannot be read, so it says nothing
        }
        return nothingRuns(home);
    }

    private static Failure nothingRuns(Home home) {
        return new Failure("--home: nothing runs at " + home.root() + " (expected: the home of a running program);"
                + " start it: ringback PROGRAM --home " + Called.line(home.root()));
    }

    private Failure notMine(Home home) {
        try {
            String owner = Files.getOwner(home.root()).getName();
            return new Failure("--home: " + home.root() + " belongs to " + owner + ", who alone may use what runs there"
                    + " (expected: run as " + owner + ": sudo -u " + owner + " ringback …)");
        } catch (IOException e) {
            return new Failure("--home: " + home.root() + " is not yours: " + socket + " may not be used (expected: a"
                    + " program of this user's); whether one runs there only its user can see");
        }
    }

    /** {@return why no process listens; empty if one does} */
    private Optional<IOException> silence() {
        try {
            // Unlike connecting, this distinguishes a missing socket from one that this user may not see.
            Files.readAttributes(socket, BasicFileAttributes.class);
            SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e); // or a killed process left the file
        }
    }

    static boolean forbidden(IOException silence) {
        return silence instanceof AccessDeniedException
                || (silence instanceof SocketException && "Permission denied".equals(silence.getMessage()));
    }

    /** Runs one command, whether it succeeds or not. */
    Result run(String command, String input) throws Failure {
        return run(command, input.getBytes(StandardCharsets.UTF_8));
    }

    private Result run(String command, byte[] input) throws Failure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input);
        try {
            int exit = Patience.REAL.with(() -> ShellClient.run(socket, command, in, out, err));
            return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (NotTakenException e) {
            throw new CommandNotTaken(name + ": '" + command + "': " + e.getMessage(), e);
        } catch (IOException e) {
            throw new Failure(name + ": '" + command + "': " + e.getMessage(), e);
        }
    }

    /** Runs one command that must succeed; returns its standard output. */
    String done(String command, String input) throws Failure {
        return done(command, input.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with input as bytes, which the caller can wipe. */
    String done(String command, byte[] input) throws Failure {
        Result result = run(command, input);
        if (result.exit() != 0) {
            throw new Failure(
                    name + ": '" + command + "' failed: " + result.errors().strip());
        }
        return result.output();
    }

    String done(String command) throws Failure {
        return done(command, "");
    }

    /** The status of its roles for one piece of equipment, as there may be very many. */
    JSONObject status(String equipment) throws Failure {
        return new JSONObject(done("status --json --of " + equipment));
    }

    /**
     * The result of a command.
     *
     * @param exit its exit code
     * @param output its standard output
     * @param errors its standard error
     */
    record Result(int exit, String output, String errors) {}
}
