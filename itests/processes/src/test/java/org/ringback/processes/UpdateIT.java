package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Checked;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;
import org.ringback.updater.release.SigningKey;

/** A signed release takes the places of bundles of three programs that run, and each start has it from then on. */
public final class UpdateIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CRYPTO = "org.ringback.crypto";
    private static final String CERTIFICATE_FIRST = "org.ringback.crypto.certificatefirst";
    private static final ServerSocket ECHO = Checked.get(CheckedTalk::echo);

    @ClassRule
    public static final Net NET = new Net("lamp-1").forwarding("lamp-1/echo=127.0.0.1:" + ECHO.getLocalPort());

    /** Each program keeps the highest serial that it took, whichever test it was. */
    private static long serial = 4_000_000_000L;

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path folder;
    private SigningKey product;

    /** The server's port is named, as an operator does: a successor finds its sockets by their address. */
    @BeforeClass
    public static void equipment() {
        String address = NET.serverName(Net.IPV4);
        NET.server().configure("org.ringback.relay", "listen = " + address, "refresh = 2");
        NET.server().hangUp();
        NET.server().awaitLog("server stopped");
        NET.server().ready(); // it starts anew at once, and for a moment no role runs
        NET.joinWith("certificate-first", "lamp-1", NET.serverName(Net.IPV4));
        NET.grant("lamp-1", NET.issuer(), NET.serverName(Net.IPV4));
    }

    @Before
    public void key() throws IOException {
        serial++;
        folder = temporary.getRoot().toPath();
        product = Signed.product();
    }

    private static List<Party> parties() {
        return List.of(NET.server(), NET.gateway(), NET.issuer());
    }

    private Path release(SigningKey key, byte[]... jars) throws IOException {
        return Signed.file(folder, Signed.release(key, serial, Arrays.asList(jars)));
    }

    private static Result update(Party party, Path release) throws IOException {
        return party.shell("update " + release, Files.readAllBytes(release));
    }

    private static Result stage(Party party, Path release) throws IOException {
        return party.shell("update --staged " + release, Files.readAllBytes(release));
    }

    private static void ring() {
        JSONObject story = NET.ring("lamp-1", "call-back");
        assertEquals(story.toString(), 0, story.getInt("exit"));
    }

    private static String crypto(Party party) {
        return party.shell("crypto").ok();
    }

    @Test
    public void theCryptoSetIsExchangedInAllThreeUnderAConversationAndIsThereAfterAKill() throws Exception {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        String forward = new JSONObject(NET.issuer()
                        .shell("ring lamp-1 --system call-back --service echo --forward 127.0.0.1:0 --json")
                        .ok())
                .getString("forward");
        try (CheckedTalk talk = new CheckedTalk(forward, clock)) {
            Path release =
                    release(product, Stamped.copy(CRYPTO, "0.1.0.u1"), Stamped.copy(CERTIFICATE_FIRST, "0.1.0.u1"));
            for (Party party : parties()) {
                String told = update(party, release).ok();
                assertTrue(
                        told,
                        told.startsWith(
                                CRYPTO + " 0.1.0.u1, " + CERTIFICATE_FIRST + " 0.1.0.u1: updated, signed by product"));
                ring();
                assertTrue(crypto(party), crypto(party).matches("(?s).*org\\.ringback\\.crypto +0\\.1\\.0\\.u1 .*"));
                assertFalse(
                        crypto(party),
                        crypto(party)
                                .matches(
                                        "(?s).*org\\.ringback\\.crypto +0\\.1\\.0\\.SNAPSHOT +\\d+ +\\S+ +\\S+ +used.*"));
            }
            assertEquals("", talk.fault());
            assertTrue(talk.bytes() > 0);
            String updates = NET.gateway().shell("updates").ok();
            assertTrue(updates, updates.contains("self-test "));
            assertTrue(updates, updates.contains("switch "));
        } finally {
            clock.shutdownNow();
        }
        NET.issuer().shell("hang-up all").ok();
        NET.gateway().kill();
        NET.gateway().start().ready();
        NET.awaitRegistered("lamp-1");
        ring();
        assertTrue(crypto(NET.gateway()), crypto(NET.gateway()).contains("0.1.0.u1"));
        String bundles = NET.gateway().shell("bundles").ok();
        assertTrue(bundles, bundles.matches("(?s).*certificatefirst +0\\.1\\.0\\.u1 +(active|unproved) .* updated .*"));
    }

    @Test
    public void aReleaseThatIsWrongIsRefusedByNameAndTheOldOneServesThroughout() throws Exception {
        Party gateway = NET.gateway();
        String before = crypto(gateway);
        refused(
                gateway,
                "crypto: proof: grant: gave",
                release(product, Stamped.copy(CRYPTO, "0.1.0.v1", "grant proof", "grant prooX")));
        refused(
                gateway,
                "offers CryptoProvider and gives none",
                release(product, Stamped.copy(CRYPTO, "0.1.0.v1", "HmacSHA256", "HmacSHA224")));
        refused(
                gateway,
                "is not exchanged while the program runs",
                release(product, Stamped.copy("org.ringback.kernel", "0.1.0.v1")));
        refused(gateway, "none of that name is here", release(product, Stamped.copy("org.ringback.relay", "0.1.0.v1")));
        refused(gateway, "(expected: a newer one)", release(product, Stamped.copy(CRYPTO, "0.0.9")));
        SigningKey other = SigningKey.make(folder.resolve("other.key"), List.of("org.ringback.*"), false);
        Files.copy(
                SigningKey.trustFile(folder.resolve("other.key")),
                gateway.home().resolve("trust/other.trust"));
        refused(
                gateway,
                "signed by other (expected: the product's key",
                release(other, Stamped.copy(CRYPTO, "0.1.0.v1")));
        assertEquals(before, crypto(gateway));
        ring();
        String updates = gateway.shell("updates").ok();
        assertTrue(updates, updates.contains("update, NOT done: update: crypto: "));
    }

    private static void refused(Party party, String why, Path release) throws IOException {
        Result result = update(party, release);
        assertTrue(result.errors(), result.errors().contains(why));
        assertTrue(result.errors(), result.errors().endsWith("; nothing has changed\n"));
        assertEquals(1, result.exit());
    }

    @Test
    public void rolesAreExchangedInTurnAndRingsGoOn() throws Exception {
        update(NET.gateway(), release(product, Stamped.copy("org.ringback.acceptor", "0.1.0.w1")))
                .ok();
        assertTrue("nothing is deregistered", NET.registered("lamp-1"));
        ring();
        update(NET.issuer(), release(product, Stamped.copy("org.ringback.issuer", "0.1.0.w1")))
                .ok();
        ring();
        update(NET.server(), release(product, Stamped.copy("org.ringback.relay", "0.1.0.w1")))
                .ok();
        assertTrue("its list is the one before", NET.registered("lamp-1"));
        ring();
        for (Party party : parties()) {
            String bundles = party.shell("bundles").ok();
            assertTrue(bundles, bundles.matches("(?s).* 0\\.1\\.0\\.w1 +active .* updated .*"));
        }
    }

    @Test
    public void cryptoIsUnprovedUntilConnectionsProvedItAndIsTakenBackOnAWord() throws Exception {
        Party issuer = NET.issuer();
        String told = update(issuer, release(product, Stamped.copy(CRYPTO, "0.1.0.x1")))
                .ok();
        assertEquals(
                CRYPTO
                        + " 0.1.0.x1: updated, signed by product; not proved by connections yet, the first ones decide\n",
                told);
        String bundles = issuer.shell("bundles").ok();
        assertTrue(bundles, bundles.matches("(?s).*ringback\\.crypto +0\\.1\\.0\\.x1 +unproved .* updated .*"));
        for (int i = 0; i < 5; i++) { // each is called back once
            ring();
        }
        await("proved").atMost(LIMIT).until(() -> !issuer.shell("bundles").ok().contains("unproved"));
        assertTrue(issuer.shell("updates").ok().contains("org.ringback.crypto: proved by connections"));
        issuer.shell("rollback " + CRYPTO).ok();
        assertFalse(crypto(issuer), crypto(issuer).contains("0.1.0.x1"));
        ring();
    }

    @Test
    public void whatCannotBeExchangedNowIsThereAtTheNextStartAndGoesAgain() throws Exception {
        Party gateway = NET.gateway();
        Path kernel = release(product, Stamped.copy("org.ringback.kernel", "0.1.0.z1"));
        String told = stage(gateway, kernel).ok();
        assertEquals(
                "org.ringback.kernel 0.1.0.z1: staged for the next start, signed by product; what runs now runs on until"
                        + " the program is started anew\n",
                told);
        String staged = gateway.shell("bundles").ok();
        assertTrue(staged, staged.matches("(?s).*- +org\\.ringback\\.kernel +0\\.1\\.0\\.z1 +- .* staged .*"));
        ring();
        again(gateway);
        String bundles = gateway.shell("bundles").ok();
        assertTrue(bundles, bundles.matches("(?s).*ringback\\.kernel +0\\.1\\.0\\.z1 +active .* updated .*"));
        ring();
        told = gateway.shell("rollback org.ringback.kernel").ok();
        assertTrue(told, told.endsWith(": back in place; what runs now runs on until the program is started anew\n"));
        again(gateway);
        bundles = gateway.shell("bundles").ok();
        assertFalse(bundles, bundles.contains("0.1.0.z1"));
        Result none = gateway.shell("rollback org.ringback.kernel");
        assertTrue(
                none.errors(), none.errors().contains("org.ringback.kernel: nothing was put in its place (expected: "));
        ring();
    }

    private static void again(Party gateway) throws Exception {
        gateway.stop();
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
    }

    /** As under a watchdog that kills what does not get ready; what ran already is not to blame, and stays. */
    @Test
    public void anUpdateWhoseStartsComeToNoEndIsTakenBack() throws Exception {
        LongRun.require();
        Party gateway = NET.gateway();
        update(gateway, release(product, Stamped.copy("org.ringback.thermostat", "0.1.0.z2")))
                .ok();
        Path config = release(product, Stamped.copy("org.ringback.config", "0.1.0.z2"));
        stage(gateway, config).ok();
        gateway.stop();
        Path starts = gateway.home().resolve("state/starts");
        for (int i = 1; i <= 3; i++) {
            String count = i + "\n";
            gateway.start();
            await("counted")
                    .atMost(LIMIT)
                    .until(() ->
                            Files.exists(starts) && Files.readString(starts).equals(count));
            gateway.kill();
        }
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        String status = gateway.shell("status").ok();
        assertTrue(
                status,
                status.matches("(?s).*bundles: 3 starts in a row came to no end since .*org\\.ringback\\.config"
                        + " 0\\.1\\.0\\.z2 came; what ran before that runs again; .*"));
        String bundles = gateway.shell("bundles").ok();
        assertFalse(bundles, bundles.matches("(?s).*config +0\\.1\\.0\\.z2.*"));
        assertTrue(bundles, bundles.matches("(?s).*thermostat +0\\.1\\.0\\.z2 +active .*"));
        await("the start came to its end").atMost(LIMIT).until(() -> !Files.exists(starts));
        ring();
    }

    /** Like what somebody copies from it, it brings a schema of its configuration. */
    @Test
    public void theSampleCanBeDeployedWhereItIsNotPartOfTheFeature() throws Exception {
        Path release = release(product, Stamped.copy("org.ringback.thermostat", "0.1.0.y1"));
        String told = NET.issuer()
                .shell("deploy " + release, Files.readAllBytes(release))
                .ok();
        assertEquals("org.ringback.thermostat 0.1.0.y1: deployed, signed by product\n", told);
        NET.issuer().shell("undeploy org.ringback.thermostat").ok();
    }

    @Test
    public void theShellIsExchangedByACommandThatItWasGivenAndTheAnswerIsTrue() throws Exception {
        Path release = release(product, Stamped.copy("org.ringback.shell", "0.1.0.x1"));
        String home = NET.gateway().home().toString();
        String told = Program.run(LIMIT, "shell", "--home", home, "update", release.toString())
                .ok();
        assertEquals("org.ringback.shell 0.1.0.x1: updated, signed by product\n", told);
        String bundles = NET.gateway().shell("bundles").ok();
        assertTrue(bundles, bundles.matches("(?s).*org\\.ringback\\.shell +0\\.1\\.0\\.x1 +active .* updated .*"));
        NET.gateway().shell("undeploy org.ringback.shell").ok();
        String leaving = "org.ringback.shell 0.1.0.x1: is not written down any more";
        assertTrue(NET.gateway().shell("status").ok().contains(leaving));
        update(NET.gateway(), release).ok();
        assertFalse(
                "it is written down again", NET.gateway().shell("status").ok().contains(leaving));
        told = Program.run(LIMIT, "shell", "--home", home, "rollback", "org.ringback.shell")
                .ok();
        assertTrue(told, told.endsWith(": back in place\n"));
        ring();
    }
}
