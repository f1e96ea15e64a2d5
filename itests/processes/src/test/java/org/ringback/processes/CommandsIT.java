package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;

/** What a person can get wrong in a running gateway: strings, commands, configuration files. */
public final class CommandsIT {
    @ClassRule
    public static final Net NET = new Net();

    private static final String RELAY = "org.ringback.relay";
    private static final String ACCEPTOR = "org.ringback.acceptor";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    @Test
    public void aCutOrChangedEnrolmentStringIsToldFromAGoodOne() {
        String good = NET.server().shell("enrol lamp-1").ok().strip();
        int step = Math.max(1, good.length() / 25);
        for (int length = 1; length < good.length(); length += step) {
            refused(NET.gateway(), "join", good.substring(0, length));
        }
        for (int at = 0; at < good.length(); at += step) {
            char other = good.charAt(at) == 'A' ? 'B' : 'A';
            refused(NET.gateway(), "join", good.substring(0, at) + other + good.substring(at + 1));
        }
        refused(NET.gateway(), "join", good + good);
        refused(NET.gateway(), "join", "");
        refused(NET.gateway(), "join", "hello");
        // The good one still works: nothing of the above has used it up.
        assertEquals("lamp-1", NET.gateway().shell("join", good).ok().strip());
        NET.awaitRegistered("lamp-1");
    }

    @Test
    public void aCutOrChangedGrantStringIsToldFromAGoodOne() {
        NET.join("lamp-2", NET.serverName(Net.IPV4));
        String good = NET.gateway().shell("grant lamp-2 anna").ok().strip();
        int step = Math.max(1, good.length() / 25);
        for (int length = 1; length < good.length(); length += step) {
            refused(NET.issuer(), "accept-grant", good.substring(0, length));
        }
        for (int at = 0; at < good.length(); at += step) {
            char other = good.charAt(at) == 'A' ? 'B' : 'A';
            refused(NET.issuer(), "accept-grant", good.substring(0, at) + other + good.substring(at + 1));
        }
        String enrolment = NET.server().shell("enrol lamp-3").ok();
        assertTrue(refused(NET.issuer(), "accept-grant", enrolment).contains("enrolment string"));
        assertTrue(refused(NET.gateway(), "join", good).contains("grant string"));
        assertEquals("lamp-2", NET.issuer().shell("accept-grant", good).ok().strip());
        assertTrue(NET.ring("lamp-2", "call-back").getBoolean("answered"));
    }

    private static String refused(Party party, String command, String input) {
        Result result = party.shell(command, input);
        assertTrue(input + ": " + result, result.exit() == 1 || result.exit() == 2);
        assertTrue(result.errors(), result.errors().contains("(expected: "));
        assertEquals("one line: " + result.errors(), 1, result.errors().lines().count());
        assertEquals("", result.output());
        return result.errors();
    }

    @Test
    public void secretsInACommandLineAreRefusedAndNotRepeated() {
        NET.join("safe-1", NET.serverName(Net.IPV4));
        String enrolment = NET.server().shell("enrol safe-2").ok().strip();
        String grant = NET.gateway().shell("grant safe-1 anna").ok().strip();
        leaked(NET.gateway(), "join " + enrolment, enrolment);
        leaked(NET.issuer(), "accept-grant " + grant, grant);
        leaked(NET.gateway(), "password safe-1 opensesame", "opensesame");
        NET.gateway().shell("password safe-1", "opensesame\n").ok();
        String recorded = NET.gateway().shell("audit --json").ok();
        assertTrue(recorded, recorded.contains("\"what\":\"password\""));
        assertTrue(recorded, recorded.contains("safe-1 to anna"));
        for (String secret : List.of(grant, enrolment, "opensesame")) {
            assertFalse(recorded, recorded.contains(secret));
        }
    }

    private static void leaked(Party party, String command, String secret) {
        Result result = party.shell(command);
        assertEquals(2, result.exit());
        assertTrue(result.errors(), result.errors().contains("standard input"));
        assertFalse(result.errors().contains(secret));
        assertFalse(party.log().contains(secret));
    }

    /** Counted by strace: a console is one process, whatever is typed in it. */
    @Test
    public void aConsoleAtAPseudoTerminalCompletesRunsAndStartsNoProcessForACommand() throws Exception {
        Party server = NET.server();
        String console = Program.ringback() + " shell --home '" + server.home() + "'";
        try (PseudoTerminal terminal = PseudoTerminal.start(folder.getRoot().toPath(), console)) {
            terminal.awaitText("> ", 0);
            long before = terminal.started();
            assertTrue(terminal.type("regis\t", "registrations").contains("registrations"));
            // what JLine tells the terminal before a command has no width
            String table = terminal.type("\r", "> ").replaceAll("\u001b[\\[=>][?0-9;]*[a-z]?", "");
            assertTrue(table, table.contains("SERVER SOCKET"));
            String plain = table.replaceAll("\u001b[\\[(][0-9;?]*[ -/]*[@-~]|\u001b[=>]", "");
            assertTrue(plain, plain.lines().allMatch(line -> line.strip().length() <= 80));
            assertTrue(terminal.type("enrol lamp-9 | grep -c ringback-enrol\r", "> ")
                    .contains("1"));
            assertTrue(terminal.type("enrol not_an_id!\r", "(expected: ").contains("not_an_id!"));
            terminal.type("watch -n 1 registrations\r", "every 1 s");
            terminal.type("\u0003", "> ");
            assertTrue(terminal.type("join opensesame\r", "> ").contains("a secret must not stand in a command line"));
            assertEquals("no process for any of them", before, terminal.started());
            terminal.type("\u0004", "");
            assertEquals(0, terminal.exit());
        }
        String kept = Files.readString(server.home().resolve("state/console.history"));
        assertTrue(kept, kept.contains("registrations"));
        assertFalse(kept, kept.contains("opensesame"));
        Result piped = Program.run(
                Duration.ofSeconds(30), "shell", "--home", server.home().toString());
        assertEquals(2, piped.exit());
        assertTrue(piped.errors(), piped.errors().contains("shell: the command is missing"));
    }

    @Test
    public void wrongCommandsEndWithTwoAndAbsentRolesWithThree() {
        for (String wrong :
                List.of("no-such-command", "ring", "ring a b", "ring a --no-such-option", "ring lamp-1 --system no")) {
            Result result = NET.issuer().shell(wrong);
            assertEquals(wrong + ": " + result.errors(), 2, result.exit());
            assertFalse(wrong, result.errors().isBlank());
            assertFalse(result.errors(), result.errors().contains("Exception"));
        }
        for (String absent : List.of("registrations", "enrol lamp-1", "grant lamp-1 anna")) {
            Result result = NET.issuer().shell(absent);
            assertEquals(absent + ": " + result.errors(), 3, result.exit());
            assertTrue(result.errors(), result.errors().contains("(expected: "));
        }
        for (String bad : List.of("ring not_an_id!", "ring " + "x".repeat(300))) {
            Result result = NET.issuer().shell(bad);
            assertTrue(bad + ": " + result, result.exit() == 1 || result.exit() == 2);
            assertFalse(result.errors(), result.errors().contains("Exception"));
        }
        Result unknown = NET.issuer().shell("ring nobody-1");
        assertEquals(1, unknown.exit());
        assertTrue(unknown.errors(), unknown.errors().contains("nobody-1"));
    }

    @Test
    public void aKeyIsChangedInItsFileAndInForceWhenThatIsTold() throws Exception {
        Party server = NET.server();
        Path file = server.home().resolve("config/" + RELAY + ".cfg");
        Files.writeString(file, Files.readString(file) + "# one's own words\n");
        String before = Files.readString(file);
        String told = server.shell("config set relay.lifetime 150").ok();
        assertTrue(told, told.startsWith(RELAY + ": lifetime: 150 now, "));
        assertTrue(told, told.endsWith(" before; in force\n"));
        assertTrue(Files.readString(file).contains("lifetime = 150\n"));
        assertTrue(Files.readString(file).contains("# one's own words\n"));
        String listed = server.shell("config relay --changed").ok();
        assertTrue(listed, listed.contains("no: 180"));
        Result bad = server.shell("config set relay.lifetime 5");
        assertEquals(RELAY + ": lifetime: '5' (expected: 30 to 3600)\n", bad.errors());
        assertEquals(1, bad.exit());
        assertTrue(server.shell("config unset relay.lifetime")
                .ok()
                .startsWith(RELAY + ": lifetime: 180 now, 150 before; in force"));
        assertTrue(server.shell("config set store.key-file keys/other.key").ok().contains("taken at the next start"));
        assertTrue(server.shell("config unset store.key-file").ok().contains("keys/store.key now"));
        String recorded =
                server.shell("audit --json --what configuration --who console").ok();
        assertEquals(recorded, 5, new JSONObject(recorded).getJSONArray("audit").length());
        Files.writeString(file, before);
    }

    @Test
    public void aBadConfigurationIsRefusedAndTheOldOneStaysInForce() {
        NET.provide("lamp-4", NET.serverName(Net.IPV4));
        String addresses = NET.serverName(Net.IPV4);
        refusedAtOnce("lifetime = 5", "dialable = here", "local = 300.0.0.1");
        refusedAtOnce("listen = 0.0.0.0:0", "systems = lamp-4=telepathy", "local = here");
        assertEquals(addresses, NET.serverName(Net.IPV4));
        assertTrue(NET.ring("lamp-4", "call-back").getBoolean("answered"));
    }

    /** One bad value for each party; what becomes of all the others is told by the tests of their options. */
    private static void refusedAtOnce(String server, String gateway, String issuer) {
        List<Runnable> refusals = List.of(
                refusal(NET.server(), RELAY, server, "listen = 127.0.0.1:0, [::1]:0", "refresh = 2"),
                refusal(NET.gateway(), ACCEPTOR, gateway),
                refusal(NET.issuer(), "org.ringback.issuer", issuer));
        refusals.forEach(Runnable::run);
    }

    /** Writes it, and returns what waits until it is refused. */
    private static Runnable refusal(Party party, String pid, String bad, String... good) {
        String key = bad.substring(0, bad.indexOf(' '));
        int before = lines(party, key);
        party.configure(pid, Stream.concat(Stream.of(good), Stream.of(bad)).toArray(String[]::new));
        return () -> await(bad).atMost(20, TimeUnit.SECONDS).until(() -> lines(party, key) > before);
    }

    private static int lines(Party party, String key) {
        return (int) party.log()
                .lines()
                .filter(line -> line.contains(key + ": ") && line.contains("(expected: "))
                .count();
    }
}
