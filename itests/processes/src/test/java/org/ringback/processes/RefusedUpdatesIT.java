package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;
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
import org.ringback.kit.Tickets;
import org.ringback.spi.Grant;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** Crypto that is bad in every way but a wrong answer comes to a gateway: the one before serves on, and it says why. */
public final class RefusedUpdatesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CRYPTO = "org.ringback.crypto";

    /** A whole class file: it would be loaded if anybody asked for it. */
    private static final String ADDED = "META-INF/versions/17/org/ringback/crypto/internal/Kdf.class";

    @ClassRule
    public static final Net NET = new Net("lamp-1");

    private static long serial = 6_000_000_000L;

    @Rule
    public final Timeout limit = new Timeout(5, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Party gateway = NET.gateway();
    private Path folder;
    private SigningKey product;

    @BeforeClass
    public static void equipment() {
        NET.provide("lamp-1", NET.serverName(Net.IPV4));
    }

    @Before
    public void key() throws IOException {
        folder = temporary.getRoot().toPath();
        product = Signed.product();
    }

    private Path release(byte[] signed, byte[] sent) throws IOException {
        return release(ReleaseList.Kind.ORDINARY, signed, sent);
    }

    private Path release(ReleaseList.Kind kind, byte[] signed, byte[] sent) throws IOException {
        serial++;
        return Signed.file(folder, Signed.release(product, serial, kind, List.of(signed), List.of(sent)));
    }

    private Path release(byte[] jar) throws IOException {
        return release(jar, jar);
    }

    private Result update(Path release) {
        return Program.run(LIMIT, "shell", "--home", gateway.home().toString(), "update", release.toString());
    }

    private void refused(String why, Path release) {
        List<String> before = crypto();
        Result result = update(release);
        assertTrue(result.errors(), result.errors().contains(why));
        assertTrue(result.errors(), result.errors().endsWith("; nothing has changed\n"));
        assertEquals(1, result.exit());
        assertEquals(before, crypto());
        String updates = gateway.shell("updates").ok();
        assertTrue(updates, updates.lines().findFirst().orElse("").contains("update, NOT done: "));
        assertTrue(updates, updates.contains(why));
        ring();
    }

    /** Which crypto is used; what drains from an earlier update goes whenever its last connection ends. */
    private List<String> crypto() {
        return gateway.shell("crypto")
                .ok()
                .lines()
                .filter(line -> line.contains(" used "))
                .map(line -> line.replaceAll(" +", " ").replaceAll(" [0-9]+ *$", ""))
                .toList();
    }

    private static void ring() {
        JSONObject story = NET.ring("lamp-1", "call-back");
        assertEquals(story.toString(), 0, story.getInt("exit"));
    }

    @Test
    public void whatIsNotTheVeryBytesThatWereSignedIsRefused() throws Exception {
        byte[] good = Stamped.copy(CRYPTO, "0.1.0.a1");
        byte[] whole = Files.readAllBytes(release(good));
        refused("as its list says", Files.write(folder.resolve("cut.release"), Arrays.copyOf(whole, whole.length - 1)));
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        refused("something follows its last jar", Files.write(folder.resolve("longer.release"), longer));
        refused("as its list says", release(good, Stamped.beside(ADDED, CRYPTO, "0.1.0.a1")));
    }

    @Test
    public void whatDoesNotStartAsItShouldGoesAgain() throws Exception {
        refused("lacks what it needs: ", release(Stamped.having("Import-Package", "com.nowhere", CRYPTO, "0.1.0.b1")));
        refused(
                "its start failed: java.lang.IllegalStateException: no water",
                release(Stamped.starting("throw new IllegalStateException(\"no water\");", CRYPTO, "0.1.0.b1")));
        refused(
                "offers 1 services after 10 s (expected: 2, as the one that it replaces)",
                release(Stamped.having(
                        "Service-Component",
                        "OSGI-INF/org.ringback.crypto.internal.BouncyProvider.xml",
                        CRYPTO,
                        "0.1.0.b1")));
        assertFalse(gateway.shell("bundles").ok().contains("0.1.0.b1"));
    }

    @Test
    public void aStartThatNeverEndsHoldsUpNothingButItself() throws Exception {
        LongRun.require();
        String forEver =
                "while (true) { try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { continue; } }";
        refused(
                "has not started after 10 s, it waits in java.base",
                release(Stamped.starting(forEver, CRYPTO, "0.1.0.a2")));
        String status = gateway.shell("status").ok();
        assertTrue(status, status.contains("bundle org.ringback.crypto 0.1.0.a2: hangs in its start"));
        update(release(Stamped.copy(CRYPTO, "0.1.0.a3"))).ok();
        ring();
        assertEquals(0, gateway.stop());
        assertTrue("as after a kill", NET.registered("lamp-1"));
        gateway.start().ready();
        NET.awaitRegistered("lamp-1");
        ring();
        assertTrue(crypto().toString().contains("0.1.0.a3"));
    }

    @Test
    public void whatIsRightInEachCheckAndWrongInARingOfTheAgentsOwnIsRefused() throws Exception {
        refused("crypto: ring 1, tls13: the call is not proved; ", release(Stamped.wrongInOwnRings("0.1.0.e1")));
    }

    @Test
    public void whatIsRightInTrialsAndThrowsInRingsGoesBackByItself() throws Exception {
        String told = update(release(Stamped.wrongInUse("0.1.0.f1"))).ok();
        assertTrue(told, told.contains("not proved by connections yet"));
        await("taken back").atMost(LIMIT).until(() -> {
            NET.ring("lamp-1", "call-back");
            return !gateway.shell("bundles").ok().contains("0.1.0.f1");
        });
        await("told why").atMost(LIMIT).until(() -> gateway.shell("updates")
                .ok()
                .contains("ringProof: java.lang.IllegalStateException: no water"));
        ring();
    }

    @Test
    public void aReleaseThatRepairsAFlawStaysAndAPersonDecides() throws Exception {
        byte[] jar = Stamped.wrongInUse("0.1.0.g1");
        update(release(ReleaseList.Kind.SECURITY, jar, jar)).ok();
        await("told").atMost(LIMIT).until(() -> {
            NET.ring("lamp-1", "call-back");
            return gateway.shell("status").ok().contains("so you decide");
        });
        String status = gateway.shell("status").ok();
        assertTrue(status, status.contains("ringProof: java.lang.IllegalStateException: no water"));
        assertTrue(status, status.contains("next: rollback org.ringback.crypto, or update to a newer one"));
        assertTrue(crypto().toString().contains("0.1.0.g1"));
        gateway.shell("rollback org.ringback.crypto").ok();
        assertFalse(crypto().toString().contains("0.1.0.g1"));
        ring();
    }

    @Test
    public void whoKeepsAllThatItIsGivenSeesOnlyKeysThatAreThrownAway() throws Exception {
        NET.join("vault-1", NET.serverName(Net.IPV4));
        String string = gateway.shell("grant vault-1 anna").ok();
        Grant grant = Tickets.STRINGS.grant(string);
        NET.issuer()
                .shell("accept-grant", Tickets.grantAt(string, NET.serverName(Net.IPV4)))
                .ok();
        Kept kept = new Kept(folder.resolve("kept"));
        Path release = release(kept.crypto("0.1.0.i1"));
        try (Flood rings = new Flood().with("rings", () -> answered("vault-1"))) {
            update(release).ok();
            answered("vault-1");
            assertEquals("", rings.fault());
        }
        NET.password("vault-1", "mellow kettle");
        for (String own : List.of(
                "vault-1",
                grant.identity().toString(),
                HexFormat.of().formatHex(grant.secret().copyBytes()),
                HexFormat.of().formatHex("mellow kettle".getBytes(StandardCharsets.UTF_8)))) {
            assertEquals(own, List.of(), Kept.with(own, kept.trial()));
            assertFalse(
                    own + " comes later, as it must",
                    Kept.with(own, kept.lines()).isEmpty());
        }
        gateway.shell("rollback org.ringback.crypto").ok();
    }

    private static void answered(String equipment) {
        JSONObject story = NET.ring(equipment, "call-back");
        assertTrue(story.toString(), story.getBoolean("answered"));
    }

    @Test
    public void aStartThatTakesAllMemoryFailsAndGivesItBack() throws Exception {
        LongRun.require();
        assertEquals(0, gateway.stop());
        gateway.within("128m").start().ready();
        NET.awaitRegistered("lamp-1");
        String greedy = "var all = new java.util.ArrayList<byte[]>(); while (true) { all.add(new byte[1 << 16]); }";
        refused(
                "its start failed: java.lang.OutOfMemoryError: Java heap space",
                release(Stamped.starting(greedy, CRYPTO, "0.1.0.d1")));
        assertTrue("nothing is deregistered", NET.registered("lamp-1"));
    }
}
