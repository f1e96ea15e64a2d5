package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.configuration.ConfigurationControl.Became;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** What is in force is listed, and a key is changed by any name that can be meant by nothing else. */
public class ConfigCommandTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeAudit audit = new FakeAudit();
    private final FakeConfiguration configuration = new FakeConfiguration();
    private final Roles roles = new Roles(null, null, null, List.of());

    @Before
    public void commands() {
        roles.audit = audit;
        roles.configuration = configuration;
        shell.add(new ConfigCommand(roles));
    }

    private String refused(int exit, String line) throws IOException {
        ShellRule.Result result = shell.run(line);
        assertEquals(result.err(), exit, result.exit());
        assertEquals("", result.out());
        return result.err();
    }

    private static AuditEntry recorded(String file, String outcome) {
        return new AuditEntry("configuration", AuditEntry.console(), file, AuditEntry.LOCAL_SOCKET, outcome);
    }

    @Test
    public void everyKeyIsListedWithItsValueAndWhetherThatIsTheDefault() throws IOException {
        List<String> lines = shell.run("config").out().lines().toList();
        assertTrue(lines.get(0), lines.get(0).matches("PID +KEY +VALUE +DEFAULT"));
        assertTrue(lines.get(4), lines.get(4).matches("org.ringback.issuer +local +192.0.2.1 +no: empty"));
        assertTrue(lines.get(5), lines.get(5).matches("org.ringback.relay +lifetime +180 +yes"));
        assertEquals(3, shell.run("config relay").out().lines().count());
        assertEquals(3, shell.run("config org.ringback.relay").out().lines().count());
        assertEquals(2, shell.run("config relay --changed").out().lines().count());
    }

    @Test
    public void whatWasRefusedStandsBelow() throws IOException {
        configuration.troubles = List.of(
                new Trouble(
                        "org.ringback.relay",
                        false,
                        "config/org.ringback.relay.cfg: lifetime: '5\u001b[2J' (expected)"),
                new Trouble("org.ringback.store", true, "config/org.ringback.store.cfg: is empty"));
        String all = shell.run("config").out();
        assertTrue(
                all,
                all.endsWith(
                        ".relay.cfg: lifetime: '5\uFFFD[2J' (expected)\nconfig/org.ringback.store.cfg: is empty\n"));
        assertFalse(shell.run("config relay").out().contains("store"));
        assertTrue(shell.run("config store").out().endsWith("config/org.ringback.store.cfg: is empty\n"));
        JSONObject json = new JSONObject(shell.run("config store --json").out());
        assertEquals(1, json.getJSONArray("wrong").length());
        assertEquals(0, json.getJSONArray("config").length());
    }

    @Test
    public void whatMayBeASecretIsNotShown() throws IOException {
        assertTrue(shell.run("config lamp").out().contains("(not shown)"));
        assertFalse(shell.run("config").out().contains("opensesame"));
        assertFalse(shell.run("config --json").out().contains("opensesame"));
    }

    @Test
    public void aChangeIsToldWithTheOldAndTheNewValue() throws IOException {
        assertEquals(
                new ShellRule.Result(0, "org.ringback.relay: lifetime: 90 now, 180 before; in force\n", ""),
                shell.run("config set relay.lifetime 90"));
        assertEquals(
                "org.ringback.relay: lifetime: 180 now, 180 before; in force\n",
                shell.run("config unset lifetime").out());
        shell.run("config set org.ringback.relay.lifetime 007");
        shell.run("config set listen '[2001:db8::1]:3478, 192.0.2.1:1'");
        shell.run("config set dialable ''");
        assertEquals(
                List.of(
                        "org.ringback.relay lifetime 90",
                        "org.ringback.relay lifetime -",
                        "org.ringback.relay lifetime 007",
                        "org.ringback.relay listen [2001:db8::1]:3478, 192.0.2.1:1",
                        "org.ringback.acceptor dialable "),
                configuration.asked);
    }

    @Test
    public void aNameThatIsNoneOrOfSeveralIsRefusedWithThoseThatAre() throws IOException {
        assertEquals(
                "KEY: local: is a key of org.ringback.acceptor and of org.ringback.issuer (expected: acceptor.local or"
                        + " issuer.local)\n",
                refused(2, "config set local 192.0.2.1"));
        assertEquals(
                "KEY: lifetme: unknown key (expected: lifetime; did you mean that?)\n",
                refused(2, "config set lifetme 90"));
        assertEquals(
                "KEY: relay.lifetme: unknown key (expected: relay.lifetime; did you mean that?)\n",
                refused(2, "config unset relay.lifetme"));
        assertEquals("PID: relai (expected: relay; did you mean that?)\n", refused(2, "config relai"));
        String sett = refused(2, "config sett lifetime 90");
        assertTrue(sett, sett.startsWith("config: sett (expected: config ") && sett.contains("; did you mean set?)"));
        assertTrue(refused(2, "config set lifetime").startsWith("config: set (expected: config "));
        assertEquals(List.of(), configuration.asked);
        assertEquals(List.of(), audit.entries());
    }

    @Test
    public void whatIsRefusedIsToldAndRecordedWithoutItsValue() throws IOException {
        assertEquals("org.ringback.relay: lifetime: '5' (expected: 30 to 3600)\n", refused(1, "config set lifetime 5"));
        assertEquals(List.of(recorded("config/org.ringback.relay.cfg", "refused: lifetime")), audit.entries());
    }

    @Test
    public void whatWaitsForTheNextStartWhatIsTheSameAndWhatCannotBeTakenAreToldApart() throws IOException {
        configuration.becomes = Became.NEXT_START;
        assertEquals(
                "org.ringback.relay: lifetime: 90 now, 180 before; written, and taken at the next start of the program\n",
                shell.run("config set lifetime 90").out());
        configuration.becomes = Became.UNCHANGED;
        assertEquals(
                "org.ringback.relay: lifetime: is 90 already; nothing was changed\n",
                shell.run("config set lifetime 90").out());
        configuration.becomes = Became.NOT_TAKEN;
        configuration.told = List.of("no space");
        assertEquals(
                "org.ringback.relay: lifetime: 90 is written, and not in force: no space\n",
                refused(1, "config set lifetime 90"));
        assertEquals(
                List.of(
                        recorded("config/org.ringback.relay.cfg", "written, and not taken; changed: lifetime"),
                        recorded(
                                "config/org.ringback.relay.cfg",
                                "written, and taken at the next start of the program; changed: lifetime")),
                audit.entries());
    }

    @Test
    public void nobodyIsToldBeforeTheLineIsOnDisk() throws Exception {
        audit.disk = new CompletableFuture<>();
        CompletableFuture<ShellRule.Result> told = CompletableFuture.supplyAsync(() -> {
            try {
                return shell.run("config set lifetime 90");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        audit.awaitEntry();
        assertFalse(told.isDone());
        audit.disk.complete(null);
        assertEquals(0, told.get(20, TimeUnit.SECONDS).exit());
        assertEquals(
                List.of(recorded("config/org.ringback.relay.cfg", "in force; changed: lifetime")), audit.entries());
    }

    @Test
    public void withoutWhoReadsTheConfigurationItIsSaid() throws IOException {
        roles.configuration = null;
        assertTrue(refused(1, "config").startsWith("nobody reads the configuration: org.ringback.config does not run"));
    }

    @Test
    public void theWordsAreCompleted() {
        Vocabulary words = new Vocabulary(roles, new Updater(new FakeBundles(), List.of()), new Forwards());
        assertEquals(
                List.of("acceptor", "issuer", "lamp", "relay"),
                words.of("PID").map(Candidate::word).toList());
        assertEquals(
                List.of("acceptor.dialable", "acceptor.local", "issuer.local", "relay.lifetime", "relay.listen"),
                words.of("KEY").map(Candidate::word).toList());
    }
}
