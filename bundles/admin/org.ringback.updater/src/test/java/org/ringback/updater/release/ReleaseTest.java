package org.ringback.updater.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** A release is read only after its signature, and each jar only after its digest; its signer signs what is its own. */
public class ReleaseTest {
    private static final byte[] KETTLE = Samples.jar("the kettle's jar");
    private static final byte[] LAMP = Samples.jar("the lamp's jar, somewhat longer");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private SigningKey product;
    private SigningKey acme;
    private SigningKey stranger;
    private TrustedKeys keys;

    @Before
    public void keys() throws IOException {
        product = Samples.key(folder.getRoot().toPath(), "product.key", "*");
        acme = Samples.key(folder.getRoot().toPath(), "acme.key", "com.acme.*");
        stranger = Samples.key(folder.getRoot().toPath(), "stranger.key", "com.acme.*");
        keys = Samples.trusting(product, acme);
    }

    /** What a receiver was given. */
    private static final class Given implements ReleaseFile.Receiver {
        final List<String> steps = new ArrayList<>();
        final Map<String, byte[]> jars = new LinkedHashMap<>();

        @Override
        public void begun(Release release) {
            steps.add("signed by " + release.signer().name());
        }

        @Override
        public void jar(BundleEntry entry, byte[] jar) {
            steps.add(entry.label());
            jars.put(entry.name(), jar);
        }
    }

    private static ReleaseList kettleAndLamp() {
        return Samples.list(
                12,
                Samples.entry("com.acme.kettle", "1.2.0", KETTLE),
                Samples.entry("com.acme.lamp", "2.0.0.b7", LAMP));
    }

    private Given read(byte[] file) throws IOException {
        Given given = new Given();
        ReleaseFile.read(new ByteArrayInputStream(file), keys, given);
        return given;
    }

    private String refused(byte[] file) {
        return assertThrows(NotAcceptedException.class, () -> read(file)).getMessage();
    }

    @Test
    public void aReleaseIsReadInTheOrderOfItsListOnceItsSignerIsKnown() throws IOException {
        Given given = read(Samples.file(acme, kettleAndLamp(), KETTLE, LAMP));
        assertEquals(List.of("signed by acme.key", "com.acme.kettle 1.2.0", "com.acme.lamp 2.0.0.b7"), given.steps);
        assertArrayEquals(LAMP, given.jars.get("com.acme.lamp"));
    }

    @Test
    public void aListIsTextThatReadsBackAlike() throws IOException {
        ReleaseList list = kettleAndLamp();
        String text = new String(list.bytes(), UTF_8);
        assertTrue(text, text.startsWith("ringback 1 bundles\nserial 12\nmade 2026-11-29T15:00:00Z\nkind ordinary\n"));
        assertEquals(list, ReleaseList.parse(list.bytes()));
    }

    @Test
    public void noByteOfAReleaseCanBeChanged() throws IOException {
        byte[] file = Samples.file(acme, kettleAndLamp(), KETTLE, LAMP);
        for (int at = 0; at < file.length; at++) {
            byte[] changed = file.clone();
            changed[at] ^= 1;
            assertThrows("byte " + at, NotAcceptedException.class, () -> read(changed));
        }
    }

    @Test
    public void noReleaseCanBeCutOrLengthened() throws IOException {
        byte[] file = Samples.file(acme, kettleAndLamp(), KETTLE, LAMP);
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThrows("cut at " + length, NotAcceptedException.class, () -> read(cut));
        }
        assertEquals(
                "release: something follows its last jar (expected: its end)",
                refused(Arrays.copyOf(file, file.length + 1)));
    }

    @Test
    public void aStrangersReleaseIsRefusedBeforeItsListIsRead() throws IOException {
        byte[] nonsense = Samples.file(stranger, kettleAndLamp(), KETTLE, LAMP);
        assertTrue(
                refused(nonsense), refused(nonsense).startsWith("release: signature: by nobody who is trusted here"));
    }

    @Test
    public void aKeySignsOnlyTheNamesThatItIsTrustedWith() throws IOException {
        BundleEntry heater = Samples.entry("com.other.heater", "1.0.0", KETTLE);
        String why = refused(Samples.file(acme, Samples.list(1, heater), KETTLE));
        assertEquals(
                "bundle com.other.heater: signed by acme.key (expected: one of com.acme.*; see trust/acme.key.trust)",
                why);
    }

    @Test
    public void aNameThatBeginsLikeATrustedOneIsNotIt() throws IOException {
        for (String name : List.of("com.acmeevil", "com.acmeevil.kettle", "com.acme", "COM.acme.kettle")) {
            BundleEntry almost = Samples.entry(name, "1.0.0", KETTLE);
            String why = refused(Samples.file(acme, Samples.list(1, almost), KETTLE));
            assertTrue(why, why.startsWith("bundle " + name + ": signed by acme.key (expected: one of com.acme.*"));
        }
    }

    @Test
    public void theProductsOwnNamesTakeTheProductsKeyWhateverAFileSays() throws IOException {
        SigningKey greedy = Samples.key(folder.getRoot().toPath(), "greedy.key", "org.ringback.*", "bcprov");
        keys = Samples.trusting(product, greedy);
        for (String name : List.of("org.ringback.crypto", "bcprov", "io.netty.common", "org.osgi.service.cm")) {
            ReleaseList list = Samples.list(1, Samples.entry(name, "9.0.0", KETTLE));
            assertEquals(
                    "bundle " + name
                            + ": signed by greedy.key (expected: the product's key, as the name is one of the product's own)",
                    refused(Samples.file(greedy, list, KETTLE)));
            assertEquals(2, read(Samples.file(product, list, KETTLE)).steps.size());
        }
    }

    @Test
    public void aTrustedKeyAlwaysHasABeginningOfNames() {
        String key = "key = " + acme.trusted().encoded() + "\n";
        for (String names : List.of("*", ".*", "com.acme*", "com.*.kettle", "", "com.acme.*, *")) {
            String why = assertThrows(
                            names,
                            NotAcceptedException.class,
                            () -> TrustedKey.parse("greedy", key + "bundles = " + names))
                    .getMessage();
            assertTrue(why, why.startsWith("trust: greedy: bundles: '"));
        }
        assertThrows("no names at all", NotAcceptedException.class, () -> TrustedKey.parse("greedy", key));
    }

    @Test
    public void jarsThatAreTooLargeTogetherAreRefusedBeforeTheFirstIsRead() throws IOException {
        BundleEntry half = new BundleEntry("com.acme.lamp", "1.0.0", BundleEntry.MAX_SIZE, BundleEntry.digest(LAMP));
        byte[] file =
                Samples.file(acme, Samples.list(1, Samples.entry("com.acme.kettle", "1.0.0", KETTLE), half), KETTLE);
        Given given = new Given();
        String why = assertThrows(
                        NotAcceptedException.class, () -> ReleaseFile.read(new ByteArrayInputStream(file), keys, given))
                .getMessage();
        assertTrue(why, why.endsWith(" bytes of jars (expected: at most " + BundleEntry.MAX_SIZE + ")"));
        assertEquals(List.of(), given.steps);
    }

    @Test
    public void aListInAnotherFormIsRefusedThoughItIsSigned() throws IOException {
        String good = new String(kettleAndLamp().bytes(), UTF_8);
        for (String bad : List.of(
                good.replace("ringback 1", "ringback 2"),
                good.replace("serial 12", "serial -1"),
                good.replace("serial 12", "serial 012"),
                good.replace("ordinary", "urgent"),
                good.replace("com.acme.lamp", "com.acme.kettle"),
                good.replace("com.acme.lamp", "com/acme"),
                good.replace("2.0.0.b7", "2.0.0.0.0"),
                good.replace("bundle com.acme.lamp", "bundle  com.acme.lamp"),
                good.substring(0, good.length() - 1),
                good + "\n",
                good.replace("15:00:00Z", "15:00:00.5Z"))) {
            assertThrows(bad, NotAcceptedException.class, () -> ReleaseList.parse(bad.getBytes(UTF_8)));
        }
    }

    @Test
    public void aKeyIsReadBackFromItsFiles() throws IOException {
        SigningKey again = SigningKey.read(folder.getRoot().toPath().resolve("acme.key"));
        assertEquals(acme.trusted(), again.trusted());
        keys = Samples.trusting(product, again);
        assertEquals(
                3,
                read(Samples.file(again, kettleAndLamp(), KETTLE, LAMP)).steps.size());
    }
}
