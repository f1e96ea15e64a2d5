package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.updater.release.ReleaseList;

/** Starts of a gateway behind an update that are killed, or take long: what counts, and what does not. */
public final class StartsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String THERMOSTAT = "org.ringback.thermostat";

    @Rule
    public final Timeout limit = new Timeout(4, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Party gateway;
    private Path starts;
    private Path gate;
    private long serial = 7_000_000_000L;

    @BeforeClass
    public static void onlyWhereAsked() {
        LongRun.require();
    }

    @Before
    public void aGateway() {
        Path folder = temporary.getRoot().toPath();
        gateway = new Party("demo", folder.resolve("gateway"));
        starts = gateway.home().resolve("state/starts");
        gate = folder.resolve("gate");
        gateway.start().ready();
        await("it did its work").atMost(LIMIT).until(() -> !Files.exists(starts));
    }

    @After
    public void end() {
        gateway.close();
    }

    /** Stages a thermostat whose start works, and does not end before the gate is open. */
    private void stage(String version, ReleaseList.Kind kind) throws Exception {
        byte[] jar = Stamped.starting(
                "while (!java.nio.file.Files.exists(java.nio.file.Path.of(\"" + gate + "\"))) { Thread.onSpinWait(); }",
                THERMOSTAT,
                version);
        gateway.shell("update --staged " + version + ".release", Signed.release(++serial, kind, jar))
                .ok();
        gateway.kill();
    }

    /** Starts it, and waits until that start is counted. */
    private void start(int number) {
        gateway.start();
        String count = number + "\n";
        await("counted: " + number)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(starts) && Files.readString(starts).equals(count));
    }

    private void killed(int number) {
        start(number);
        gateway.kill();
    }

    private void runs(String version) {
        String bundles = gateway.shell("bundles").ok();
        assertTrue(bundles, bundles.matches("(?s).* " + THERMOSTAT + " +" + version + " +active .*"));
        await("it did its work").atMost(LIMIT).until(() -> !Files.exists(starts));
    }

    @Test
    public void aStartThatTakesLongCountsForNothingAndAfterThreeThatAreKilledWhatRepairsAFlawStays() throws Exception {
        stage("0.1.0.s1", ReleaseList.Kind.ORDINARY);
        killed(1);
        killed(2);
        start(3);
        await("it takes long").pollDelay(LONG).atMost(LONG.plus(LIMIT)).until(gateway::alive);
        Files.createFile(gate);
        gateway.ready();
        runs("0.1.0.s1");
        assertFalse(gateway.shell("status").ok().contains("starts in a row"));

        stage("0.1.0.s2", ReleaseList.Kind.SECURITY);
        for (int i = 1; i <= 3; i++) {
            killed(i);
        }
        gateway.start().ready();
        runs("0.1.0.s2");
        String said = "bundles: 3 starts in a row came to no end since " + THERMOSTAT
                + " 0.1.0.s2 came; a flaw was repaired since, so it stays; ";
        assertTrue(gateway.shell("status").ok().contains(said));
        assertTrue(gateway.log(), gateway.log().contains("ringback: " + said));
    }
}
