package org.ringback.processes;

import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.rules.ExternalResource;
import org.ringback.kit.Checked;
import org.ringback.kit.Folders;
import org.ringback.kit.Patience;
import org.ringback.kit.Program;

/**
 * OpenSSH's server for the user who runs the tests, with keys of its own: a process for each connection, as inetd would
 * start it, so that the port is whatever was free. Nothing of the machine's own server or of the user's keys is used.
 */
final class Sshd extends ExternalResource {
    private final ServerSocket port = bound();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private Path folder;
    private Path program;

    /** Where it listens. */
    String address() {
        return "127.0.0.1:" + port.getLocalPort();
    }

    /** What a client needs: its key, and where it finds the server's. */
    List<String> clientLines() {
        return List.of(
                "    User " + System.getProperty("user.name"),
                "    IdentityFile " + folder.resolve("client"),
                "    IdentitiesOnly yes",
                "    UserKnownHostsFile " + folder.resolve("known"),
                "    StrictHostKeyChecking yes",
                "    BatchMode yes");
    }

    /** Its folder, gone when it ends. */
    Path folder() {
        return folder;
    }

    @Override
    protected void before() throws Throwable {
        program = Stream.of("/usr/sbin/sshd", "/usr/local/sbin/sshd")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("sshd"));
        assumeTrue(
                "sshd, ssh or scp is not installed (Debian: openssh-server, openssh-client)",
                program.isAbsolute() && Program.exists("ssh") && Program.exists("scp") && Program.exists("ssh-keygen"));
        if ("root".equals(System.getProperty("user.name"))) {
            // Where it locks its unprivileged part in.
            Files.createDirectories(Path.of("/run/sshd"));
        }
        folder = Files.createTempDirectory("ringback-ssh-");
        for (String key : List.of("server", "client")) {
            Path file = folder.resolve(key);
            String words = "ssh-keygen -q -t ed25519 -N '' -f '" + file + "'";
            Program.foreign(Patience.LIMIT, List.of("sh", "-c", words)).ok();
        }
        Files.copy(folder.resolve("client.pub"), folder.resolve("authorized"));
        Files.writeString(folder.resolve("known"), "lamp-1 " + Files.readString(folder.resolve("server.pub")));
        Files.write(
                folder.resolve("config"),
                List.of(
                        "HostKey " + folder.resolve("server"),
                        "AuthorizedKeysFile " + folder.resolve("authorized"),
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "PidFile none",
                        "Subsystem sftp internal-sftp"));
        start(this::serve);
    }

    @Override
    protected void after() {
        try {
            port.close();
            processes.forEach(Process::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Folders.delete(folder);
        }
    }

    private static ServerSocket bound() {
        return Checked.get(() -> new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    private void serve() throws IOException {
        while (true) {
            Socket connection = port.accept();
            String config = folder.resolve("config").toString();
            Process process = new ProcessBuilder(program.toString(), "-i", "-e", "-f", config)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("log").toFile()))
                    .start();
            processes.add(process);
            start(() -> pass(connection.getInputStream(), process.getOutputStream()));
            start(() -> {
                pass(process.getInputStream(), connection.getOutputStream());
                connection.close();
            });
        }
    }

    private static void pass(InputStream from, OutputStream to) throws IOException {
        try (to) {
            byte[] chunk = new byte[65_536];
            for (int length = from.read(chunk); length >= 0; length = from.read(chunk)) {
                to.write(chunk, 0, length);
                to.flush();
            }
        }
    }

    private static void start(Checked.Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (Exception over) {
                        // One of both is gone: so is the connection.
                        return;
                    }
                },
                "sshd");
        thread.setDaemon(true);
        thread.start();
    }
}
