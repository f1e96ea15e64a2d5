package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;

/**
 * Each program from a command line alone: no shell, no terminal. What one has for another goes through files, as an
 * operator, an owner and a person would hand it on.
 */
public final class ProgramsIT {
    private static final Duration RING_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(1);
    private static final Pattern FORWARDED = Pattern.compile("forwarded at (\\S+) until");

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void everyProgramHelpsAndTellsItsExitCodes() throws Exception {
        for (String program : List.of("server", "acceptor", "issuer", "system", "ring")) {
            String help = Program.run(RING_LIMIT, program, "--help").ok();
            assertTrue(help, help.startsWith("Usage: ringback " + program));
            assertTrue(help, help.contains("Exit codes:"));
            assertTrue(help, help.contains("  4   the program cannot start"));
        }
    }

    @Test
    public void serverAcceptorAndIssuerWorkWithoutAShell() throws Exception {
        Path enrolment = path("lamp-1.enrol");
        Path grant = path("anna.grant");
        Path password = Files.writeString(path("password"), "opensesame\n");
        Path person = path("anna");
        try (Party server = new Party("server", path("server"), "--enrol", "lamp-1=" + enrolment);
                Party gateway = new Party(
                        "demo",
                        path("gateway"),
                        "--join",
                        enrolment.toString(),
                        "--password-file",
                        "lamp-1=" + password,
                        "--grant",
                        "lamp-1/anna=" + grant)) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0, [::1]:0")
                    .start();
            written(enrolment, server);
            gateway.configure(
                            "org.ringback.acceptor",
                            "dialable = 127.0.0.0/8, ::1/128",
                            "systems = lamp-1=datagram,call-back,password,certified")
                    .start();
            written(grant, gateway);
            assertRings(
                    person, "password", "--accept-grant", grant.toString(), "--password-file", "lamp-1=" + password);
            assertRings(person, "datagram", "--accept-grant", grant.toString());

            try (Party issuer = new Party("issuer", person)) {
                issuer.start().ready();
                assertRings(person, "call-back");
                assertRings(person, "password");
                assertStopsInTime(issuer);
            }
            assertTrue(registered(server, "lamp-1"));
            assertStopsInTime(gateway);
            await().atMost(1, TimeUnit.SECONDS).until(() -> !registered(server, "lamp-1"));

            gateway.start().ready();
            await().atMost(30, TimeUnit.SECONDS).until(() -> registered(server, "lamp-1"));
            assertTrue(gateway.log(), gateway.log().contains("--join: taken already"));
            assertStopsInTime(gateway);
            assertStopsInTime(server);
            assertFalse(Files.exists(server.home().resolve("run/shell.sock")));
        }
    }

    @Test
    public void aRingForwardsAndServesThePageUntilItIsAskedToStop() throws Exception {
        Path grant = path("anna.grant");
        Path enrolment = path("lamp-2.enrol");
        try (Party server = new Party("server", path("server"), "--enrol", "lamp-2=" + enrolment);
                Party gateway = new Party(
                        "demo", path("gateway"), "--join", enrolment.toString(), "--grant", "lamp-2/anna=" + grant);
                Party ring = new Party(
                        "ring", path("anna"), "--accept-grant", grant.toString(), "--forward", "0", "lamp-2")) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0").start();
            written(enrolment, server);
            gateway.configure("org.ringback.acceptor", "dialable = 127.0.0.0/8").start();
            written(grant, gateway);
            assertTrue(Web.get(forwarded(ring.start()), "/").contains("lamp-2"));
            assertStopsInTime(ring);

            Result nobody = ring(path("anna"), "--service", "ftp", "lamp-2");
            assertEquals(1, nobody.exit());
            assertTrue(nobody.errors(), nobody.errors().contains("nothing there answers it"));
            assertStopsInTime(gateway);
        }
    }

    @Test
    public void theWholeSystemRingsOnceServesOnAndStartsAgain() throws Exception {
        Path home = path("system");
        try (Party system = new Party("system", home, "--system", "datagram")) {
            system.configure("org.ringback.relay", "listen = 127.0.0.1:0").start();
            assertTrue(Web.get(forwarded(system), "/").contains("thermostat-1"));
            assertTrue(system.log(), system.log().contains("of thermostat-1, system datagram, protection tls13"));
            assertTrue(system.log(), system.log().contains("  answered"));
            await().atMost(5, TimeUnit.SECONDS).until(() -> system.log().contains("ringback: runs, home " + home));
            JSONObject status = new JSONObject(system.shell("status --json").ok());
            String listens =
                    status.getJSONObject("server").getJSONArray("listens").getString(0);
            assertStopsInTime(system);

            Files.delete(home.resolve("log/console.log"));
            system.configure("org.ringback.relay", "listen = " + listens).start();
            assertTrue(Web.get(forwarded(system), "/").contains("thermostat-1"));
            JSONObject again = new JSONObject(system.shell("status --json").ok());
            assertEquals(
                    2, again.getJSONObject("server").getJSONArray("enrolments").length());
            assertStopsInTime(system);
        }
    }

    @Test
    public void asAServerItTellsOnlyWhatWasAskedForOnStandardOutput() throws Exception {
        try (Party party = new Party("server", path("server"))) {
            party.configure("org.ringback.relay", "listen = 127.0.0.1:0");
        }
        Process server = new ProcessBuilder(
                        Program.ringback().toString(),
                        "server",
                        "--home",
                        path("server").toString(),
                        "--enrol",
                        "a-1=-")
                .redirectError(path("errors").toFile())
                .start();
        try {
            byte[] first = server.getInputStream().readNBytes("ringback-enrol-".length());
            assertEquals("ringback-enrol-", new String(first, StandardCharsets.UTF_8));
        } finally {
            server.destroy();
            assertTrue(server.waitFor(20, TimeUnit.SECONDS));
        }
        assertEquals(0, server.exitValue());
    }

    private Path path(String name) {
        return folder.getRoot().toPath().resolve(name);
    }

    private static void written(Path file, Party by) throws Exception {
        await().atMost(90, TimeUnit.SECONDS).until(() -> !by.alive() || Files.exists(file));
        assertTrue(by.log(), Files.exists(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    private static String forwarded(Party party) {
        await().atMost(90, TimeUnit.SECONDS)
                .until(() -> !party.alive() || FORWARDED.matcher(party.log()).find());
        Matcher matcher = FORWARDED.matcher(party.log());
        assertTrue(party.log(), matcher.find());
        return matcher.group(1);
    }

    private static void assertRings(Path home, String system, String... options) throws Exception {
        String[] words = new String[options.length + 4];
        System.arraycopy(options, 0, words, 0, options.length);
        words[options.length] = "--system";
        words[options.length + 1] = system;
        words[options.length + 2] = "--json";
        words[options.length + 3] = "lamp-1";
        JSONObject story = new JSONObject(ring(home, words).ok());
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertEquals(system, story.getString("system"));
    }

    private static Result ring(Path home, String... words) throws Exception {
        String[] command = new String[words.length + 3];
        command[0] = "ring";
        command[1] = "--home";
        command[2] = home.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        return Program.run(RING_LIMIT, command);
    }

    /** SIGTERM: exit code 0, within a second. */
    private static void assertStopsInTime(Party party) throws Exception {
        long began = System.nanoTime();
        assertEquals(party.log(), 0, party.stop());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(party.home() + " took " + took, took.compareTo(STOP_LIMIT) < 0);
    }

    private static boolean registered(Party server, String equipment) {
        return server.shell("registrations").ok().lines().anyMatch(line -> line.startsWith(equipment + " "));
    }
}
