package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.ringback.kit.Program;
import org.ringback.wire.MessageKind;

/** What Wireshark sees of the STUN datagrams on the loopback interface. Used by one thread. */
final class Wireshark {
    private static final String TSHARK = "tshark";
    /** Our ports are any: what some other protocol calls its own says nothing here. */
    private static final String READ = "-o udp.try_heuristic_first:TRUE -T fields -E separator=;"
            + " -e _ws.col.Protocol -e stun.type -e _ws.malformed -e _ws.expert.message";

    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final Path file;

    private Wireshark(Process process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** Begins to capture; empty if this machine or this user cannot. */
    static Optional<Wireshark> ofLoopback(Path folder) throws IOException {
        if (!Program.exists(TSHARK)) {
            return Optional.empty();
        }
        Path file = folder.resolve("loopback.pcapng");
        // Behind the 8 bytes of UDP and 4 of type and length stands the magic cookie (RFC 8489 §5); ip6: no port match.
        String stun = "udp and (udp[12:4] = 0x2112a442 or (ip6 and ip6[52:4] = 0x2112a442))";
        Process process = new ProcessBuilder(TSHARK, "-i", "lo", "-f", stun, "-w", file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(false)
                .start();
        BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            if (line.contains("Capturing on")) {
                return Optional.of(new Wireshark(process, file));
            }
        }
        process.destroyForcibly();
        return Optional.empty();
    }

    /** Ends the capture: every datagram is STUN to Wireshark, none is malformed, and the rings are among them. */
    void assertAllIsStun() throws InterruptedException {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        List<String> command = new ArrayList<>(List.of(TSHARK, "-r", file.toString()));
        command.addAll(List.of(READ.split(" ", -1)));
        String text = Program.foreign(READ_LIMIT, command).ok();
        Set<Integer> types = new TreeSet<>();
        for (String line : text.lines().toList()) {
            String[] fields = line.split(";", -1);
            assertEquals(line, "STUN", fields[0]);
            assertFalse(line, fields[1].isEmpty());
            assertEquals(line, "", fields[2]);
            types.add(Integer.decode(fields[1]));
        }
        for (MessageKind kind : List.of(
                MessageKind.REGISTER,
                MessageKind.REGISTERED,
                MessageKind.CHALLENGE,
                MessageKind.WAKE_UP,
                MessageKind.DATAGRAM_RING,
                MessageKind.RING_ACKNOWLEDGED)) {
            assertEquals(kind + " among " + types, true, types.contains(kind.type()));
        }
    }
}
