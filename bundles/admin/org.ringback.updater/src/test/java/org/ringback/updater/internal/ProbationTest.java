package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Standing;

/** Crypto that is not proved yet is held or taken back by what it does, and by nothing else. */
public class ProbationTest {
    private static final String CRYPTO = "org.ringback.crypto";
    private static final Instant SINCE = Instant.parse("2026-11-29T15:00:00Z");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> acted = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Set<Long>> watched = new ArrayList<>();
    private HomeFiles home;
    private Probation probation;
    private boolean repairs;
    private boolean busy;
    private String refusal = "";
    private int proved;
    private boolean closed;
    private boolean runs = true;
    private Optional<CryptoControl> control = Optional.empty();

    @Before
    public void anUnprovedCrypto() throws IOException {
        Path root = temporary.getRoot().toPath();
        Files.createDirectory(root.resolve("state"));
        home = new HomeFiles(root);
        OverlayEntry entry = new OverlayEntry(BundleEntry.of(CRYPTO, "1.1.0", new byte[] {1}), Optional.empty(), SINCE);
        home.overlay().write(new Overlay(1, List.of(entry), List.of(), Map.of(CRYPTO, Standing.UNPROVED), Map.of()));
        probation = new Probation(home, new InUse(() -> control, Optional::empty), new Probation.Acts() {
            @Override
            public void hold(List<String> names) throws BusyException {
                if (busy) {
                    throw new BusyException("update is under way");
                }
                acted.add("hold " + names);
            }

            @Override
            public void takeBack(String name, String why) throws RefusedException {
                acted.add("take back " + name + ": " + why);
                if (!refusal.isEmpty()) {
                    throw new RefusedException(refusal);
                }
            }

            @Override
            public boolean repairs(OverlayEntry one) {
                return repairs;
            }
        });
    }

    private final CryptoWatch watch = new CryptoWatch() {
        @Override
        public int proved() {
            return proved;
        }

        @Override
        public List<String> faults() {
            return List.copyOf(faults);
        }

        @Override
        public boolean await(int count, Duration limit) {
            throw new UnsupportedOperationException("probation only looks");
        }

        @Override
        public boolean runs() {
            return runs;
        }

        @Override
        public void close() {
            closed = true;
        }
    };

    private final CryptoControl crypto = new CryptoControl() {
        @Override
        public void keepOut(Set<Long> bundles) {
            throw new UnsupportedOperationException("probation only watches");
        }

        @Override
        public void use(Set<Long> bundles) {
            throw new UnsupportedOperationException("probation only watches");
        }

        @Override
        public CryptoWatch watch(Set<Long> bundles) {
            watched.add(bundles);
            return watch;
        }

        @Override
        public List<CryptoUse> uses() {
            return List.of(
                    new CryptoUse(CRYPTO, "1.1.0", 40, SINCE, CryptoUse.State.USED, 0),
                    new CryptoUse("org.ringback.crypto.certificatefirst", "1.0.0", 13, SINCE, CryptoUse.State.USED, 0));
        }
    };

    @Test
    public void enoughConnectionsHoldIt() throws Exception {
        probation.begin(watch, List.of(CRYPTO));
        proved = CryptoSwitch.ENOUGH - 1;
        probation.look();
        assertEquals(List.of(), acted);
        proved = CryptoSwitch.ENOUGH;
        busy = true;
        probation.look();
        assertEquals("at the next look", List.of(), acted);
        busy = false;
        probation.look();
        assertEquals(List.of("hold [" + CRYPTO + "]"), acted);
        assertTrue(closed);
    }

    @Test
    public void aFaultTakesItBack() throws Exception {
        probation.begin(watch, List.of(CRYPTO));
        proved = CryptoSwitch.ENOUGH;
        faults.add("HMAC: differs from that of the one before");
        probation.look();
        assertEquals(
                List.of("take back " + CRYPTO + ": " + CRYPTO + ": HMAC: differs from that of the one before"), acted);
        assertTrue(closed);
    }

    @Test
    public void whatRepairsAFlawStaysAndAPersonIsAsked() throws Exception {
        repairs = true;
        probation.begin(watch, List.of(CRYPTO));
        faults.add("hmac: worn out");
        probation.look();
        probation.look();
        assertEquals(List.of(), acted);
        assertEquals(1, probation.warnings().size());
        assertTrue(
                probation.warnings().get(0),
                probation.warnings().get(0).endsWith("next: rollback " + CRYPTO + ", or update to a newer one"));
        probation.begin(watch, List.of(CRYPTO));
        assertEquals("another update is another matter", List.of(), probation.warnings());
    }

    @Test
    public void whatCannotBeTakenBackIsTold() throws Exception {
        refusal = "rollback: no room";
        probation.begin(watch, List.of(CRYPTO));
        faults.add("hmac: worn out");
        probation.look();
        probation.look();
        assertEquals("once", 1, acted.size());
        assertTrue(
                probation.warnings().get(0),
                probation.warnings().get(0).contains("it is not taken back: rollback: no room; next: rollback"));
    }

    @Test
    public void afterAStartItIsWatchedOnceItIsThere() throws Exception {
        probation.look();
        assertEquals(List.of(), watched);
        control = Optional.of(crypto);
        probation.look();
        assertEquals("only what is not proved", List.of(Set.of(40L)), watched);
        proved = CryptoSwitch.ENOUGH;
        probation.look();
        assertEquals(List.of("hold [" + CRYPTO + "]"), acted);
    }

    @Test
    public void aWatchThatAnotherUpdateEndedBeginsAnew() throws Exception {
        control = Optional.of(crypto);
        probation.begin(watch, List.of(CRYPTO));
        runs = false;
        faults.add("of somebody else's time");
        probation.look();
        assertEquals(List.of(), acted);
        assertEquals(List.of(Set.of(40L)), watched);
    }

    @Test
    public void onlyWhatIsWatchedIsHeldOrBlamed() throws Exception {
        home.overlay()
                .write(home.overlay()
                        .read()
                        .standing(List.of("org.ringback.crypto.certificatefirst"), Standing.UNPROVED));
        probation.begin(watch, List.of("org.ringback.crypto.certificatefirst"));
        faults.add("ring proof: differs from that of the one before");
        probation.look();
        assertTrue(acted.get(0), acted.get(0).startsWith("take back org.ringback.crypto.certificatefirst: "));
    }

    @Test
    public void whatIsProvedIsNotWatched() throws Exception {
        control = Optional.of(crypto);
        home.overlay().write(home.overlay().read().proved(List.of(CRYPTO)));
        probation.look();
        home.overlay().write(home.overlay().read().standing(List.of(CRYPTO), Standing.UNPROVED));
        probation.look();
        assertEquals("nobody says that it is there but an update", List.of(), watched);
        probation.again();
        probation.look();
        assertEquals("one that wrote it down again does", List.of(Set.of(40L)), watched);
    }
}
