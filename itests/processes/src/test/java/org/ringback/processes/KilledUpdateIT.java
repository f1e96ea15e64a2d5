package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.runners.model.Statement;
import org.ringback.shell.link.ShellClient;

/** A gateway is killed in each part of an update: the next start runs one version, and a ring is answered. */
public final class KilledUpdateIT {
    /** How many updates are cut; none skips it, more with -Dupdate.kills=N. */
    private static final int KILLS = Integer.getInteger("update.kills", 0);

    private static final String CRYPTO = "org.ringback.crypto";
    private static final String CERTIFICATE_FIRST = "org.ringback.crypto.certificatefirst";

    private static final Net NET = new Net("lamp-1");

    /** No program starts where nothing is cut. */
    @ClassRule
    public static final RuleChain RULES = RuleChain.outerRule((base, description) -> new Statement() {
                @Override
                public void evaluate() throws Throwable {
                    assumeTrue("update.kills=N cuts N updates; none here", KILLS > 0);
                    base.evaluate();
                }
            })
            .around(NET);

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);

    @BeforeClass
    public static void equipment() {
        NET.joinWith("certificate-first", "lamp-1", NET.serverName(Net.IPV4));
        NET.grant("lamp-1", NET.issuer(), NET.serverName(Net.IPV4));
    }

    @After
    public void end() {
        clock.shutdownNow();
    }

    private static byte[] release(String version, long serial) throws IOException {
        List<byte[]> jars = List.of(Stamped.copy(CRYPTO, version), Stamped.copy(CERTIFICATE_FIRST, version));
        return Signed.release(Signed.product(), serial, jars);
    }

    /** Whether it was said to be done. */
    private static boolean update(byte[] release) {
        try {
            return ShellClient.run(
                            NET.gateway().home().resolve("run/shell.sock"),
                            "update crypto.release",
                            new ByteArrayInputStream(release),
                            new ByteArrayOutputStream(),
                            new ByteArrayOutputStream())
                    == 0;
        } catch (IOException e) {
            return false; // the program went meanwhile
        }
    }

    /** The versions of a bundle in the gateway. */
    private static List<String> versions(String name) {
        JSONArray all = new JSONObject(NET.gateway().shell("bundles --json").ok()).getJSONArray("bundles");
        return IntStream.range(0, all.length())
                .mapToObj(all::getJSONObject)
                .filter(one -> one.getString("name").equals(name))
                .map(one -> one.getString("version"))
                .toList();
    }

    private static void ring(String when) {
        JSONObject story = NET.ring("lamp-1", "call-back");
        assertEquals(when + ": " + story, 0, story.getInt("exit"));
    }

    @Test
    public void whereverItIsKilledOneVersionRunsAndARingIsAnswered() throws Exception {
        long begun = System.nanoTime();
        assertTrue(update(release("0.1.0.k000", 5_000_000_000L)));
        long whole = System.nanoTime() - begun;
        String before = "0.1.0.k000";
        for (int i = 1; i <= KILLS; i++) {
            String version = String.format(Locale.ROOT, "0.1.0.k%03d", i);
            byte[] release = release(version, 5_000_000_000L + i);
            Future<Boolean> asked = clock.submit(() -> update(release));
            clock.schedule(NET.gateway()::kill, whole * i / KILLS, TimeUnit.NANOSECONDS)
                    .get();
            boolean done = asked.get();
            NET.gateway().start().ready();
            NET.awaitRegistered("lamp-1");
            String when = "killed after " + i + "/" + KILLS + " of " + whole / 1_000_000 + " ms";
            List<String> runs = versions(CRYPTO);
            assertEquals(when, 1, runs.size());
            assertTrue(
                    when + ": " + runs,
                    runs.get(0).equals(version) || (!done && runs.get(0).equals(before)));
            assertEquals(when + ", as a set", runs, versions(CERTIFICATE_FIRST));
            String status = NET.gateway().shell("status").ok();
            assertFalse(status, status.contains("bundle " + CRYPTO) || status.contains("state/bundles"));
            ring(when);
            before = runs.get(0);
        }
    }
}
