package org.ringback.updater.release;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Starts that come to no end lead back to what ran before, and nothing else does. */
public class StartsTest {
    private static final OverlayEntry KETTLE = entry("com.acme.kettle", "1.0.0");
    private static final OverlayEntry CRYPTO = entry("org.ringback.crypto", "1.1.0");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final List<String> told = new ArrayList<>();
    private Starts starts;

    private static OverlayEntry entry(String name, String version) {
        return new OverlayEntry(Samples.entry(name, version, Samples.jar(name)), Optional.empty(), Samples.MADE);
    }

    private static Overlay overlay(long serial, OverlayEntry... bundles) {
        return new Overlay(serial, List.of(bundles), List.of(), Map.of(), Map.of("org.ringback.crypto", serial));
    }

    @Before
    public void home() {
        starts = new Starts(temporary.getRoot().toPath());
    }

    @Test
    public void startsThatCameToNoEndAreCountedUntilOneDoesItsWork() throws IOException {
        assertEquals(0, starts.begun());
        assertEquals(1, starts.begun());
        assertEquals(2, starts.begun());
        starts.ready(overlay(1));
        assertEquals(0, starts.begun());
    }

    @Test
    public void aStartThatSaidWhyItEndedIsNotCounted() throws IOException {
        starts.begun();
        starts.begun();
        starts.told();
        assertEquals(1, starts.begun());
        starts.told();
        starts.told();
        assertEquals(0, starts.begun());
    }

    @Test
    public void aCountThatWasCutBeginsAnew() throws IOException {
        starts.begun();
        Files.writeString(temporary.getRoot().toPath().resolve("starts"), "");
        assertEquals(0, starts.begun());
    }

    @Test
    public void whatRanBeforeRunsAgainAndSaysWhatWent() throws IOException {
        starts.ready(overlay(4, KETTLE));
        Overlay now = overlay(6, KETTLE, CRYPTO);
        Overlay taken = starts.goBack(now, entry -> false, told::add);
        assertEquals(List.of(KETTLE), taken.bundles());
        assertEquals(7, taken.serial());
        assertEquals("no floor goes back", now.floors(), taken.floors());
        assertEquals(
                List.of(
                        "bundles: 3 starts in a row came to no end since org.ringback.crypto 1.1.0 came; what ran before"
                                + " that runs again; next: see the log, then do it again"),
                told);
    }

    @Test
    public void whatRepairsAFlawStays() throws IOException {
        starts.ready(overlay(4, KETTLE));
        Overlay now = overlay(6, KETTLE, CRYPTO);
        assertSame(now, starts.goBack(now, CRYPTO::equals, told::add));
        assertTrue(told.get(0), told.get(0).contains("; a flaw was repaired since, so it stays; "));
    }

    @Test
    public void ifNothingHasChangedNothingIsBlamed() throws IOException {
        Overlay now = overlay(4, KETTLE);
        starts.ready(now);
        assertSame(now, starts.goBack(now, entry -> false, told::add));
        assertEquals(List.of(), told);
    }

    @Test
    public void whatWasStagedAndNeverRanGoesFirstAndOnlyThenWhatRan() throws IOException {
        starts.ready(overlay(4));
        OverlayEntry store = entry("org.ringback.store", "1.1.0");
        Overlay now = overlay(6, KETTLE, CRYPTO, store).standing(List.of("org.ringback.store"), Standing.STAGED);
        for (int i = 0; i < Starts.MOST; i++) {
            starts.begun();
        }
        assertEquals(Starts.MOST, starts.begun());
        Overlay taken = starts.goBack(now, entry -> false, told::add);
        assertEquals(List.of(KETTLE, CRYPTO), taken.bundles());
        assertTrue(told.get(0), told.get(0).contains(" since org.ringback.store 1.1.0 came; what ran before"));
        starts.first();
        assertEquals("that start counts as the first one", 1, starts.begun());
        assertEquals(2, starts.begun());
        assertEquals(Starts.MOST, starts.begun());
        taken = starts.goBack(taken, entry -> false, told::add);
        assertEquals(List.of(), taken.bundles());
    }

    @Test
    public void whatWasStagedAndRanIsBlamedForNothing() throws IOException {
        Overlay ran = overlay(6, CRYPTO).standing(List.of("org.ringback.crypto"), Standing.STAGED);
        starts.ready(ran);
        OverlayEntry store = entry("org.ringback.store", "1.1.0");
        Overlay now = overlay(7, CRYPTO, store)
                .standing(List.of("org.ringback.crypto", "org.ringback.store"), Standing.STAGED);
        assertEquals(
                List.of(CRYPTO), starts.goBack(now, entry -> false, told::add).bundles());
    }

    @Test
    public void aStartThatCameToItsEndCountsForNothingWhateverCanBeKept() throws IOException {
        starts.begun();
        assertTrue(starts.underWay());
        Path ready = Files.createDirectory(temporary.getRoot().toPath().resolve("bundles.ready"));
        assertThrows(NotAcceptedException.class, () -> starts.ready(overlay(1, CRYPTO)));
        assertFalse(starts.underWay());
        Files.delete(ready);
    }

    @Test
    public void ofWhatCameWhatNeverRanIsNamedAlone() throws IOException {
        OverlayEntry store = entry("org.ringback.store", "1.1.0");
        Overlay now = overlay(6, CRYPTO, store).standing(List.of("org.ringback.store"), Standing.STAGED);
        assertEquals("org.ringback.store 1.1.0 came", starts.since(now));
        assertEquals(List.of("org.ringback.store 1.1.0"), starts.untried(now));
        starts.ready(now);
        assertEquals(List.of(), starts.untried(now));
    }

    @Test
    public void theOrderInWhichBundlesCameIsNoChange() throws IOException {
        starts.ready(overlay(4, KETTLE, CRYPTO));
        Overlay now = overlay(6, CRYPTO, KETTLE);
        assertTrue(starts.isReady(now));
        assertSame(now, starts.goBack(now, entry -> false, told::add));
    }

    @Test
    public void thereIsSomethingToGoBackToFromTheFirstStartOn() throws IOException {
        starts.ready(overlay(0));
        assertTrue(Files.exists(temporary.getRoot().toPath().resolve("bundles.ready")));
        assertTrue(starts.isReady(overlay(0)));
        assertEquals("org.ringback.crypto 1.1.0 came", starts.since(overlay(1, CRYPTO)));
    }

    @Test
    public void withoutAnEarlierOneTheInstallationRunsAlone() throws IOException {
        Overlay taken = starts.goBack(overlay(1, CRYPTO), entry -> false, told::add);
        assertEquals(List.of(), taken.bundles());
    }
}
