package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.ringback.shell.link.SocketPath;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;

/** In every language, below every folder, for every user: it starts, or says why not before it makes anything. */
public final class StartsAnywhereTest {
    /** What the logger or the store would read as signs of their own. */
    private static final String REFUSED = "\\%{}";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Locale machine = Locale.getDefault();

    @After
    public void theMachinesLanguageComesBack() {
        Locale.setDefault(machine);
    }

    @Test
    public void theFrameworkMakesItsPropertiesInEveryKindOfLanguage() throws Exception {
        Map<String, Locale> kinds = new TreeMap<>();
        for (Locale locale : Locale.getAvailableLocales()) {
            kinds.put(String.format(locale, "%d", 1_234_567_890) + "I".toLowerCase(locale), locale);
        }
        for (Locale locale : kinds.values()) {
            Locale.setDefault(locale);
            Main.useNoLanguage();
            Framework framework = new FrameworkFactory()
                    .newFramework(Map.of(
                            Constants.FRAMEWORK_STORAGE,
                            folder.getRoot().toString(),
                            Constants.FRAMEWORK_STORAGE_CLEAN,
                            Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT));
            framework.init();
            String capabilities = framework.getHeaders("").get(Constants.PROVIDE_CAPABILITY);
            assertTrue(locale.toLanguageTag(), capabilities.contains("version:List<Version>"));
            assertTrue(
                    locale.toLanguageTag() + ": " + capabilities,
                    StandardCharsets.US_ASCII.newEncoder().canEncode(capabilities));
            framework.stop();
            framework.waitForStop(0);
        }
    }

    @Test
    public void everySignOfAPathIsTakenOrRefusedByName() throws Exception {
        for (char sign = 0x20; sign < 0x180; sign++) {
            Path said = Path.of("/tmp/a" + sign + "b");
            if (REFUSED.indexOf(sign) >= 0) {
                Failure refused = assertThrows(Failure.class, () -> Home.at(said));
                assertTrue(refused.getMessage(), refused.getMessage().startsWith("--home: " + said + " has '" + sign));
                assertTrue(refused.getMessage(), refused.getMessage().contains("(expected: a path without "));
            } else if (Character.isISOControl(sign)) {
                Failure refused = assertThrows(Failure.class, () -> Home.at(said));
                assertTrue(refused.getMessage(), refused.getMessage().startsWith("--home: /tmp/a?b has a control"));
            } else {
                assertEquals(said, Home.at(said).root());
            }
        }
        for (String text : List.of("/tmp/a\nb", "/tmp/a\tb", "/tmp/a:-b", "/tmp/a${b", "/tmp/a\uFFFDb")) {
            assertThrows(text, Failure.class, () -> Home.at(Path.of(text)));
        }
    }

    @Test
    public void theLengthOfAPathIsCountedInBytesAsTheSystemDoes() {
        assertThrows(Failure.class, () -> Home.at(Path.of("/tmp/" + "ü".repeat(50))));
    }

    @Test
    public void aPathIsAsLongAsTheSystemsSocketsAllow() throws Exception {
        int linux = SocketPath.longest("Linux");
        int macOs = SocketPath.longest("Mac OS X");
        assertEquals(4, linux - macOs);
        Path longest = Path.of("/tmp/" + "d".repeat(linux - "/tmp//run/shell.sock".length()));
        assertEquals(longest, HomePath.checked(longest, linux));
        Failure refused = assertThrows(Failure.class, () -> HomePath.checked(longest, macOs));
        assertTrue(refused.getMessage(), refused.getMessage().contains("107 bytes (expected: at most 103)"));
        Path shorter = longest.resolveSibling(
                "d".repeat(longest.getFileName().toString().length() - 4));
        assertEquals(shorter, HomePath.checked(shorter, macOs));
    }

    @Test
    public void aDamagedBundleIsNamedWithWhatToDo() throws Exception {
        Path root = folder.newFolder("installation").toPath();
        Path jar = root.resolve("bundles/org/x/y/1/y-1.jar");
        Files.createDirectories(jar.getParent());
        Files.createDirectories(root.resolve("config"));
        Files.createDirectories(root.resolve("bin/lib"));
        SigningKey product = SigningKey.make(folder.getRoot().toPath().resolve("key"), List.of("*"), true);
        Files.writeString(root.resolve("bin/lib/product.key"), product.trusted().text());
        BundleEntry whole = BundleEntry.of("org.x.y", "1.0.0", new byte[] {1});
        ReleaseList list = new ReleaseList(1, Instant.EPOCH, ReleaseList.Kind.ORDINARY, List.of(whole));
        Files.write(
                root.resolve("bundles/installation.release"), product.sign(list).bytes());
        Installation installation = new Installation(root);
        Feature feature = new Feature("server", List.of("org.x:y:1"));
        for (String content : List.of("", "no jar", "PK\005\006" + "\000".repeat(18))) {
            Files.writeString(jar, content);
            try (Container container = new Container(
                    installation, feature, Home.at(folder.newFolder().toPath()), false)) {
                Failure refused = assertThrows(Failure.class, container::start);
                assertEquals(ExitCode.NOT_STARTED, refused.exit());
                assertTrue(refused.getMessage(), refused.getMessage().startsWith("bundle " + jar + ": SHA-256 "));
                assertTrue(
                        refused.getMessage(),
                        refused.getMessage()
                                .endsWith(
                                        "(expected: one of installation.release; unpack the installation anew, or deploy a"
                                                + " bundle of your own)"));
            }
        }
    }

    @Test
    public void theEnvironmentsHomeComesBeforeTheListOfUsers() throws Exception {
        Path own = folder.newFolder("own").toPath();
        Path listed = folder.newFolder("listed").toPath();
        List<String> notes = new ArrayList<>();
        assertEquals(own, UserFolder.of(own.toString(), listed.toString(), notes::add));
        for (String none : new String[] {null, "", " "}) {
            assertEquals(listed, UserFolder.of(none, listed.toString(), notes::add));
        }
        assertEquals(List.of(), notes);
        for (String none : new String[] {"own", own + "/nothing"}) {
            notes.clear();
            assertEquals(listed, UserFolder.of(none, listed.toString(), notes::add));
            assertEquals(
                    "what HOME says is not passed over in silence",
                    List.of("HOME has " + none + ", which is no folder: the program's folder is below " + listed
                            + ", as the list of users says (expected: a folder of yours in HOME; or --home DIR)"),
                    notes);
        }
    }

    @Test
    public void whoHasNoFolderIsToldWhatWasLookedAt() throws Exception {
        Path file = folder.newFile("file").toPath();
        Failure refused = assertThrows(Failure.class, () -> UserFolder.of(file.toString(), "?", note -> {}));
        assertEquals(ExitCode.USAGE, refused.exit());
        assertTrue(
                refused.getMessage(),
                refused.getMessage()
                        .startsWith("--home: missing, and there is no folder to have one in: HOME has " + file
                                + ", which is no folder; the list of users has none (expected: --home DIR"));
        assertFalse(Files.exists(Path.of("?")));
    }
}
