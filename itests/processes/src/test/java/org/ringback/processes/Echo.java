package org.ringback.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that says back what it is told, one connection after the other; a process of its own in a namespace. */
final class Echo implements AutoCloseable {
    private final Process process;
    private final String address;

    private Echo(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /** Starts it by another command, which becomes it. */
    static Echo under(String... command) throws Exception {
        List<String> line = new ArrayList<>(List.of(command));
        Path classes = Path.of(
                Echo.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-cp",
                classes.toString(),
                Echo.class.getName()));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        return new Echo(process, said.readLine());
    }

    /** {@return where it listens, in its namespace} */
    String address() {
        return address;
    }

    /** The program: prints where it listens, and answers until it is killed. */
    public static void main(String[] none) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            System.out.println("127.0.0.1:" + listener.getLocalPort());
            while (true) {
                try (Socket socket = listener.accept()) {
                    socket.getInputStream().transferTo(socket.getOutputStream());
                }
            }
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
