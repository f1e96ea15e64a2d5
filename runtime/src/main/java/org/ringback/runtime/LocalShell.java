package org.ringback.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.json.JSONObject;
import org.ringback.shell.link.ShellClient;

/**
 * The commands of a running process, through its local socket. Immutable.
 *
 * @param name what the process is called in messages
 * @param socket its socket
 */
record LocalShell(String name, Path socket) {
    /** {@return whether somebody listens} */
    boolean answers() {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false; // left by a process that was killed
        }
    }

    /** Runs one command, whatever comes of it. */
    Result run(String command, String input) throws Failure {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        try {
            int exit = ShellClient.run(socket, command, in, out, err);
            return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new Failure(name + ": '" + command + "': " + e.getMessage(), e);
        }
    }

    /** Runs one command that must succeed, and returns its standard output. */
    String done(String command, String input) throws Failure {
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

    /** {@return how its roles are} */
    JSONObject status() throws Failure {
        return new JSONObject(done("status --json"));
    }

    /**
     * What a command did.
     *
     * @param exit its exit code
     * @param output its standard output
     * @param errors its standard error
     */
    record Result(int exit, String output, String errors) {}
}
