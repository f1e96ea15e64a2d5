package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** The commands about bundles say what was done, or why nothing was. */
public class BundleCommandsTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeBundles bundles = new FakeBundles();

    @Before
    public void commands() {
        Updater updater = new Updater(bundles, List.of());
        shell.add(
                new BundlesCommand(updater),
                new DeployCommand(updater),
                new UndeployCommand(updater),
                new UpdateCommand(updater),
                new RollbackCommand(updater),
                new UpdatesCommand(updater));
    }

    @Test
    public void theTableTellsWhereEachBundleCameFrom() throws IOException {
        String table = shell.run("bundles").out();
        assertTrue(table, table.startsWith("ID  NAME                 VERSION  STATE     SINCE"));
        assertTrue(
                table,
                table.matches("(?s).*\n7 +org\\.ringback\\.crypto +1\\.2\\.0 +unproved .* 0123456 +updated +3\n.*"));
        assertTrue(table, table.matches("(?s).*\n50 +com\\.acme\\.kettle .* - +elsewhere +-\n.*"));
        assertTrue(table, table.matches("(?s).*\n- +org\\.ringback\\.kernel +1\\.3\\.0 +- .* fedcba9 +staged +-\n"));
        assertTrue(table, table.lines().allMatch(line -> line.length() <= 120));
    }

    @Test
    public void anUpdaterThatSomebodyStoppedIsToldAndOneThatStartsIsNot() {
        assertEquals(List.of(), new Updater(bundles, List.of("org.ringback.updater")).warnings());
        assertEquals(List.of(), new Updater(null, List.of()).warnings());
        String told =
                new Updater(null, List.of("org.ringback.updater")).warnings().get(0);
        assertTrue(told, told.startsWith("bundle org.ringback.updater: does not run, as somebody stopped it"));
    }

    @Test
    public void theJsonHasTheWholeDigest() throws IOException {
        String json = shell.run("bundles --json").out();
        assertTrue(json, json.contains("\"sha256\":\"" + "0123456789abcdef".repeat(4) + "\""));
        assertTrue(json, json.contains("\"from\":\"elsewhere\""));
    }

    @Test
    public void aReleaseComesByStandardInput() throws IOException {
        assertEquals(
                "done: deploy the bytes\n",
                shell.run("deploy kettle.release", "the bytes").out());
        assertEquals(
                "done: deploy unsigned the jar\n",
                shell.run("deploy --unsigned kettle.jar", "the jar").out());
        assertEquals(List.of("deploy the bytes", "deploy unsigned the jar"), bundles.asked);
    }

    @Test
    public void aRefusalNamesTheFileAndWhy() throws IOException {
        bundles.refusal = "deploy: release: signature: by nobody who is trusted here; nothing has changed";
        ShellRule.Result result = shell.run("deploy kettle.release", "x");
        assertEquals(1, result.exit());
        assertEquals("kettle.release: " + bundles.refusal + "\n", result.err());
        assertEquals(1, shell.run("undeploy com.acme.kettle").exit());
    }

    @Test
    public void whatWasNotDoneIsToldWithItsSteps() throws IOException {
        assertEquals(
                "done: update the bytes\n",
                shell.run("update crypto.release", "the bytes").out());
        assertEquals(
                "done: stage the bytes\n",
                shell.run("update --staged kernel.release", "the bytes").out());
        assertEquals(
                "done: rollback org.ringback.crypto\n",
                shell.run("rollback org.ringback.crypto").out());
        String told = shell.run("updates").out();
        assertTrue(
                told,
                told.contains(
                        "update, NOT done: crypto: HMAC: wrong; nothing has changed\n    verify 12 ms, self-test 900 ms\n"));
        assertTrue(told, shell.run("updates --json").out().contains("\"millis\":{\"verify\":12,\"self-test\":900}"));
    }

    @Test
    public void withoutTheUpdaterTheCommandsSayWhatIsMissing() throws IOException {
        shell.add("bundles-away", new BundlesCommand(new Updater(null, List.of())));
        ShellRule.Result result = shell.run("bundles-away");
        assertEquals(1, result.exit());
        assertTrue(result.err(), result.err().contains("org.ringback.updater does not run"));
    }
}
