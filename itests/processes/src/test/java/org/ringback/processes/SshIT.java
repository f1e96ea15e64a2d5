package org.ringback.processes;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.Timeout;
import org.ringback.kit.Program;

/** ssh and scp through a ring, by the two lines in the client's configuration that the README gives. */
public final class SshIT {
    private static final Sshd SSHD = new Sshd();
    private static final Net NET = new Net().forwarding("lamp-1/ssh=" + SSHD.address());
    private static final int SIZE = 4 << 20;

    @ClassRule
    public static final RuleChain BOTH = RuleChain.outerRule(SSHD).around(NET);

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    private static Path config;

    @BeforeClass
    public static void theTwoLinesStandInTheConfiguration() throws IOException {
        NET.provide("lamp-1", NET.serverName(Net.IPV4));
        List<String> lines = new ArrayList<>(List.of(
                "Host lamp-1",
                "    ProxyCommand " + Program.ringback() + " ring --home "
                        + NET.issuer().home() + " --pipe --service ssh %h"));
        lines.addAll(SSHD.clientLines());
        config = Files.write(SSHD.folder().resolve("client-config"), lines);
    }

    @Test
    public void aCommandRunsThroughIt() throws Exception {
        assertEquals("through\n", output(start("ssh", "lamp-1", "echo through")));
    }

    @Test
    public void aFileGoesThereAndBackWhileACommandRunsBesideIt() throws Exception {
        byte[] bytes = new byte[SIZE];
        new Random(8).nextBytes(bytes);
        Path here = Files.write(SSHD.folder().resolve("here"), bytes);
        Path there = SSHD.folder().resolve("there");
        Path back = SSHD.folder().resolve("back");

        Process copying = start("scp", here.toString(), "lamp-1:" + there);
        Process beside = start("ssh", "lamp-1", "echo beside");
        assertEquals("beside\n", output(beside));
        output(copying);
        assertArrayEquals(bytes, Files.readAllBytes(there));
        output(start("scp", "lamp-1:" + there, back.toString()));
        assertArrayEquals(bytes, Files.readAllBytes(back));
    }

    private static Process start(String program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(program, "-F", config.toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        SSHD.folder().resolve("client-log").toFile()))
                .start();
    }

    private static String output(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String log = Files.readString(SSHD.folder().resolve("client-log"))
                + (Files.exists(SSHD.folder().resolve("log"))
                        ? Files.readString(SSHD.folder().resolve("log"))
                        : "");
        assertEquals(log, 0, process.waitFor());
        return output;
    }
}
