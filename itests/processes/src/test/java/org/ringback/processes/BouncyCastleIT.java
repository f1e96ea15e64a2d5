package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Checked;
import org.ringback.kit.Party;
import org.ringback.kit.Program;
import org.ringback.kit.Result;
import org.ringback.updater.release.SigningKey;

/** Three programs of an installation with the Bouncy Castle before get that of the product while they run, as one set. */
public final class BouncyCastleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CRYPTO = "org.ringback.crypto";
    private static final ServerSocket ECHO = Checked.get(CheckedTalk::echo);
    private static final TemporaryFolder MADE = new TemporaryFolder();

    private static final Net NET = new Net("lamp-1")
            .forwarding("lamp-1/echo=127.0.0.1:" + ECHO.getLocalPort())
            .of(() -> Castle.before().installation(folder("installation"), folder("product.key")));

    @ClassRule
    public static final RuleChain INSTALLATION_THEN_NET =
            RuleChain.outerRule(LongRun.rule()).around(MADE).around(NET);

    private static long serial = 5_000_000_000L;

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    private SigningKey product;

    private static Path folder(String name) {
        return MADE.getRoot().toPath().resolve(name);
    }

    @BeforeClass
    public static void equipment() {
        NET.joinWith("tls13,certificate-first", "lamp-2", NET.serverName(Net.IPV4));
        NET.grant("lamp-2", NET.issuer(), NET.serverName(Net.IPV4));
        NET.joinWith("certificate-first", "lamp-1", NET.serverName(Net.IPV4));
        NET.grant("lamp-1", NET.issuer(), NET.serverName(Net.IPV4));
    }

    @Before
    public void key() throws IOException {
        product = SigningKey.read(folder("product.key"));
    }

    private static List<Party> parties() {
        return List.of(NET.server(), NET.gateway(), NET.issuer());
    }

    private Path release(List<byte[]> jars) throws IOException {
        serial++;
        return Signed.file(MADE.getRoot().toPath(), Signed.release(product, serial, jars));
    }

    private static List<byte[]> six(Castle castle) throws IOException {
        List<byte[]> six = new ArrayList<>(castle.four());
        six.addAll(castle.ours("0.1.0.bc"));
        return six;
    }

    private static Result update(Party party, Path release) {
        return Program.run(LIMIT, "shell", "--home", party.home().toString(), "update", release.toString());
    }

    private static void refused(String why, Path release) {
        Result result = update(NET.gateway(), release);
        assertTrue(result.errors(), result.errors().contains(why));
        assertEquals(1, result.exit());
    }

    private static void ring() {
        JSONObject story = NET.ring("lamp-1", "call-back");
        assertEquals(story.toString(), 0, story.getInt("exit"));
    }

    /** Gateway and issuer reach the server over another one for each lamp. */
    private static void ringInEachProtection() {
        Map.of("lamp-1", "certificate-first", "lamp-2", "tls13").forEach((lamp, protection) -> {
            JSONObject story = NET.ring(lamp, "call-back --protection " + protection);
            assertEquals(story.toString(), 0, story.getInt("exit"));
            assertEquals(protection, story.getString("protection"));
        });
    }

    /** Name and version of what is there of Bouncy Castle, and of the crypto that is built for it. */
    private static List<String> castle(Party party) {
        return party.shell("bundles")
                .ok()
                .lines()
                .map(line -> line.split(" +", -1))
                .filter(cells -> cells.length > 2 && (cells[1].startsWith("bc") || cells[1].startsWith(CRYPTO)))
                .map(cells -> cells[1] + " " + cells[2])
                .filter(one -> !one.startsWith(CRYPTO + ".kit "))
                .sorted()
                .toList();
    }

    private static List<String> all(String version, String stamp) {
        return List.of(
                "bcpkix " + version + ".0",
                "bcprov " + version + ".0",
                "bctls " + version + ".0",
                "bcutil " + version + ".0",
                CRYPTO + " " + stamp,
                CRYPTO + ".certificatefirst " + stamp);
    }

    @Test
    public void theFourAndACryptoBuiltForThemAreExchangedAndTakenBackUnderAConversationAndAreThereAfterAKill()
            throws Exception {
        String before = Castle.before().version();
        String next = Castle.product().version();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        ring();
        String forward = new JSONObject(NET.issuer()
                        .shell("ring lamp-1 --system call-back --service echo --forward 127.0.0.1:0 --json")
                        .ok())
                .getString("forward");
        try (CheckedTalk talk = new CheckedTalk(forward, clock)) {
            refused("is used by org.ringback.crypto", release(Castle.product().four()));
            refused("lacks what it needs: ", release(Castle.product().ours("0.1.0.bc")));
            Path release = release(six(Castle.product()));
            for (Party party : parties()) {
                assertEquals(all(before, "0.1.0.SNAPSHOT"), castle(party));
                String told = update(party, release).ok();
                assertTrue(told, told.startsWith("bcprov " + next + ", bcutil " + next + ", bcpkix " + next));
                assertEquals(all(next, "0.1.0.bc"), castle(party));
                ring();
            }
            Party gateway = NET.gateway();
            gateway.shell("rollback bcprov").ok();
            assertEquals(all(before, "0.1.0.SNAPSHOT"), castle(gateway));
            ringInEachProtection();
            assertEquals("", talk.fault());
            assertTrue(talk.bytes() > 0);
        } finally {
            clock.shutdownNow();
        }
        NET.issuer().shell("hang-up all").ok();
        for (Party party : parties()) {
            String gone = party.equals(NET.gateway()) ? "0.1.0.bc" : "SNAPSHOT";
            await(party.home() + ": nothing of what went is used")
                    .atMost(LIMIT)
                    .until(() -> !party.shell("crypto").ok().contains(gone));
            assertFalse(party.log(), party.log().contains("NoClassDefFoundError"));
        }
        NET.issuer().kill();
        NET.issuer().start().ready();
        assertEquals(all(next, "0.1.0.bc"), castle(NET.issuer()));
        assertFalse(NET.issuer().shell("status").ok().contains("runs instead"));
        ring();
    }
}
