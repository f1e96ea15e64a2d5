package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;
import org.ringback.updater.release.SigningKey;

/** A bundle of somebody else comes to a gateway that runs, answers, stays over restarts, and goes again. */
public final class DeployIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @ClassRule
    public static final Net NET = new Net("lamp-1");

    /** The gateway keeps the highest serial that it took, whichever test it was. */
    private static long serial = 1_000_000;

    private Path folder;
    private Party gateway;
    private SigningKey acme;

    @BeforeClass
    public static void equipment() {
        NET.provide("lamp-1", NET.serverName(Net.IPV4));
    }

    @Before
    public void trust() throws IOException {
        serial += 100;
        folder = temporary.getRoot().toPath();
        gateway = NET.gateway();
        Program.run(LIMIT, "release", "new-key", folder.resolve("acme.key").toString(), "--bundles", "com.acme.*")
                .ok();
        acme = SigningKey.read(folder.resolve("acme.key"));
        Files.copy(
                folder.resolve("acme.key.trust"),
                gateway.home().resolve("trust/acme.trust"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @After
    public void undeploy() {
        gateway.shell("undeploy com.acme.kettle");
    }

    private Path jar(Kettle kettle) throws IOException {
        return Files.write(Files.createTempFile(folder, "kettle", ".jar"), kettle.jar());
    }

    private Path release(SigningKey key, int later, Kettle kettle) throws IOException {
        return release(key, later, kettle.jar());
    }

    private Path release(SigningKey key, int later, byte[] jar) throws IOException {
        return Signed.file(folder, Signed.release(key, serial + later, List.of(jar)));
    }

    private Result deploy(Path release) throws IOException {
        return gateway.shell("deploy " + release, Files.readAllBytes(release));
    }

    private String tea() {
        Result result = NET.issuer().shell("ring lamp-1 --system call-back --service tea --pipe --quiet");
        return result.output() + result.errors();
    }

    private String bundles() {
        return gateway.shell("bundles").ok();
    }

    @Test
    public void aDeployedBundleAnswersItsFirstRingAndIsThereAfterRestartsUntilItIsUndeployed() throws Exception {
        Path signed = folder.resolve("kettle.release");
        Path jar = jar(new Kettle("1.0.0", "first"));
        Program.run(
                        LIMIT,
                        "release",
                        "sign",
                        "--key",
                        folder.resolve("acme.key").toString(),
                        "--serial",
                        String.valueOf(serial + 1),
                        "--out",
                        signed.toString(),
                        jar.toString())
                .ok();
        String told = Program.run(LIMIT, "shell", "--home", gateway.home().toString(), "deploy", signed.toString())
                .ok();
        assertEquals("com.acme.kettle 1.0.0: deployed, signed by acme\n", told);
        assertEquals("first\n", tea());
        assertTrue(bundles(), bundles().matches("(?s).*com\\.acme\\.kettle +1\\.0\\.0 +active .* deployed .*"));
        assertTrue(deploy(signed).ok().contains("deployed already"));

        List<String> recorded = recorded();
        assertTrue(recorded.toString(), recorded.stream().anyMatch(line -> line.contains("com.acme.kettle 1.0.0")));
        gateway.kill();
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        assertTrue("what was acknowledged outlives a kill", recorded().containsAll(recorded));
        aCutAuditLogIsNamedAtTheLine();
        assertEquals("first\n", tea());

        deploy(release(acme, 2, new Kettle("1.1.0", "second"))).ok();
        assertEquals("second\n", tea());
        assertFalse(bundles(), bundles().contains("1.0.0 "));
        Result older = deploy(signed);
        assertEquals(1, older.exit());
        assertTrue(
                older.errors(),
                older.errors().contains("com.acme.kettle 1.0.0: 1.1.0 is there (expected: a newer one"));
        assertEquals(0, gateway.stop());
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        assertEquals("second\n", tea());

        assertTrue(gateway.shell("undeploy com.acme.kettle").ok().startsWith("com.acme.kettle: undeployed"));
        assertFalse(bundles(), bundles().contains("com.acme.kettle"));
        assertTrue(tea(), tea().contains("nothing there answers the service tea"));
        gateway.kill();
        gateway.start().ready();
        assertFalse(bundles(), bundles().contains("com.acme.kettle"));
        Result gone = gateway.shell("undeploy com.acme.kettle");
        assertTrue(
                gone.errors(),
                gone.errors().contains("was not deployed (expected: one that was deployed or updated; nothing is)"));
    }

    private List<String> recorded() {
        JSONArray lines =
                new JSONObject(gateway.shell("audit --json --limit 1000").ok()).getJSONArray("audit");
        return IntStream.range(0, lines.length())
                .mapToObj(line -> lines.getJSONObject(line).toString())
                .toList();
    }

    private void aCutAuditLogIsNamedAtTheLine() throws IOException {
        Path file = gateway.home().resolve("state/audit/000000000001.log");
        String whole = Files.readString(file);
        List<String> lines = whole.lines().toList();
        assertTrue(gateway.shell("audit verify").ok().startsWith("audit: " + (lines.size() - 1) + " lines are good"));
        Files.writeString(file, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
        Result cut = gateway.shell("audit verify");
        assertEquals(1, cut.exit());
        String missing = "WRONG: state/audit/000000000001.log, line " + lines.size() + ": is missing";
        assertTrue(cut.output(), cut.output().contains("\n" + missing));
        assertTrue(cut.errors(), cut.errors().startsWith("audit: 1 place is not as written; next: "));
        Files.writeString(file, whole);
        gateway.shell("audit verify").ok();
    }

    @Test
    public void aBundleThatIsWrongIsRefusedByNameAndTheOneBeforeAnswersOn() throws Exception {
        deploy(release(acme, 5, new Kettle("1.0.0", "first"))).ok();
        SigningKey stranger = SigningKey.make(folder.resolve("stranger.key"), List.of("com.acme.*"), false);
        refused("by nobody who is trusted here", release(stranger, 6, new Kettle("1.1.0", "x")));
        refused(
                "serial " + (serial + 4) + " (expected: at least " + (serial + 5),
                release(acme, 4, new Kettle("1.1.0", "x")));
        refused(
                "its start failed: java.lang.ClassNotFoundException: ",
                release(acme, 6, new Kettle("1.1.0", "x").failing()));
        refused(
                "lacks what it needs",
                release(acme, 6, new Kettle("1.1.0", "x").header("Import-Package", "com.nowhere")));
        refused(
                "Fragment-Host: 'org.ringback.crypto'",
                release(acme, 6, new Kettle("1.1.0", "x").header("Fragment-Host", "org.ringback.crypto")));
        refused(
                "Export-Package: 'org.bouncycastle.crypto'",
                release(acme, 6, new Kettle("1.1.0", "x").header("Export-Package", "org.bouncycastle.crypto")));
        refused(
                "DynamicImport-Package: '*'",
                release(acme, 6, new Kettle("1.1.0", "x").header("DynamicImport-Package", "*")));
        refused(
                "provides org.ringback.spi.CryptoProvider",
                release(acme, 6, new Kettle("1.1.0", "x").providing("org.ringback.spi.CryptoProvider")));
        refused(
                "config/org.ringback.acceptor.cfg (expected: config/com.acme.kettle.cfg",
                release(
                        acme,
                        6,
                        new Kettle("1.1.0", "x").bringing("config/org.ringback.acceptor.cfg", "dialable = 0.0.0.0/0")));
        Path damaged = release(acme, 6, new Kettle("1.1.0", "x"));
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        refused("as its list says", Files.write(damaged, bytes));
        Result unsigned = Program.run(
                LIMIT,
                "shell",
                "--home",
                gateway.home().toString(),
                "deploy",
                "--unsigned",
                jar(new Kettle("1.1.0", "x")).toString());
        assertEquals(2, unsigned.exit());
        assertTrue(unsigned.errors(), unsigned.errors().contains("no terminal"));
        assertEquals("first\n", tea());
        assertEquals(1, bundles().split("com.acme.kettle", -1).length - 1);
        gateway.kill();
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        assertEquals("first\n", tea());
    }

    private void refused(String why, Path release) throws IOException {
        Result result = deploy(release);
        assertTrue(result.errors(), result.errors().contains(why));
        assertTrue(result.errors(), result.errors().endsWith("; nothing has changed\n"));
        assertEquals(1, result.exit());
    }

    @Test
    public void theFolderTakesAReleaseAndTellsOfWhatItDoesNotTake() throws Exception {
        Path there = gateway.home().resolve("deploy");
        Files.move(
                release(acme, 1, new Kettle("1.0.0", "from the folder")),
                there.resolve("kettle.release"),
                StandardCopyOption.ATOMIC_MOVE);
        Files.copy(jar(new Kettle("2.0.0", "x")), there.resolve("kettle.jar"));
        await().atMost(LIMIT).until(() -> !Files.exists(there.resolve("kettle.release")));
        assertEquals("from the folder\n", tea());
        String status = gateway.shell("status").ok();
        assertTrue(status, status.contains("WARNING: deploy/kettle.jar: is ignored (expected: NAME.release"));
        Files.delete(there.resolve("kettle.jar"));
        await().atMost(LIMIT).until(() -> !gateway.shell("status").ok().contains("kettle.jar"));
        assertTrue(bundles(), bundles().contains("com.acme.kettle"));
    }

    @Test
    public void whatIsChangedBetweenTwoStartsDoesNotRunAndIsTold() throws Exception {
        deploy(release(acme, 1, new Kettle("1.0.0", "first"))).ok();
        gateway.kill();
        Files.delete(gateway.home().resolve("trust/acme.trust"));
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        assertTrue(tea(), tea().contains("nothing there answers the service tea"));
        String status = gateway.shell("status").ok();
        assertTrue(status, status.contains("by nobody who is trusted here"));
        assertEquals(
                "com.acme.kettle: undeployed; it did not run; its configuration stays in config/\n",
                gateway.shell("undeploy com.acme.kettle").ok());
    }

    @Test
    public void whatRunsOnAPersonsWordRunsOnASignersOnceThatIsThere() throws Exception {
        byte[] jar = new Kettle("1.0.0", "mine").jar();
        assertEquals(
                "com.acme.kettle 1.0.0: deployed, unsigned\n",
                gateway.shell("deploy --unsigned kettle.jar", jar).ok());
        String nobody = "bundle com.acme.kettle 1.0.0: nobody signed it; it runs on your word";
        assertTrue(gateway.shell("status").ok().contains(nobody));
        assertEquals(
                "com.acme.kettle 1.0.0: deployed, signed by acme\n",
                deploy(release(acme, 1, jar)).ok());
        assertFalse(gateway.shell("status").ok().contains(nobody));
        assertEquals("mine\n", tea());
        assertTrue(bundles(), bundles().matches("(?s).*com\\.acme\\.kettle +1\\.0\\.0 +active .* deployed .*"));
    }

    @Test
    public void whatIsDonePastWhatIsWrittenDownIsTold() throws Exception {
        gateway.shell("felix:install file:" + jar(new Kettle("3.0.0", "x"))).ok();
        String past = gateway.shell("status").ok();
        assertTrue(past, past.contains("bundle com.acme.kettle 3.0.0: was installed past what is written down"));
        assertTrue(bundles(), bundles().matches("(?s).*com\\.acme\\.kettle +3\\.0\\.0 +installed .* elsewhere\\s.*"));
        gateway.shell("felix:uninstall com.acme.kettle").ok();
        gateway.shell("felix:update org.ringback.thermostat").ok();
        gateway.shell("felix:stop org.ringback.updater").ok();
        gateway.shell("felix:start org.ringback.updater").ok();
        past = gateway.shell("status").ok();
        assertTrue(
                "over an exchange of the updater too: " + past,
                past.contains("bundle org.ringback.thermostat 0.1.0.SNAPSHOT: was updated past what is written down"));
        gateway.shell("felix:stop org.ringback.thermostat").ok();
        past = gateway.shell("status").ok();
        assertTrue(
                past,
                past.contains(
                        "bundle org.ringback.thermostat 0.1.0.SNAPSHOT: was stopped past what is written down: the"
                                + " next start starts it; next: felix:start "));
        gateway.shell("felix:uninstall org.ringback.thermostat").ok();
        past = gateway.shell("status").ok();
        assertTrue(
                past,
                past.contains(
                        "bundle org.ringback.thermostat: was uninstalled past what is written down: the next start"
                                + " has it again"));
        assertEquals(0, gateway.stop());
        gateway.start().ready();
        assertFalse(gateway.shell("status").ok().contains("past what is written down"));
    }
}
