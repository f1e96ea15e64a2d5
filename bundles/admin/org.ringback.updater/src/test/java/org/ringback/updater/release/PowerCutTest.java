package org.ringback.updater.release;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.updater.release.RecordedFiles.Step;

/**
 * Wherever the power is cut, the next start runs exactly one version of each bundle: the one that was written down last,
 * or the one that was being written down.
 */
public class PowerCutTest {
    /** How often what was not forced is lost in another part; more with -Dupdate.cuts=N. */
    private static final int LOSSES = Integer.getInteger("update.cuts", 1);

    private static final String CRYPTO = "org.ringback.crypto";
    private static final String KETTLE = "com.acme.kettle";
    private static final byte[] OWN = Samples.jar("the installation's crypto");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Map<Integer, List<String>> acknowledged = new TreeMap<>();
    private Path installed;
    private InstalledRelease installation;
    private SigningKey product;
    private TrustedKeys keys;
    private RecordedFiles disk;
    private OverlayFile file;
    private BundleFolder folder;
    private Starts starts;

    @Before
    public void history() throws IOException {
        Path root = temporary.getRoot().toPath();
        product = Samples.key(root, "product.key", "*");
        keys = Samples.trusting(product);
        installed = Files.write(root.resolve("crypto.jar"), OWN);
        Files.write(
                root.resolve(InstalledRelease.LIST),
                product.sign(Samples.list(1, Samples.entry(CRYPTO, "1.0.0", OWN)))
                        .bytes());
        installation = InstalledRelease.read(keys, root);
        disk = new RecordedFiles(temporary.newFolder("home").toPath());
        file = new OverlayFile(disk.folder().resolve("state"));
        folder = new BundleFolder(disk.folder().resolve("bundles"));
        starts = new Starts(disk.folder().resolve("state"));
        Files.createDirectory(file.state());
        Files.createDirectory(folder.folder());
        acknowledge();
        take(KETTLE, "1.0.0", 3);
        starts.begun();
        starts.ready(file.read());
        take(CRYPTO, "1.1.0", 4);
        take(CRYPTO, "1.2.0", 5);
        take(KETTLE, "2.0.0", 6);
        write(file.read().back(CRYPTO));
        starts.begun();
        starts.told();
        write(file.read().without(KETTLE));
        write(file.read().without(CRYPTO));
    }

    private void acknowledge() throws IOException {
        acknowledged.put(
                disk.steps().size(),
                file.read().bundles().stream()
                        .map(one -> one.bundle().label())
                        .sorted()
                        .toList());
    }

    private void write(Overlay overlay) throws IOException {
        file.write(overlay);
        acknowledge();
        folder.tidy(java.util.stream.Stream.concat(
                file.read().needed(), starts.lastReady().needed()));
    }

    /** As the agent does: the jar, the list, the overlay; then what is not needed goes. */
    private void take(String name, String version, long serial) throws IOException {
        byte[] jar = Samples.jar(name + " " + version);
        ReleaseList list = Samples.list(serial, Samples.entry(name, version, jar));
        SignedList signed = product.sign(list);
        OverlayEntry entry = new OverlayEntry(list.bundles().get(0), Optional.of(signed.digest()), Samples.MADE);
        folder.put(entry.bundle(), jar);
        folder.put(signed);
        write(file.read().with(entry, Optional.of(list), one -> true));
    }

    @Test
    public void afterACutAtEachStepOneVersionRuns() throws IOException {
        List<Step> steps = disk.steps();
        assertTrue(steps.size() + " steps", steps.size() > 60);
        for (int cut = 0; cut <= steps.size(); cut++) {
            assertRuns("cut after step " + cut, steps, cut, Set.of());
        }
    }

    @Test
    public void whatWasNotForcedMayBeLostInAnyPart() throws IOException {
        Random random = new Random(20_261_129);
        List<Step> steps = disk.steps();
        for (int cut = 0; cut <= steps.size(); cut++) {
            Set<Integer> unforced = unforced(steps, cut);
            assertRuns("cut after step " + cut + ", all lost", steps, cut, unforced);
            for (int i = 0; i < LOSSES && !unforced.isEmpty(); i++) {
                Set<Integer> some = new HashSet<>(unforced);
                some.removeIf(step -> random.nextBoolean());
                assertRuns("cut after step " + cut + ", lost " + some, steps, cut, some);
            }
        }
    }

    /** Each write in turn finds no room: what was there stays, or what was to be there is; a later try with room works. */
    @Test
    public void aDiskThatIsFullAtAnyWriteChangesNothing() throws IOException {
        List<OverlayEntry> before = file.read().bundles();
        for (int room = 0; ; room++) {
            disk.roomFor(room);
            boolean done = true;
            try {
                take(KETTLE, "3.0." + room, 100 + room);
            } catch (IOException e) {
                assertEquals("no room", e.getMessage());
                done = false;
            }
            disk.roomFor(Integer.MAX_VALUE);
            List<OverlayEntry> after = file.read().bundles();
            assertTrue(
                    "room for " + room + " writes",
                    after.equals(before) || after.get(0).bundle().label().equals(KETTLE + " 3.0." + room));
            for (OverlayEntry one : after) {
                folder.read(one, keys);
            }
            assertEquals(List.of(), file.troubles());
            if (done) {
                break;
            }
            before = after;
        }
        take(KETTLE, "4.0.0", 1000);
        assertEquals(KETTLE + " 4.0.0", file.read().bundles().get(0).bundle().label());
    }

    /** The steps before a cut that nothing has promised to be on the disk. */
    private static Set<Integer> unforced(List<Step> steps, int cut) {
        Set<Integer> open = new HashSet<>();
        for (int i = 0; i < cut; i++) {
            if (steps.get(i) instanceof Step.Force force) {
                open.removeIf(step -> promises(force.what(), steps.get(step)));
            } else {
                open.add(i);
            }
        }
        return open;
    }

    private static boolean promises(Path forced, Step step) {
        if (step instanceof Step.Write write) {
            return write.file().equals(forced);
        }
        Path changed = step instanceof Step.Move move ? move.to() : ((Step.Delete) step).file();
        return forced.equals(changed.getParent());
    }

    private void assertRuns(String when, List<Step> steps, int cut, Set<Integer> lost) throws IOException {
        Path home = temporary.newFolder().toPath();
        Path state = Files.createDirectory(home.resolve("state"));
        Path bundles = Files.createDirectory(home.resolve("bundles"));
        Map<Path, byte[]> files = new HashMap<>();
        for (int i = 0; i < cut; i++) {
            if (!lost.contains(i)) {
                replay(steps.get(i), files);
            }
        }
        for (Map.Entry<Path, byte[]> one : files.entrySet()) {
            Files.write(home.resolve(one.getKey().toString()), one.getValue());
        }
        Overlay overlay = new OverlayFile(state).read();
        StartList start = new StartList(installation, overlay, new BundleFolder(bundles));
        List<String> runs = new ArrayList<>();
        start.install(List.of(installed), (location, bundle, jar) -> runs.add(bundle.label()));
        assertEquals(when, List.of(), start.troubles());
        assertTrue(when + ": " + runs, allowed(cut).contains(expected(runs)));
        assertEquals(when, List.of(), new OverlayFile(state).troubles());
        for (OverlayEntry needed : overlay.needed().toList()) {
            new BundleFolder(bundles).read(needed, keys);
        }
        new Starts(state).begun();
    }

    private static void replay(Step step, Map<Path, byte[]> files) {
        if (step instanceof Step.Write write) {
            files.put(write.file(), write.bytes());
        } else if (step instanceof Step.Move move && files.containsKey(move.from())) {
            files.put(move.to(), files.remove(move.from()));
        } else if (step instanceof Step.Delete delete) {
            files.remove(delete.file());
        }
    }

    /** What was acknowledged before a cut, and what was on its way. */
    private List<List<String>> allowed(int cut) {
        List<List<String>> allowed = new ArrayList<>();
        for (Map.Entry<Integer, List<String>> one : acknowledged.entrySet()) {
            if (one.getKey() <= cut) {
                allowed.clear();
                allowed.add(one.getValue());
            } else {
                allowed.add(one.getValue());
                break;
            }
        }
        return allowed;
    }

    /** The overlay's part of what runs. */
    private static List<String> expected(List<String> runs) {
        return runs.stream()
                .filter(one -> !one.equals(CRYPTO + " 1.0.0"))
                .sorted()
                .toList();
    }
}
