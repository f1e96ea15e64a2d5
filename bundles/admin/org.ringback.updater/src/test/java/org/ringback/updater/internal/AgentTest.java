package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.ringback.updater.internal.MadeJar.KETTLE;
import static org.ringback.updater.internal.MadeJar.kettle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.ringback.api.audit.AuditCheck;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.audit.AuditLine;
import org.ringback.api.audit.AuditLog;
import org.ringback.api.control.BundleChange;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.Starts;

/** Who asks the agent for something while another one does, or gives it too little or too much. */
public class AgentTest {
    private static final long LARGEST = BundleEntry.MAX_SIZE;

    private final RealContainer container = new RealContainer();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(Timeout.seconds(60)).around(container);

    /** Has nothing until somebody lets it end. */
    private static final class Halting extends InputStream {
        final CountDownLatch halted = new CountDownLatch(1);
        final CountDownLatch ends = new CountDownLatch(1);

        InputStream behind(byte[] bytes) {
            return new SequenceInputStream(new ByteArrayInputStream(bytes), this);
        }

        @Override
        public int read() throws IOException {
            halted.countDown();
            try {
                ends.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }

    /** Zeros without an end. */
    private static final class Endless extends InputStream {
        long given;

        @Override
        public int read() {
            given++;
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            given += length;
            return length;
        }
    }

    @Test
    public void twoAtOnceAreRefusedInWordsAndAFileInTheFolderWaits() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(2);
        ServiceRegistration<CyclicBarrier> held =
                container.context().registerService(CyclicBarrier.class, barrier, FrameworkUtil.asDictionary(Map.of()));
        byte[] kettle = container.release(kettle("1.0.0").bytes());
        byte[] lamp = container.release(new MadeJar("com.acme.lamp", "1.0.0").bytes());
        FutureTask<String> first = new FutureTask<>(() -> container.deploy(kettle));
        new Thread(first).start();
        barrier.await();
        held.unregister();
        BusyException busy = assertThrows(BusyException.class, () -> container.deploy(lamp));
        assertTrue(
                busy.getMessage(),
                busy.getMessage().startsWith("deploy: deploy is under way (expected: one at a time"));
        DeployFolder folder = new DeployFolder(
                container.home().deploy(), (what, in) -> container.agent().take(Purpose.DEPLOY, what, in));
        folder.make();
        Path file = Files.write(container.home().deploy().resolve("lamp.release"), lamp);
        long second = 1_000_000_000L;
        for (long now = 0; now < 5 * second; now += second) {
            folder.look(now);
        }
        assertEquals(List.of(), folder.troubles());
        assertTrue(Files.exists(file));
        assertEquals(List.of(), container.there("com.acme.lamp"));
        barrier.await();
        assertTrue(first.get(), first.get().startsWith("com.acme.kettle 1.0.0: deployed"));
        folder.look(5 * second);
        assertFalse(Files.exists(file));
        assertEquals(1, container.there("com.acme.lamp").size());
    }

    @Test
    public void nothingIsExchangedBeforeTheProgramHasStarted() throws Exception {
        byte[] release = container.release(kettle("1.0.0").bytes());
        new Starts(container.home().state()).begun();
        BusyException busy = assertThrows(BusyException.class, () -> container.deploy(release));
        assertTrue(busy.getMessage(), busy.getMessage().contains("has not come to the end of its start"));
        new Starts(container.home().state()).ready(Overlay.empty());
        container.deploy(release);
    }

    @Test
    public void whatIsRefusedPushesOutNothingThatWasDone() throws Exception {
        container.deploy(container.release(kettle("1.0.0").bytes()));
        for (int i = 0; i < 100; i++) {
            container.refused("no release".getBytes(StandardCharsets.US_ASCII));
        }
        List<BundleChange> changes = container.agent().changes();
        assertEquals(33, changes.size());
        assertTrue(changes.get(32).words(), changes.get(32).words().startsWith("com.acme.kettle 1.0.0: deployed"));
    }

    @Test
    public void whatComesTogetherIsNamedWhenOneOfItGoesAndControlCharactersAreNotPassedOn() throws Exception {
        container.deploy(container.release(kettle("1.0.0").bytes(), new MadeJar("com.acme.lamp", "1.0.0").bytes()));
        String told = container.agent().undeploy("com.acme.kettle");
        assertTrue(told, told.endsWith("; what came together with it stays: com.acme.lamp"));
        String why = assertThrows(
                        RefusedException.class, () -> container.agent().undeploy("x\u001b[2J\ny"))
                .getMessage();
        assertTrue(why, why.startsWith("undeploy: x?[2J?y: was not deployed (expected: one of com.acme.lamp)"));
    }

    @Test
    public void whoStopsInTheMiddleHoldsUpNobodyAndNothingOfItIsTaken() throws Exception {
        byte[] kettle = container.release(kettle("1.0.0").bytes());
        for (int length : new int[] {0, 30, 200, kettle.length - 1}) {
            Halting half = new Halting();
            InputStream sent = half.behind(Arrays.copyOf(kettle, length));
            FutureTask<String> asked = new FutureTask<>(
                    () -> container.refused(() -> container.agent().take(Purpose.DEPLOY, "deploy", sent)));
            Thread thread = new Thread(asked);
            thread.start();
            half.halted.await();
            container.deploy(container.release(new MadeJar("com.acme.lamp", "1." + length + ".0").bytes()));
            container.agent().undeploy("com.acme.lamp");
            half.ends.countDown();
            thread.join();
            assertEquals(List.of(), container.there(KETTLE));
        }
    }

    @Test
    public void halfOfAJarThatNobodySignedIsNoBundle() throws Exception {
        byte[] jar = kettle("1.0.0").bytes();
        assertEquals(
                "its manifest is there",
                KETTLE,
                JarName.entry(Arrays.copyOf(jar, jar.length / 2)).name());
        String why = container.refusedUnsigned(new ByteArrayInputStream(jar, 0, jar.length / 2));
        assertTrue(why, why.contains("com.acme.kettle 1.0.0: cannot be installed"));
    }

    @Test
    public void whoSendsMoreThanAReleaseMayHaveIsCutOff() throws Exception {
        Endless zeros = new Endless();
        String why = container.refusedUnsigned(zeros);
        assertTrue(why, why.contains("jar: more than " + LARGEST + " bytes"));
        assertTrue(zeros.given + " bytes", zeros.given <= LARGEST + (1 << 16));
        byte[] jar = kettle("1.0.0").bytes();
        byte[] both = container.release(List.of(
                new BundleEntry("com.acme.lamp", "1.0.0", LARGEST, BundleEntry.digest(jar)), JarName.entry(jar)));
        Endless more = new Endless();
        why = container.refused(() -> container
                .agent()
                .take(Purpose.DEPLOY, "deploy", new SequenceInputStream(new ByteArrayInputStream(both), more)));
        assertTrue(why, why.contains(LARGEST + jar.length + " bytes of jars (expected: at most " + LARGEST + ")"));
        assertEquals(0, more.given);
    }

    @Test
    public void whatOthersTookThePlaceOfIsNotCalledThere() throws Exception {
        byte[] kettle = kettle("1.0.0").bytes();
        container.deploy(container.release(kettle));
        Bundle there = container.there(KETTLE).get(0);
        there.update(new ByteArrayInputStream(kettle("1.0.1").bytes()));
        Supplier<Set<Long>> updates = () -> Set.of(there.getBundleId());
        container
                .context()
                .registerService(
                        Supplier.class, updates, FrameworkUtil.asDictionary(Map.of("ringback.tells", "updates")));
        String why = container.refused(container.release(kettle));
        assertTrue(
                why,
                why.contains("bundle com.acme.kettle 1.0.0: was here already, and others came in its place past what is"
                        + " written down, as by felix:update (expected: what is written down); next: restart"));
    }

    @Test
    public void aNameOfOursTakesMoreThanAPersonsWord() throws Exception {
        for (String name : List.of("org.ringback.kettle", "bcprov", "io.netty.common")) {
            String why = container.refusedUnsigned(new ByteArrayInputStream(new MadeJar(name, "99.0.0").bytes()));
            assertTrue(why, why.contains("nobody signed it, and its name is one of the product's own"));
        }
    }

    @Test
    public void whatIsDoneAndWhatIsRefusedIsRecordedBeforeItIsTold() throws Exception {
        List<AuditEntry> recorded = new ArrayList<>();
        container.audit(new PlayedLog(recorded));
        container.deploy(container.release(kettle("1.0.0").bytes()));
        assertEquals(
                new AuditEntry(
                        "deploy",
                        AuditEntry.console(),
                        "com.acme.kettle 1.0.0",
                        AuditEntry.LOCAL_SOCKET,
                        "done: " + container.agent().changes().get(0).words()),
                recorded.get(0));
        assertThrows(RefusedException.class, () -> container
                .agent()
                .take(Purpose.DEPLOY, "deploy/bad.release", new ByteArrayInputStream(new byte[10])));
        assertEquals("deploy", recorded.get(1).what());
        assertEquals("deploy/bad.release", recorded.get(1).object());
        assertEquals("deploy folder", recorded.get(1).from());
        assertTrue(recorded.get(1).outcome(), recorded.get(1).outcome().startsWith("refused: "));
        container.agent().undeploy(KETTLE);
        assertEquals(KETTLE, recorded.get(2).object());
        assertEquals("undeploy", recorded.get(2).what());
    }

    @Test
    public void aLogThatCannotWriteHoldsNoUpdateUp() throws Exception {
        container.audit(new PlayedLog(new ArrayList<>()) {
            @Override
            public CompletionStage<Void> record(AuditEntry entry) {
                return CompletableFuture.failedFuture(new IOException("No space left on device"));
            }
        });
        container.deploy(container.release(kettle("1.0.0").bytes()));
        assertTrue(container.agent().changes().get(0).done());
    }

    /** Keeps what is recorded. */
    private static class PlayedLog implements AuditLog {
        private final List<AuditEntry> recorded;

        PlayedLog(List<AuditEntry> recorded) {
            this.recorded = recorded;
        }

        @Override
        public CompletionStage<Void> record(AuditEntry entry) {
            recorded.add(entry);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public List<AuditLine> latest(long before, int limit) {
            return List.of();
        }

        @Override
        public AuditCheck verify() {
            return new AuditCheck(0, 0, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
    }
}
