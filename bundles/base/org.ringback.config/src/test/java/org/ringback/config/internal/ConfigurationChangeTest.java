package org.ringback.config.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.configuration.ConfigurationControl.Became;
import org.ringback.api.configuration.ConfigurationControl.Change;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.configuration.ConfigurationControl.Value;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/** A key that is changed on request: judged first, written whole, taken at once; and what is in force, told key by key. */
public class ConfigurationChangeTest {
    private static final String PID = "org.ringback.relay";
    private static final String STORE = "org.ringback.store";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Map<String, Map<String, String>> given = new TreeMap<>();
    private final List<String> records = new ArrayList<>();
    private boolean full;
    private ConfigurationFolder config;
    private Path file;

    private static final Schema<Integer> SCHEMA = new Schema<>(PID, "played") {
        private final Key<Integer> lifetime = number("lifetime", 180, 30, 3_600).says("one");
        private final Key<Integer> refresh = number("refresh", 25, 1, 3_600).says("two");

        @Override
        public Integer read(Map<String, ?> values) {
            if (refresh.in(values) > lifetime.in(values)) {
                throw refresh.refusal(refresh.in(values), "at most lifetime");
            }
            return lifetime.in(values);
        }
    };

    private static final Schema<String> STORED = new Schema<>(STORE, "played") {
        private final Key<String> place =
                key("file", text -> text).standard("data").says("one");

        @Override
        public String read(Map<String, ?> values) {
            return place.in(values);
        }

        @Override
        public boolean takenAtNextStart() {
            return true;
        }
    };

    @Before
    public void open() throws IOException {
        file = folder.getRoot().toPath().resolve(PID + ".cfg");
        Files.writeString(file, "# how long\nlifetime = 60\n");
        config = new ConfigurationFolder(folder.getRoot().toPath(), name -> null, new ConfigurationFolder.Target() {
            @Override
            public void put(ConfigurationFile from, Map<String, String> values) throws IOException {
                if (full) {
                    throw new IOException("No space left on device");
                }
                given.put(from.pid(), values);
            }

            @Override
            public void remove(ConfigurationFile from) {
                given.remove(from.pid());
            }

            @Override
            public void judged(ConfigurationFile of, String outcome) {
                records.add(of.label() + ": " + outcome);
            }

            @Override
            public Optional<Map<String, String>> given(String pid) {
                return Optional.ofNullable(given.get(pid));
            }

            @Override
            public void log(boolean wrong, String line) {}
        });
        config.add(SCHEMA);
        config.look(true);
    }

    private Change change(String key, String value) {
        return config.change(PID, key, Optional.of(value));
    }

    @Test
    public void aChangeIsWrittenAndInForceWhenItIsTold() throws IOException {
        assertEquals(
                new Change("config/" + PID + ".cfg", "60", "90", Became.IN_FORCE, List.of()),
                change("lifetime", " 90 "));
        assertEquals("# how long\nlifetime = 90\n", Files.readString(file));
        assertEquals(Map.of("lifetime", "90"), given.get(PID));
        config.look(true);
        assertEquals("whoever asked is recorded by whoever was asked", List.of(), records);
    }

    @Test
    public void theDefaultComesBack() throws IOException {
        Change change = config.change(PID, "lifetime", Optional.empty());
        assertEquals("180", change.now());
        assertEquals("# how long\nlifetime =\n", Files.readString(file));
        assertEquals(Map.of(), given.get(PID));
        assertEquals(
                Became.UNCHANGED,
                config.change(PID, "refresh", Optional.empty()).became());
    }

    @Test
    public void whatIsRefusedIsNeverWritten() throws IOException {
        assertRefused("lifetime: '5' (expected: 30 to 3600)", "lifetime", "5");
        assertRefused("lifetme: unknown key of " + PID + " (expected: lifetime; did you mean that?)", "lifetme", "70");
        assertRefused(
                "lifetime: has a sign that no editor shows (expected: one line of text)", "lifetime", "70\nx = 1");
        assertRefused("refresh: '70' (expected: at most lifetime)", "refresh", "70");
        assertRefused("lifetime: '${no}': nothing is called ${no}", "lifetime", "${no}");
        assertEquals("# how long\nlifetime = 60\n", Files.readString(file));
        assertEquals(Map.of("lifetime", "60"), given.get(PID));
    }

    private void assertRefused(String why, String key, String value) {
        String told = assertThrows(IllegalArgumentException.class, () -> change(key, value))
                .getMessage();
        assertTrue(told, told.startsWith(why));
    }

    @Test
    public void aFileInWhichSomethingElseIsWrongIsNotWritten() throws IOException {
        Files.writeString(file, "lifetime = 60\ncolour = red\n");
        assertRefused("config/" + PID + ".cfg: colour: unknown key", "lifetime", "90");
        Files.writeString(file, "lifetime = 5\n");
        assertEquals(
                "a fault is mended so",
                Became.IN_FORCE,
                change("lifetime", "90").became());
        assertEquals(List.of(), config.troubles());
        Files.delete(file);
        assertRefused("is missing", "lifetime", "70");
    }

    @Test
    public void whatItsOwnerChangedMeanwhileIsRecordedAndOnlyThat() throws IOException {
        Files.writeString(file, "lifetime = 70\n");
        assertEquals("70", change("lifetime", "90").before());
        assertEquals(List.of("config/" + PID + ".cfg: in force; changed: lifetime"), records);
        Files.writeString(file, "lifetime = 100\n");
        config.look(true);
        assertEquals(2, records.size());
    }

    @Test
    public void whatCannotBeTakenIsTold() {
        full = true;
        Change change = change("lifetime", "90");
        assertEquals(Became.NOT_TAKEN, change.became());
        assertTrue(change.told().get(0), change.told().get(0).contains("No space left on device; what was in force"));
    }

    @Test
    public void permissionsAndLinksStayAndNothingIsLeftBeside() throws IOException {
        Path real = folder.newFolder("etc").toPath().resolve("relay");
        Files.move(file, real);
        Files.createSymbolicLink(file, real);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(Became.IN_FORCE, change("lifetime", "90").became());
        assertTrue(Files.isSymbolicLink(file));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        try (Stream<Path> left = Files.list(real.getParent())) {
            assertEquals(1, left.count());
        }
        assertEquals(List.of(), config.troubles());
    }

    @Test
    public void whatIsTakenAtTheNextStartIsToldFromWhatIsInForce() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve(STORE + ".cfg"), "file =\n");
        config.add(STORED);
        config.look(true);
        assertEquals(
                Became.NEXT_START,
                config.change(STORE, "file", Optional.of("other")).became());
        assertEquals(
                List.of(new Value("file", "data", "data", Optional.of("other"))),
                config.inForce().get(1).values());
        assertEquals("data", config.change(STORE, "file", Optional.of("third")).before());
    }

    @Test
    public void whatIsInForceIsToldWhereverItCameFrom() throws IOException {
        List<Value> fromFile = List.of(
                new Value("lifetime", "60", "180", Optional.empty()),
                new Value("refresh", "25", "25", Optional.empty()));
        assertEquals(List.of(new InForce(PID, true, fromFile)), config.inForce());
        Files.writeString(file, "lifetime = 5\n");
        config.look(true);
        assertEquals(List.of(new InForce(PID, true, fromFile)), config.inForce());
        given.put(PID, Map.of("lifetime", "100"));
        assertEquals("100", config.inForce().get(0).values().get(0).text());
        given.put(PID, Map.of("lifetime", "5"));
        assertEquals("60", config.inForce().get(0).values().get(0).text());
    }

    @Test
    public void aConfigurationWhoseBundleDeclaresNoKeysIsListedAndNotChanged() throws IOException {
        Files.writeString(folder.getRoot().toPath().resolve("com.example.lamp.cfg"), "a = b\n");
        config.look(true);
        assertEquals(
                new InForce("com.example.lamp", false, List.of(new Value("a", "b", "", Optional.empty()))),
                config.inForce().get(0));
        String told = assertThrows(
                        IllegalArgumentException.class, () -> config.change("com.example.lamp", "a", Optional.of("c")))
                .getMessage();
        assertTrue(told, told.startsWith("com.example.lamp: its bundle does not declare its keys"));
    }
}
