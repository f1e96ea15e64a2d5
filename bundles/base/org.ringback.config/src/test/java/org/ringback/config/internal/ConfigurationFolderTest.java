package org.ringback.config.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** Every way in which a file can be wrong: it is told until it is mended, and what was in force stays. */
public class ConfigurationFolderTest {
    private static final String PID = "org.ringback.relay";
    private static final String LABEL = "config/org.ringback.relay.cfg: ";
    private static final String STAYS = "; what was in force before stays";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, Map<String, String>> inForce = new TreeMap<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private int changes;
    private ConfigurationFolder config;
    private Path file;

    private static final Schema<Map<String, ?>> SCHEMA = new Schema<>(PID, "played") {
        private final Key<Integer> lifetime = number("lifetime", 180, 30, 3_600).says("one");
        private final Key<String> refresh = key("refresh", text -> switch (text) {
                    case "fault" -> throw new IllegalStateException("not thought of");
                    case "lost" -> throw new NoClassDefFoundError("org/ringback/Lost");
                    case "bad" -> throw new NumberFormatException("not said to anybody");
                    default -> text;
                })
                .expects("a number")
                .says("two");

        private final Key<Integer> rings =
                number("rings-per-equipment", 16, 1, 64).says("three");

        @Override
        public Map<String, ?> read(Map<String, ?> values) {
            return Map.of("l", lifetime.in(values), "r", refresh.in(values), "p", rings.in(values));
        }
    };

    @Before
    public void open() {
        file = folder.getRoot().toPath().resolve(PID + ".cfg");
        config = new ConfigurationFolder(
                folder.getRoot().toPath(), name -> name.equals("home") ? "/h" : null, new ConfigurationFolder.Target() {
                    @Override
                    public void put(ConfigurationFile from, Map<String, String> values) {
                        inForce.put(from.pid() + from.instance(), values);
                        changes++;
                    }

                    @Override
                    public void remove(ConfigurationFile from) {
                        inForce.remove(from.pid() + from.instance());
                    }

                    @Override
                    public void judged(ConfigurationFile of, String outcome) {
                        records.add(of.label() + ": " + outcome);
                    }

                    @Override
                    public Optional<Map<String, String>> given(String pid) {
                        return Optional.ofNullable(inForce.get(pid));
                    }

                    @Override
                    public void log(boolean wrong, String line) {
                        log.add(line);
                    }
                });
        config.add(SCHEMA);
    }

    @Test
    public void whatIsRefusedChangesNothingAndIsToldUntilItIsMended() throws IOException {
        write("lifetime = 60\nrefresh = 5");
        assertWrong(write("lifetime = 5\nrefresh = 7"), true, LABEL + "lifetime: '5' (expected: 30 to 3600)" + STAYS);
        assertWrong(write("lifetime = soon"), true, LABEL + "lifetime: 'soon' (expected: 30 to 3600)" + STAYS);
        assertEquals(List.of(), write("lifetime = 90"));
        assertEquals(Map.of("lifetime", "90"), inForce.get(PID));
        assertEquals(
                List.of(
                        LABEL + "lifetime: '5' (expected: 30 to 3600)" + STAYS,
                        LABEL + "lifetime: 'soon' (expected: 30 to 3600)" + STAYS,
                        LABEL + "is as it should be again"),
                log);
    }

    @Test
    public void atTheStartARefusedFileIsNotInForceAndSaysSo() throws IOException {
        assertEquals(
                List.of(new Trouble(PID, true, LABEL + "lifetime: '5' (expected: 30 to 3600)")), write("lifetime = 5"));
        assertEquals(Map.of(), inForce);
    }

    @Test
    public void everyFileThatCannotBeMeantChangesNothing() throws IOException {
        write("lifetime = 60");
        for (byte[] bytes : List.of(
                new byte[0],
                new byte[100],
                "lifetime = 90".getBytes(StandardCharsets.UTF_16),
                "lifetime = 90\nrealm = caf\u00e9".getBytes(StandardCharsets.ISO_8859_1),
                "lifetime = 90\nlisten = \\u12".getBytes(StandardCharsets.UTF_8),
                "lifetime = 90\nlisten".getBytes(StandardCharsets.UTF_8),
                new byte[2 << 20])) {
            Files.write(file, bytes);
            config.look(true);
            List<Trouble> told = config.troubles();
            assertEquals(told.toString(), 1, told.size());
            assertTrue(told.toString(), told.get(0).text().startsWith(LABEL));
            assertTrue(told.toString(), told.get(0).text().endsWith(STAYS));
            assertTrue(told.toString(), told.get(0).text().contains("(expected: "));
            assertEquals(Map.of("lifetime", "60"), inForce.get(PID));
        }
    }

    @Test
    public void atTheStartAnUnknownKeyIsToldAndLeftOut() throws IOException {
        for (String[] one : new String[][] {
            {"Lifetime", "lifetime; did you mean that?"},
            {"lifetme", "lifetime; did you mean that?"},
            {"rings_per_equipment", "rings-per-equipment; did you mean that?"},
            {"colour", "one of lifetime, refresh, rings-per-equipment"}
        }) {
            open();
            assertTold(
                    write(one[0] + " = 60\nrefresh = 5"),
                    one[0] + ": unknown key (expected: " + one[1] + "); it is left out, and the rest is in force",
                    Map.of("refresh", "5"));
        }
    }

    @Test
    public void onceAFileIsInForceAnUnknownKeyChangesNothing() throws IOException {
        write("lifetime = 60\nrefresh = 5");
        assertWrong(
                write("lifetme = 60\nrefresh = 6"),
                true,
                LABEL + "lifetme: unknown key (expected: lifetime; did you mean that?)" + STAYS);
        assertEquals(Map.of("lifetime", "60", "refresh", "5"), inForce.get(PID));
        assertEquals(List.of(), write("lifetime = 70\nrefresh = 6"));
        assertEquals(Map.of("lifetime", "70", "refresh", "6"), inForce.get(PID));
    }

    @Test
    public void everyFaultOfAFileIsTold() throws IOException {
        List<String> told = write("lifetime = 5\nrefresh = bad\ncolour = red").stream()
                .map(Trouble::text)
                .toList();
        assertEquals(
                List.of(
                        LABEL + "lifetime: '5' (expected: 30 to 3600)",
                        LABEL + "refresh: 'bad' (expected: a number)",
                        LABEL + "colour: unknown key (expected: one of lifetime, refresh, rings-per-equipment)"),
                told);
        assertEquals(Map.of(), inForce);
    }

    @Test
    public void whatIsOddIsToldAndTheRestIsTaken() throws IOException {
        assertTold(
                write("lifetime = 60\nlifetime = 90"),
                "lifetime: is there twice, in lines 1 and 2 (expected: once); the last one counts",
                Map.of("lifetime", "90"));
        assertTold(
                write("\uFEFFlifetime = 70"),
                "begins with a byte-order mark (expected: none); it is skipped",
                Map.of("lifetime", "70"));
    }

    /** What OSGi adds to a configuration, {@code service.pid} for example, it adds behind the file. */
    @Test
    public void aKeyOfOsgisOwnIsAsUnknownInAFileAsAnyOther() throws IOException {
        write("lifetime = 60");
        assertWrong(
                write("lifetime = 70\nservice.lifetime = 1"),
                true,
                LABEL + "service.lifetime: unknown key (expected: one of lifetime, refresh, rings-per-equipment)"
                        + STAYS);
        for (String key : List.of("service.ranking", "service.pid", "service.bundleLocation", "component.name")) {
            assertTrue(
                    write("lifetime = 70\n" + key + " = 1").get(0).text().contains(key + ": unknown key (expected: "));
            assertEquals(Map.of("lifetime", "60"), inForce.get(PID));
        }
    }

    @Test
    public void aKeyWithNothingBehindItHasItsDefault() throws IOException {
        assertEquals(List.of(), write("lifetime =\nrefresh = 5"));
        assertEquals(Map.of("refresh", "5"), inForce.get(PID));
    }

    @Test
    public void noFileTakesAComponentDownByWhatTheComponentRuntimeUnderstands() throws IOException {
        write("lifetime = 60");
        for (String key : List.of("store.target", "Store.cardinality.minimum")) {
            List<Trouble> told = write("lifetime = 60\n" + key + " = 1");
            assertEquals(told.toString(), 1, told.size());
            assertTrue(told.toString(), told.get(0).text().contains(key + ": unknown key (expected: "));
            assertEquals(Map.of("lifetime", "60"), inForce.get(PID));
        }
    }

    @Test
    public void aFileThatIsGoneALinkToNothingAFolderAndADeviceAreTold() throws IOException {
        write("lifetime = 60");
        Files.delete(file);
        config.look(true);
        assertWrong(
                config.troubles(),
                true,
                LABEL + "is missing (expected: the file, or the next start makes it anew with its defaults)" + STAYS);
        Files.createSymbolicLink(file, Path.of("nowhere"));
        config.look(true);
        assertWrong(config.troubles(), true, LABEL + "is a link to nothing (expected: a file)" + STAYS);
        Files.delete(file);
        Files.createDirectory(file);
        config.look(true);
        assertWrong(config.troubles(), true, LABEL + "is a folder (expected: a file)" + STAYS);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        config.look(true);
        assertWrong(config.troubles(), true, LABEL + "is a pipe, a socket or a device (expected: a file)" + STAYS);
        Files.delete(file);
        assertEquals(List.of(), write("lifetime = 60"));
        assertEquals(1, changes);
    }

    @Test
    public void aFolderThatMayNotBeReadIsToldAndItsModeMendsIt() throws IOException {
        assumeFalse("root may read everything", System.getProperty("user.name").equals("root"));
        write("lifetime = 60");
        Path all = folder.getRoot().toPath();
        Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("-wx------"));
        config.look(true);
        assertEquals(
                List.of(new Trouble(
                        "", false, "config/: may not be read (expected: readable by whoever runs this program)")),
                config.troubles());
        Files.setPosixFilePermissions(all, PosixFilePermissions.fromString("rwx------"));
        config.look(true);
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void aFileThatMayNotBeReadIsToldAndItsModeMendsIt() throws IOException {
        assumeFalse("root may read everything", System.getProperty("user.name").equals("root"));
        write("lifetime = 60");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        config.look(true);
        assertWrong(
                config.troubles(),
                true,
                LABEL + "may not be read (expected: readable by whoever runs this program)" + STAYS);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        config.look(true);
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void aFileThatNobodyTakesIsTold() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("org.ringback.relya.cfg"), "lifetime = 60");
        Files.writeString(folder.getRoot().toPath().resolve("org.ringback.doorbell.cfg"), "lifetime = 60");
        config.look(true);
        assertEquals(
                List.of(
                        "config/org.ringback.doorbell.cfg: nobody here takes it (expected: the name of a bundle that runs"
                                + " here: org.ringback.relay)",
                        "config/org.ringback.relya.cfg: nobody here takes it (expected: org.ringback.relay.cfg; did you"
                                + " mean that?)"),
                config.troubles().stream().map(Trouble::text).toList());
        assertEquals(Map.of(), inForce);
        Files.delete(folder.getRoot().toPath().resolve("org.ringback.relya.cfg"));
        Files.delete(folder.getRoot().toPath().resolve("org.ringback.doorbell.cfg"));
        config.look(true);
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void aFileWhoseNameIsNearlyOneOfOursIsToldAndGivenToNobody() throws IOException {
        for (String written : List.of("Org.Ringback.Relay", "org.rinback.relay", "org.ringbak.rely")) {
            Path path = Files.writeString(folder.getRoot().toPath().resolve(written + ".cfg"), "lifetime = 60");
            config.look(true);
            List<String> told = config.troubles().stream().map(Trouble::text).toList();
            assertEquals(told.toString(), 1, told.size());
            assertTrue(told.get(0), told.get(0).endsWith("(expected: org.ringback.relay.cfg; did you mean that?)"));
            assertEquals(Map.of(), inForce);
            Files.delete(path);
            config.look(true);
            assertEquals(List.of(), config.troubles());
        }
    }

    @Test
    public void aFileThatEndsOtherwiseIsToldAndNotUsed() throws IOException {
        write("lifetime = 60");
        for (String ending : List.of(".conf", ".CFG", ".cfg.txt", "", "-old.properties", ".cfg.dpkg-new")) {
            Path other = Files.writeString(folder.getRoot().toPath().resolve(PID + ending), "lifetime = 90");
            config.look(true);
            assertEquals(
                    List.of(new Trouble(
                            PID,
                            false,
                            "config/" + PID + ending + ": its name ends otherwise, and it is not used (expected:"
                                    + " config/org.ringback.relay.cfg; give it that name, or move it away)")),
                    config.troubles());
            assertEquals(Map.of(PID, Map.of("lifetime", "60")), inForce);
            Files.delete(other);
            config.look(true);
            assertEquals(List.of(), config.troubles());
        }
    }

    @Test
    public void whatAnEditorLeavesAndWhatIsAnothersIsToldToNobody() throws IOException {
        write("lifetime = 60");
        for (String name : List.of(
                PID + ".cfg~",
                PID + ".cfg.bak",
                PID + ".cfg.orig",
                "." + PID + ".cfg.swp",
                PID + ".cfg.swp",
                "#" + PID + ".cfg#",
                "logback.xml",
                PID + "s.conf",
                "README.md")) {
            Files.writeString(folder.getRoot().toPath().resolve(name), "lifetime = 90");
        }
        config.look(true);
        assertEquals(List.of(), config.troubles());
        assertEquals(Map.of(PID, Map.of("lifetime", "60")), inForce);
    }

    @Test
    public void whoComesLaterIsGivenTheFileThatWaited() throws IOException {
        config.remove(SCHEMA);
        write("lifetime = 60");
        assertEquals(Map.of(), inForce);
        config.add(SCHEMA);
        assertEquals(Map.of("lifetime", "60"), inForce.get(PID));
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void aFileOfAnotherBundleIsPassedOnWithWhatItsVariablesStandFor() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("com.example.lamp-kitchen.cfg"), "path = ${home}/x");
        config.look(true);
        assertEquals(Map.of("path", "/h/x"), inForce.get("com.example.lampkitchen"));
    }

    @Test
    public void aVariableInAFileOfOursIsPutInAndOneThatIsNoneIsRefusedByName() throws IOException {
        assertEquals(List.of(), write("lifetime = 60\nrefresh = ${home}/5"));
        assertEquals("/h/5", inForce.get(PID).get("refresh"));
        for (String unknown : List.of("${hom}", "${home", "${}")) {
            assertWrong(
                    write("lifetime = 60\nrefresh = " + unknown + "/6"),
                    true,
                    LABEL + "refresh: '" + unknown + "/6': nothing is called "
                            + (unknown.endsWith("}") ? unknown : unknown + "/6")
                            + " (expected: ${ringback.home} or another property of the program)" + STAYS);
        }
        assertEquals("/h/5", inForce.get(PID).get("refresh"));
    }

    @Test
    public void aFaultOfASchemaIsToldAndChangesNothing() throws IOException {
        write("lifetime = 60");
        for (Map.Entry<String, String> fault : Map.of(
                        "fault", "java.lang.IllegalStateException: not thought of",
                        "lost", "java.lang.NoClassDefFoundError: org/ringback/Lost")
                .entrySet()) {
            assertWrong(
                    write("lifetime = 90\nrefresh = " + fault.getKey()),
                    true,
                    LABEL + "cannot be judged: " + fault.getValue()
                            + " (expected: a judgement; whoever made its bundle should know)" + STAYS);
        }
        assertEquals(List.of(), write("lifetime = 60"));
    }

    @Test
    public void aCopyOfAFileIsToldAndNotUsed() throws IOException {
        write("lifetime = 60");
        for (String copy : List.of(PID + "-old.cfg", PID + "~2.cfg")) {
            Path other = Files.writeString(folder.getRoot().toPath().resolve(copy), "lifetime = 90");
            config.look(true);
            assertWrong(
                    config.troubles(),
                    true,
                    "config/" + copy + ": is another file for org.ringback.relay and is not used (expected:"
                            + " config/org.ringback.relay.cfg alone; move this one away)");
            assertEquals(Map.of(PID, Map.of("lifetime", "60")), inForce);
            Files.delete(other);
            config.look(true);
            assertEquals(List.of(), config.troubles());
        }
    }

    @Test
    public void aFactorysFileThatIsGoneIsNoLongerInForce() throws IOException {
        Path kitchen = Files.writeString(folder.getRoot().toPath().resolve("com.example.lamp-kitchen.cfg"), "a = b");
        Files.writeString(folder.getRoot().toPath().resolve("com.example.lamp-hall.cfg"), "a = c");
        config.look(true);
        Files.delete(kitchen);
        config.look(false);
        assertEquals("it may be on its way back", 2, inForce.size());
        config.look(false);
        assertEquals(Map.of("com.example.lamphall", Map.of("a", "c")), inForce);
        assertEquals(List.of(), config.troubles());
        Files.writeString(kitchen, "a = d");
        config.look(true);
        assertEquals(Map.of("a", "d"), inForce.get("com.example.lampkitchen"));
    }

    @Test
    public void theFileOfAnotherBundleThatIsGoneIsToldWithoutAPromise() throws IOException {
        Path lamp = Files.writeString(folder.getRoot().toPath().resolve("com.example.lamp.cfg"), "a = b");
        config.look(true);
        Files.delete(lamp);
        config.look(true);
        assertEquals(
                List.of("config/com.example.lamp.cfg: is missing (expected: the file; without it the next start gives"
                        + " nothing to com.example.lamp)" + STAYS),
                config.troubles().stream().map(Trouble::text).toList());
    }

    @Test
    public void whatCameByAnotherWayAndIsRefusedIsToldToo() throws IOException {
        write("lifetime = 60");
        inForce.put(PID, Map.of("lifetime", "5"));
        assertEquals(
                List.of(new Trouble(
                        PID,
                        false,
                        "org.ringback.relay: lifetime: '5' (expected: 30 to 3600); it came by another way than config/,"
                                + " and changed nothing")),
                config.troubles());
        inForce.put(PID, Map.of("lifetime", "90"));
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void aFileThatIsStillWrittenIsTakenOnceItRests() throws IOException {
        write("lifetime = 60");
        Files.writeString(file, "lifetime = 9");
        config.look(false);
        Files.writeString(file, "lifetime = 90 ");
        config.look(false);
        assertEquals(List.of(), config.troubles());
        assertEquals(Map.of("lifetime", "60"), inForce.get(PID));
        config.look(false);
        assertEquals(Map.of("lifetime", "90"), inForce.get(PID));
    }

    @Test
    public void aFileThatSaysTheSameChangesNothing() throws IOException {
        write("lifetime = 60");
        write("# a comment more\nlifetime=60");
        assertEquals(1, changes);
    }

    private List<Trouble> write(String text) throws IOException {
        Files.writeString(file, text);
        config.look(true);
        return config.troubles();
    }

    private void assertWrong(List<Trouble> told, boolean stays, String text) {
        assertEquals(List.of(new Trouble(PID, !stays, text)), told);
        assertEquals("60", inForce.get(PID).get("lifetime"));
    }

    private void assertTold(List<Trouble> told, String text, Map<String, String> values) {
        assertEquals(List.of(new Trouble(PID, false, LABEL + text)), told);
        assertEquals(values, inForce.get(PID));
    }

    @Test
    public void whatAStartFindsIsNoRecordAndEachChangeAfterItIsOneWithoutItsValues() throws IOException {
        write("lifetime = 60\n");
        assertEquals(List.of(), records);
        write("lifetime = 70\nrefresh = a-secret\n");
        write("lifetime = 71\nrefresh = bad\nlifetme = a-secret\n");
        write("lifetime = 70\nrefresh = a-secret\n# a comment\n");
        assertEquals(
                List.of(LABEL + "in force; changed: lifetime, refresh", LABEL + "refused: refresh, lifetme"), records);
    }

    @Test
    public void aFileThatComesLaterIsARecordAndSoIsOneThatGoes() throws IOException {
        config.look(true);
        Path kettle = folder.getRoot().toPath().resolve("com.acme.kettle~one.cfg");
        Files.writeString(kettle, "a = b\n");
        config.look(true);
        Files.delete(kettle);
        config.look(true);
        assertEquals(
                List.of(
                        "config/com.acme.kettle~one.cfg: in force; changed: a",
                        "config/com.acme.kettle~one.cfg: not in force any more"),
                records);
    }
}
