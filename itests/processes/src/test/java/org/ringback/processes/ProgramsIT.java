package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONObject;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/**
 * Each program from a command line alone: no shell, no terminal. What one has for another goes through files, as an
 * operator, an owner and a person would hand it on.
 */
public final class ProgramsIT {
    private static final Duration RING_LIMIT = Duration.ofSeconds(60);
    /** Less than a second on a machine that does nothing else; other suites run beside this one. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(4);

    /** In the long run more than calls-per-grant allows by itself. */
    private static final int AT_ONCE = Boolean.getBoolean("long.run") ? 10 : 4;

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
            assertTrue(help, help.matches("(?s).*\n  4 +the program cannot start.*"));
        }
    }

    // Requirements 31, 32, 33.
    @Test
    public void serverIssuerAndAcceptorWorkWithoutAShellOverIpv4() throws Exception {
        LongRun.require();
        workWithoutAShell("127.0.0.1:0", "127.0.0.0/8", "127.0.0.1:", "ar-SA", "fa-IR", "my-MM");
    }

    // Requirements 31, 32, 33.
    @Test
    public void serverIssuerAndAcceptorWorkWithoutAShellOverIpv6() throws Exception {
        LongRun.require();
        workWithoutAShell("[::1]:0", "::1/128", "]:", "ne-NP", "th-TH-u-nu-thai", "tr-TR");
    }

    /**
     * A ring by a program that ends with it, then three through the issuer that runs, then with another password in its
     * file. Each program runs on a machine of another language, at a home with other signs in its path; the server without
     * an encoding in its environment, through links.
     */
    private void workWithoutAShell(String listen, String dialable, String host, String... languages) throws Exception {
        Path enrolment = path("lamp-1.enrol");
        Path grant = path("anna.grant");
        String password = "lamp-1=" + Files.writeString(path("password"), "opensesame\n");
        Path person = path("~'x'<y>|`z`…");
        try (Party server = new Party(
                        linked(),
                        "server",
                        path(" Zürich, №1 #;&=+!$x "),
                        "--protections",
                        "tls13,certificate-first",
                        "--enrol",
                        "lamp-1=" + enrolment);
                Party gateway = new Party(
                        "demo",
                        path("gate\"way\"@^(]?*[a.b:c-d+++_"),
                        "--join",
                        enrolment.toString(),
                        "--password-file",
                        password,
                        "--grant",
                        "lamp-1/anna=" + grant);
                Party issuer = new Party("issuer", person)) {
            server.under("env", "LC_ALL=POSIX").speaking(Locale.forLanguageTag(languages[0]));
            gateway.speaking(Locale.forLanguageTag(languages[1]));
            issuer.speaking(Locale.forLanguageTag(languages[2]));
            server.configure("org.ringback.relay", "listen = " + listen).start();
            written(enrolment, server);
            gateway.configure(
                            "org.ringback.acceptor",
                            "dialable = " + dialable,
                            "protection = lamp-1=certificate-first",
                            "systems = lamp-1=datagram,call-back,password,certified")
                    .start();
            written(grant, gateway);
            gateway.awaitLog("acceptor: equipment: 1");
            assertTrue(
                    gateway.log(), gateway.log().contains("--grant: anna may ring lamp-1; the string is in " + grant));
            assertFalse("how it was before", gateway.log().contains("equipment: 0"));
            issuer.configure("org.ringback.issuer", "protection = certificate-first");
            String[] alone = {"--accept-grant", grant.toString(), "--password-file", password, "--protection", "tls13"};
            assertRings(person, "password", "tls13", host, alone);

            issuer.start().ready();
            assertRings(person, "datagram", "certificate-first", host);
            assertRings(person, "call-back", "certificate-first", host);
            assertRings(person, "certified", "certificate-first", host);
            assertEquals("certificate-first", gateway.stories().get(0).getString("protection"));
            assertTrue(registered(server, "lamp-1"));
            assertStopsInTime(gateway);
            await().atMost(1, TimeUnit.SECONDS).until(() -> !registered(server, "lamp-1"));

            Files.writeString(path("password"), "changed since\n");
            gateway.start().ready();
            await().atMost(30, TimeUnit.SECONDS).until(() -> registered(server, "lamp-1"));
            assertTrue(gateway.log(), gateway.log().contains("--join: taken already"));
            gateway.awaitLog("the password of lamp-1 is now that of the file");
            assertTrue(answeredWith(issuer, "changed since"));
            for (Party one : List.of(server, gateway, issuer)) {
                String log = Files.readString(one.home().resolve("log/ringback.log"));
                assertTrue(log, log.startsWith("20"));
            }
            assertFalse(answeredWith(issuer, "opensesame"));
            assertStopsInTime(issuer);
            assertStopsInTime(gateway);
            assertStopsInTime(server);
            assertFalse(Files.exists(server.home().resolve("run/shell.sock")));
        }
    }

    /** A link to a link to the program, each as a person may make it: one relative, one absolute. */
    private Path linked() throws IOException {
        Path program =
                Files.createSymbolicLink(path("program"), Program.ringback().toAbsolutePath());
        return Files.createSymbolicLink(path("ringback"), program.getFileName());
    }

    private static boolean answeredWith(Party issuer, String password) {
        issuer.shell("password lamp-1", password + "\n").ok();
        return Net.ring(issuer, "lamp-1", "password").getBoolean("answered");
    }

    @Test
    public void aRingForwardsAndOthersGoThroughItUntilItIsAskedToStopOrKilled() throws Exception {
        Path grant = path("anna.grant");
        Path enrolment = path("lamp-2.enrol");
        try (Party server = new Party("server", path("server"), "--enrol", "lamp-2=" + enrolment);
                Party gateway = new Party(
                        "demo", path("gateway"), "--join", enrolment.toString(), "--grant", "lamp-2/anna=" + grant);
                Party ring = new Party(
                        "ring", path("anna"), "--accept-grant", grant.toString(), "--forward", "0", "lamp-2")) {
            server.configure("org.ringback.relay", "listen = 127.0.0.1:0").start();
            written(enrolment, server);
            gateway.configure("org.ringback.acceptor", "dialable = 127.0.0.0/8", "calls-per-grant = " + AT_ONCE)
                    .start();
            written(grant, gateway);
            assertTrue(Web.get(forwarded(ring.start()), "/").contains("lamp-2"));
            try (Conversation beside = new Conversation(ring.home(), "lamp-2")) {
                beside.askForThePage();
                ring.hangUp();
                beside.askForThePage();
            }
            assertEquals("once nobody rings through it", 0, ring.ended());

            List<CompletableFuture<Result>> atOnce = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                atOnce.add(ringing(path("anna")));
            }
            for (CompletableFuture<Result> each : atOnce) {
                assertEquals("", each.get().ok());
            }

            Files.delete(ring.home().resolve("log/console.log"));
            forwarded(ring.start());
            try (Conversation beside = new Conversation(ring.home(), "lamp-2")) {
                beside.askForThePage();
                ring.kill();
                assertEquals(
                        "ringback: ring: the issuer does not answer: the connection was lost before the command ended"
                                + " (expected: an exit code); next: ring again\n",
                        beside.failure());
            }

            Result nobody = ring(path("anna"), "--service", "ftp", "lamp-2");
            assertEquals(1, nobody.exit());
            assertTrue(nobody.errors(), nobody.errors().contains("nothing there answers the service ftp"));
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> gateway.shell("calls").ok().contains("  not answered: nothing answers the service\n"));

            Files.delete(ring.home().resolve("log/console.log"));
            String port = forwarded(ring.start());
            gateway.kill();
            ring.awaitLog("lamp-2, port " + port + ": the call ended: connection lost: ");
            gateway.start().ready();
            await().atMost(30, TimeUnit.SECONDS)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> Web.get(port, "/").contains("lamp-2"));
            ring.awaitLog("lamp-2, port " + port + ": a call stands again");
            assertEquals(0, ring.stop());
        }
    }

    // Requirement 34.
    @Test
    public void theWholeSystemRingsServesOnAndStartsAgainOverIpv4() throws Exception {
        wholeSystem("127.0.0.1:0", "127.0.0.1:");
    }

    // Requirement 34.
    @Test
    public void theWholeSystemRingsServesOnAndStartsAgainOverIpv6() throws Exception {
        LongRun.require();
        wholeSystem("[::1]:0", "]:");
    }

    private void wholeSystem(String listen, String host) throws Exception {
        Path home = path("system");
        String listens;
        try (Party system = new Party("system", home, "--system", "datagram")) {
            system.configure("org.ringback.relay", "listen = " + listen).start();
            JSONObject status = assertServesOn(system, host, "system datagram, protection tls13");
            listens = status.getJSONArray("listens").getString(0);
        }
        Files.delete(home.resolve("log/console.log"));
        try (Party again = new Party("system", home, "--system", "certified", "--protection", "certificate-first")) {
            again.configure("org.ringback.relay", "listen = " + listens).start();
            JSONObject status = assertServesOn(again, host, "system certified, protection certificate-first");
            assertEquals(2, status.getJSONArray("enrolments").length());
        }
    }

    /** It has rung in that way and serves the page until it is stopped; returns what its server says of itself. */
    private static JSONObject assertServesOn(Party system, String host, String way) throws Exception {
        assertTrue(Web.get(forwarded(system), "/").contains("thermostat-1"));
        assertTrue(system.log(), system.log().contains("of thermostat-1, " + way));
        assertTrue(system.log(), system.log().contains("  answered"));
        system.awaitLog("the thermostat's page, over the call-back: http://");
        assertTrue(system.log(), system.log().contains(host));
        await().atMost(5, TimeUnit.SECONDS).until(() -> system.log().contains("ringback: runs, home " + system.home()));
        JSONObject status = new JSONObject(system.shell("status --json").ok()).getJSONObject("server");
        assertStopsInTime(system);
        return status;
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

    private static void assertRings(Path home, String system, String protection, String host, String... options)
            throws Exception {
        List<String> words = new ArrayList<>(List.of(options));
        words.addAll(List.of("--system", system, "--json", "lamp-1"));
        JSONObject story =
                new JSONObject(ring(home, words.toArray(String[]::new)).ok());
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertEquals(system, story.getString("system"));
        assertEquals(protection, story.getString("protection"));
        assertTrue(story.toString(), story.getJSONArray("steps").toString().contains(host));
    }

    /** Beside others: through the first of them. */
    private static CompletableFuture<Result> ringing(Path home) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ring(home, "--quiet", "lamp-2");
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    private static Result ring(Path home, String... words) throws Exception {
        String[] command = new String[words.length + 3];
        command[0] = "ring";
        command[1] = "--home";
        command[2] = home.toString();
        System.arraycopy(words, 0, command, 3, words.length);
        return Program.run(RING_LIMIT, command);
    }

    /** SIGTERM: exit code 0, without waiting for anything that has a time of its own. */
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
