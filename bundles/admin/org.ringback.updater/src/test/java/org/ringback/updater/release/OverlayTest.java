package org.ringback.updater.release;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.control.BundleOrigin;

/** What is written down is what the next start runs, and only if every byte of it still proves itself. */
public class OverlayTest {
    private static final byte[] OWN = Samples.jar("the installation's crypto");
    private static final byte[] NEWER = Samples.jar("a newer crypto");
    private static final byte[] KETTLE = Samples.jar("the kettle's jar");

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private Path root;
    private OverlayFile file;
    private Path state;
    private BundleFolder folder;
    private SigningKey product;
    private SigningKey acme;
    private TrustedKeys keys;
    private Path installed;
    private InstalledRelease installation;
    private final List<String> runs = new ArrayList<>();

    @Before
    public void anInstallation() throws IOException {
        root = temporary.getRoot().toPath();
        file = new OverlayFile(Files.createDirectory(root.resolve("state")));
        state = file.file();
        folder = new BundleFolder(Files.createDirectory(root.resolve("bundles")));
        product = Samples.key(root, "product.key", "*");
        acme = Samples.key(root, "acme.key", "com.acme.*");
        keys = Samples.trusting(product, acme);
        installed = Files.write(root.resolve("crypto.jar"), OWN);
        ReleaseList list = Samples.list(1, Samples.entry("org.ringback.crypto", "1.0.0", OWN));
        Files.write(root.resolve(InstalledRelease.LIST), product.sign(list).bytes());
        installation = InstalledRelease.read(keys, root);
    }

    private StartList start() throws IOException {
        runs.clear();
        StartList start = new StartList(installation, file.read(), folder);
        start.install(
                List.of(installed),
                (location, bundle, jar) ->
                        runs.add(Locations.origin(location) + " " + bundle.label() + " " + jar.length));
        return start;
    }

    private OverlayEntry keep(SigningKey signer, ReleaseList list, byte[] jar) throws IOException {
        SignedList signed = signer.sign(list);
        BundleEntry bundle = list.bundles().get(0);
        OverlayEntry entry = new OverlayEntry(bundle, Optional.of(signed.digest()), Samples.MADE);
        folder.put(signed);
        folder.put(bundle, jar);
        file.write(file.read().with(entry, Optional.of(list), one -> true));
        return entry;
    }

    private OverlayEntry newer() throws IOException {
        return keep(product, Samples.list(7, Samples.entry("org.ringback.crypto", "1.1.0", NEWER)), NEWER);
    }

    private OverlayEntry kettle() throws IOException {
        return keep(acme, Samples.list(3, Samples.entry("com.acme.kettle", "2.0.0", KETTLE)), KETTLE);
    }

    @Test
    public void withNothingWrittenDownTheInstallationRuns() throws IOException {
        assertEquals(List.of(), start().troubles());
        assertEquals(List.of("INSTALLATION org.ringback.crypto 1.0.0 " + OWN.length), runs);
    }

    @Test
    public void whatIsWrittenDownRunsInTheFeaturesPlaceOrBehindIt() throws IOException {
        kettle();
        newer();
        assertEquals(List.of(), start().troubles());
        assertEquals(
                List.of(
                        "UPDATED org.ringback.crypto 1.1.0 " + NEWER.length,
                        "DEPLOYED com.acme.kettle 2.0.0 " + KETTLE.length),
                runs);
    }

    @Test
    public void whatIsNoFileIsNamedAndNotRead() throws IOException {
        kettle();
        Path mark = state.resolveSibling("bundles.mark");
        Files.delete(mark);
        Files.createDirectory(mark);
        assertEquals(
                "a mark that is none says nothing", 1, file.read().bundles().size());
        Overlay before = file.read();
        NotAcceptedException folder = assertThrows(NotAcceptedException.class, () -> file.write(before.without("x")));
        assertEquals(mark + ": is a folder (expected: a file, or nothing)", folder.getMessage());
        assertEquals("nothing took its place", before, file.read());
        assertTrue(
                file.troubles().get(0), file.troubles().get(0).startsWith("state/bundles.mark: is damaged, so nobody"));
        assertFalse(Files.exists(state.resolveSibling("bundles.part")));
        Files.delete(state);
        Files.createSymbolicLink(state, Path.of("/dev/zero"));
        NotAcceptedException device = assertThrows(NotAcceptedException.class, file::read);
        assertTrue(
                device.getMessage(),
                device.getMessage()
                        .startsWith(state + ": is a folder, a link or a device (expected: a file); next: put it back"));
    }

    @Test
    public void everyStandingIsReadAsItWasWritten() throws IOException {
        OverlayEntry kettle = kettle();
        for (Standing which : Standing.values()) {
            file.write(file.read().standing(List.of(kettle.bundle().name()), which));
            assertEquals(List.of(kettle.bundle().name()), file.read().standing(which));
        }
    }

    @Test
    public void aNewerInstallationWinsAndSaysSo() throws IOException {
        newer();
        byte[] latest = Samples.jar("next year's crypto");
        Files.write(installed, latest);
        ReleaseList list = Samples.list(9, Samples.entry("org.ringback.crypto", "2.0.0", latest));
        Files.write(root.resolve(InstalledRelease.LIST), product.sign(list).bytes());
        installation = InstalledRelease.read(keys, root);
        StartList start = start();
        assertEquals(
                List.of("bundle org.ringback.crypto: the installation's 2.0.0 is newer than 1.1.0, which was put in its"
                        + " place, and runs instead"),
                start.troubles());
        assertEquals(List.of("INSTALLATION org.ringback.crypto 2.0.0 " + latest.length), runs);
    }

    @Test
    public void aChangedJarDoesNotRunAndTheInstallationsOwnDoes() throws IOException {
        OverlayEntry entry = newer();
        Files.write(root.resolve("bundles").resolve(entry.bundle().sha256() + ".jar"), Samples.jar("A newer crypto"));
        StartList start = start();
        assertEquals(List.of("INSTALLATION org.ringback.crypto 1.0.0 " + OWN.length), runs);
        String trouble = start.troubles().get(0);
        assertTrue(trouble, trouble.contains("bundle org.ringback.crypto 1.1.0: SHA-256"));
        assertTrue(trouble, trouble.endsWith("; the installation's own runs instead"));
    }

    @Test
    public void aSignerWhoIsNoLongerTrustedRunsNothing() throws IOException {
        kettle();
        installation = new InstalledRelease(Samples.trusting(product), installation.bySha256());
        StartList start = start();
        assertEquals(1, runs.size());
        assertTrue(start.troubles().get(0), start.troubles().get(0).contains("by nobody who is trusted here"));
        assertTrue(start.troubles().get(0), start.troubles().get(0).endsWith("; it does not run"));
    }

    @Test
    public void aLineThatIsSlippedInBorrowsNoOtherRelease() throws IOException {
        OverlayEntry entry = kettle();
        BundleEntry other = Samples.entry("com.acme.lamp", "1.0.0", NEWER);
        folder.put(other, NEWER);
        file.write(file.read()
                .with(new OverlayEntry(other, entry.release(), Samples.MADE), Optional.empty(), one -> true));
        assertTrue(start().troubles().get(0), start().troubles().get(0).contains("its release has another one"));
        assertEquals(2, runs.size());
    }

    @Test
    public void whatAPersonLetInIsNamedAsUnsignedAtEachStartAndOnlyItsVeryBytesRun() throws IOException {
        BundleEntry entry = Samples.entry("com.acme.kettle", "1.0.0", KETTLE);
        folder.put(entry, KETTLE);
        file.write(file.read()
                .with(new OverlayEntry(entry, Optional.empty(), Samples.MADE), Optional.empty(), one -> true));
        assertEquals(List.of(), start().troubles());
        assertEquals("UNSIGNED com.acme.kettle 1.0.0 " + KETTLE.length, runs.get(1));
        Files.write(folder.file(entry), Samples.jar("another kettle"));
        assertTrue(start().troubles().get(0), start().troubles().get(0).contains("as its list says); it does not run"));
        assertEquals(1, runs.size());
    }

    @Test
    public void filesThatAreSwappedDuringTheStartAreNotRead() throws IOException {
        newer();
        kettle();
        List<String> installed = new ArrayList<>();
        new StartList(installation, file.read(), folder).install(List.of(this.installed), (location, bundle, jar) -> {
            bundle.require(jar);
            installed.add(bundle.label());
            for (OverlayEntry entry : file.read().bundles()) {
                Files.write(folder.file(entry.bundle()), Samples.jar("swapped"));
            }
        });
        assertEquals(List.of("org.ringback.crypto 1.1.0", "com.acme.kettle 2.0.0"), installed);
    }

    @Test
    public void aFeaturesJarThatIsSwappedDuringTheStartEndsIt() throws IOException {
        kettle();
        Path second = Files.write(root.resolve("relay.jar"), NEWER);
        ReleaseList both = Samples.list(
                1,
                Samples.entry("org.ringback.crypto", "1.0.0", OWN),
                Samples.entry("org.ringback.relay", "1.0.0", NEWER));
        Files.write(root.resolve(InstalledRelease.LIST), product.sign(both).bytes());
        installation = InstalledRelease.read(keys, root);
        StartList start = new StartList(installation, file.read(), folder);
        NotAcceptedException refused = assertThrows(
                NotAcceptedException.class,
                () -> start.install(List.of(installed, second), (location, bundle, jar) -> {
                    bundle.require(jar);
                    Files.write(second, Samples.jar("swapped"));
                }));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith("bundle " + second + ": SHA-256"));
    }

    @Test
    public void aFeaturesJarThatIsNotTheListsEndsTheStart() throws IOException {
        Files.write(installed, Samples.jar("another crypto"));
        NotAcceptedException refused = assertThrows(NotAcceptedException.class, this::start);
        assertTrue(refused.getMessage(), refused.getMessage().contains("(expected: one of installation.release"));
    }

    @Test
    public void anInstallationWhoseListAnotherSignedIsNone() throws IOException {
        ReleaseList list = Samples.list(1, Samples.entry("com.acme.crypto", "1.0.0", OWN));
        Files.write(root.resolve(InstalledRelease.LIST), acme.sign(list).bytes());
        assertThrows(NotAcceptedException.class, () -> InstalledRelease.read(keys, root));
    }

    @Test
    public void theOverlayReadsBackAlikeAndItsSerialAndFloorsRise() throws IOException {
        newer();
        kettle();
        Overlay read = file.read();
        assertEquals(2, read.serial());
        assertEquals(Map.of("org.ringback.crypto", 7L, "com.acme.kettle", 3L), read.floors());
        file.write(read);
        assertEquals(read, file.read());
        Overlay without = read.without("com.acme.kettle");
        assertEquals(Optional.empty(), without.find("com.acme.kettle"));
        assertEquals(3L, (long) without.floors().get("com.acme.kettle"));
    }

    @Test
    public void noCutOverlayIsRead() throws IOException {
        newer();
        byte[] whole = Files.readAllBytes(state);
        for (int length = 0; length < whole.length; length++) {
            Files.write(state, java.util.Arrays.copyOf(whole, length));
            assertThrows("cut at " + length, NotAcceptedException.class, () -> Overlay.read(state));
        }
    }

    private OverlayEntry newest() throws IOException {
        return keep(product, Samples.list(8, Samples.entry("org.ringback.crypto", "1.2.0", KETTLE)), KETTLE);
    }

    @Test
    public void whatWasBeforeIsKeptForOneStepBack() throws IOException {
        OverlayEntry first = newer();
        newest();
        Overlay now = file.read();
        assertEquals(Optional.of(first), now.earlier("org.ringback.crypto"));
        assertEquals(2, now.needed().count());
        Overlay back = now.back("org.ringback.crypto");
        assertEquals(List.of(first), back.bundles());
        assertEquals(Map.of("org.ringback.crypto", Standing.RETURNED), back.standing());
        assertEquals("no release below is taken again", 8L, (long) back.floors().get("org.ringback.crypto"));
        file.write(back);
        assertEquals(back, file.read());
        assertEquals(List.of(), back.back("org.ringback.crypto").bundles());
    }

    @Test
    public void whatNeverRanIsNoStepBack() throws IOException {
        OverlayEntry ran = newer();
        OverlayEntry staged = newest();
        OverlayEntry latest =
                new OverlayEntry(Samples.entry("org.ringback.crypto", "1.3.0", OWN), staged.release(), Samples.MADE);
        Overlay next = file.read().with(latest, Optional.empty(), ran.bundle()::equals);
        assertEquals(Optional.of(ran), next.earlier("org.ringback.crypto"));
        assertEquals(List.of(latest), next.bundles());
    }

    @Test
    public void whatCameInOneReleaseGoesTogether() throws IOException {
        OverlayEntry crypto = newer();
        OverlayEntry other = new OverlayEntry(
                Samples.entry("org.ringback.crypto.certificatefirst", "1.1.0", OWN), crypto.release(), Samples.MADE);
        file.write(file.read().with(other, Optional.empty(), one -> true));
        kettle();
        assertEquals(
                List.of("org.ringback.crypto", "org.ringback.crypto.certificatefirst"),
                file.read().together("org.ringback.crypto.certificatefirst"));
        assertEquals(List.of("com.acme.kettle"), file.read().together("com.acme.kettle"));
        assertEquals(List.of(), file.read().together("org.ringback.relay"));
    }

    @Test
    public void ofASetAllRunOrTheInstallationsOwn() throws IOException {
        byte[] other = Samples.jar("the installation's certificatefirst");
        Path second = Files.write(root.resolve("certificatefirst.jar"), other);
        ReleaseList both = Samples.list(
                1,
                Samples.entry("org.ringback.crypto", "1.0.0", OWN),
                Samples.entry("org.ringback.crypto.certificatefirst", "1.0.0", other));
        Files.write(root.resolve(InstalledRelease.LIST), product.sign(both).bytes());
        installation = InstalledRelease.read(keys, root);
        ReleaseList newer = Samples.list(
                7,
                Samples.entry("org.ringback.crypto", "1.1.0", NEWER),
                Samples.entry("org.ringback.crypto.certificatefirst", "1.1.0", KETTLE));
        SignedList signed = product.sign(newer);
        folder.put(signed);
        Overlay next = file.read();
        for (BundleEntry one : newer.bundles()) {
            folder.put(one, one.version().equals("1.1.0") && one.name().equals("org.ringback.crypto") ? NEWER : KETTLE);
            next = next.with(
                    new OverlayEntry(one, Optional.of(signed.digest()), Samples.MADE), Optional.of(newer), any -> true);
        }
        file.write(next);
        Files.delete(folder.file(newer.bundles().get(1)));
        StartList start = new StartList(installation, file.read(), folder);
        start.install(List.of(installed, second), (location, bundle, jar) -> runs.add(bundle.label()));
        assertEquals(List.of("org.ringback.crypto 1.0.0", "org.ringback.crypto.certificatefirst 1.0.0"), runs);
        assertTrue(
                start.troubles().get(1),
                start.troubles().get(1).startsWith("bundle org.ringback.crypto 1.1.0: came together with"));
    }

    @Test
    public void whatIsNotProvedYetIsWrittenDownUntilItIs() throws IOException {
        newer();
        file.write(file.read().standing(List.of("org.ringback.crypto"), Standing.UNPROVED));
        assertEquals(List.of("org.ringback.crypto"), file.read().standing(Standing.UNPROVED));
        file.write(file.read().proved(List.of("org.ringback.crypto")));
        assertEquals(List.of(), file.read().standing(Standing.UNPROVED));
    }

    @Test
    public void anEarlierCopyThatIsPutBackIsToldAndLowersNoFloor() throws IOException {
        newer();
        byte[] earlier = Files.readAllBytes(state);
        newest();
        kettle();
        assertEquals(List.of(), file.troubles());
        Files.write(state, earlier);
        assertEquals(1, file.troubles().size());
        assertTrue(file.troubles().get(0), file.troubles().get(0).startsWith("state/bundles went back by 2 changes"));
        assertEquals(8L, (long) file.read().floors().get("org.ringback.crypto"));
        Files.delete(state);
        assertTrue(file.troubles().get(0), file.troubles().get(0).startsWith("state/bundles went back by 3 changes"));
        file.write(file.read().without("com.acme.kettle"));
        assertEquals("the next change is ahead again", List.of(), file.troubles());
    }

    @Test
    public void onlyFilesThatNobodyNeedsAreTidiedAway() throws IOException {
        OverlayEntry stays = newer();
        kettle();
        folder.tidy(Stream.of(stays));
        try (Stream<Path> files = Files.list(root.resolve("bundles"))) {
            assertEquals(2, files.count());
        }
        assertArrayEquals(NEWER, folder.read(stays, keys));
    }

    @Test
    public void aLocationTellsOriginAndDigest() {
        BundleEntry entry = Samples.entry("com.acme.kettle", "2.0.0", KETTLE);
        String location = Locations.of(BundleOrigin.DEPLOYED, entry, Path.of("/home/bundles/k.jar"));
        assertTrue(location, location.startsWith("file:///home/bundles/k.jar#"));
        assertEquals(BundleOrigin.DEPLOYED, Locations.origin(location));
        assertEquals(Optional.of(entry.sha256()), Locations.digest(location));
        assertEquals(BundleOrigin.ELSEWHERE, Locations.origin("file:/tmp/kettle.jar"));
        assertEquals(Optional.empty(), Locations.digest("file:/tmp/kettle.jar"));
    }

    @Test
    public void versionsAreInOsgisOrder() {
        List<String> order = List.of("0", "0.0.1", "0.1", "0.1.0.SNAPSHOT", "0.1.0.u1", "0.9.0", "0.10.0", "1.0.0");
        for (int at = 1; at < order.size(); at++) {
            assertTrue(order.get(at), Versions.compare(order.get(at - 1), order.get(at)) < 0);
            assertTrue(order.get(at), Versions.compare(order.get(at), order.get(at - 1)) > 0);
        }
        assertEquals(0, Versions.compare("1", "1.0.0"));
    }

    @Test
    public void aTrustFileThatIsWrongIsNotInForceAndIsNamed() throws IOException {
        Path trust = Files.createDirectory(root.resolve("trust"));
        Files.writeString(trust.resolve("acme.trust"), acme.trusted().text());
        Files.writeString(trust.resolve("b.trust"), "key = nonsense\nbundles = com.b.*\n");
        Files.writeString(trust.resolve("readme.txt"), "?");
        TrustedKeys read = TrustedKeys.read(keys.product(), trust);
        assertEquals(
                List.of("acme"), read.others().stream().map(TrustedKey::name).toList());
        assertEquals(2, read.troubles().size());
        assertTrue(read.troubles().get(0), read.troubles().get(0).startsWith("trust: b: key: 'nonsense'"));
        assertTrue(read.troubles().get(1), read.troubles().get(1).startsWith("trust/readme.txt: is ignored"));
    }

    @Test
    public void bytesThatAreNoJarHaveNoName() {
        assertThrows(NotAcceptedException.class, () -> JarName.entry(KETTLE));
        assertThrows(NotAcceptedException.class, () -> SignedList.read(new ByteArrayInputStream(KETTLE)));
    }
}
