package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.junit.rules.ExternalResource;
import org.ringback.shell.link.ShellClient;

/** A local socket with the real Gogo behind it, without a framework. */
final class ShellRule extends ExternalResource {
    final UnderWay underWay = new UnderWay();
    final CommandProcessorImpl processor = new CommandProcessorImpl(null);
    /** What stands for the standard input and output of this process. */
    OwnStreams own = new OwnStreams(InputStream.nullInputStream(), OutputStream.nullOutputStream());

    /** What does not run yet. */
    Optional<String> starting = Optional.empty();

    /** Gogo holds sessions weakly, and trips at its end over one that the garbage collector took meanwhile. */
    private final List<CommandSession> unused = new ArrayList<>();

    private Path folder = Path.of("");
    private ShellServer server;

    @Override
    protected void before() throws IOException {
        // A short path: that of a socket has at most 107 bytes.
        folder = Files.createTempDirectory("rb");
        server = ShellServer.open(sessions(), underWay, socket());
    }

    private Sessions sessions() {
        return new Sessions() {
            @Override
            public CommandSession create(InputStream in, OutputStream out, OutputStream err) {
                return processor.createSession(in, out, err);
            }

            @Override
            public Optional<String> starting(String line) {
                return starting;
            }

            @Override
            public OwnStreams own() {
                return own;
            }
        };
    }

    @Override
    protected void after() {
        server.close();
        unused.forEach(CommandSession::close);
        processor.stop();
        try {
            Files.deleteIfExists(socket().getParent());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void close() {
        server.close();
    }

    Path socket() {
        return folder.resolve("run").resolve("shell.sock");
    }

    /** A session whose streams nobody uses. */
    CommandSession session() {
        CommandSession made = processor.createSession(
                InputStream.nullInputStream(), OutputStream.nullOutputStream(), OutputStream.nullOutputStream());
        unused.add(made);
        return made;
    }

    void add(Command... commands) {
        for (Command command : commands) {
            processor.addCommand("ringback", command, command.name());
        }
    }

    void add(String name, Function function) {
        processor.addCommand("ringback", function, name);
    }

    Result run(String line) throws IOException {
        return run(line, "");
    }

    Result run(String line, String input) throws IOException {
        return run(line, new ByteArrayInputStream(input.getBytes(UTF_8)));
    }

    Result run(String line, InputStream input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit = ShellClient.run(socket(), line, input, out, err);
        return new Result(exit, out.toString(UTF_8), err.toString(UTF_8));
    }

    record Result(int exit, String out, String err) {}
}
