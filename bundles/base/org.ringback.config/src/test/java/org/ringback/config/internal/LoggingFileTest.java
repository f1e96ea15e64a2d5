package org.ringback.config.internal;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.ringback.api.configuration.ConfigurationTroubles.Trouble;

/** The log's bundle gets its configuration anew whenever the file that this names changed and is good, and only then. */
public class LoggingFileTest {
    private static final String PID = "org.ops4j.pax.logging";
    private static final String KEY = PID + ".logback.config.file";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Map<String, String>> given = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Path config;
    private Path file;
    private LoggingFile logging;
    private ConfigurationFolder reader;

    @Before
    public void open() throws IOException {
        config = folder.getRoot().toPath();
        file = config.resolve("logback.xml");
        logging = new LoggingFile(config, LoggingFileTest::judge, new ConfigurationFolder.Target() {
            @Override
            public void put(ConfigurationFile from, Map<String, String> values) {
                given.add(values);
            }

            @Override
            public void remove(ConfigurationFile from) {
                given.clear();
            }

            @Override
            public Optional<Map<String, String>> given(String pid) {
                return Optional.empty();
            }

            @Override
            public void log(boolean wrong, String line) {
                log.add(line);
            }
        });
        reader = new ConfigurationFolder(config, name -> name.equals("config") ? config.toString() : null, logging);
        reader.add(new LoggingSchema(config));
        name(KEY + " = ${config}/logback.xml");
    }

    private static List<String> judge(Path file, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.startsWith("fault")) {
            throw new IllegalStateException(text);
        }
        if (text.startsWith("bad")) {
            throw new IllegalArgumentException(text + " (expected: good)");
        }
        return text.startsWith("odd") ? List.of(text) : List.of();
    }

    @Test
    public void aChangeIsTakenOnceItRests() throws IOException {
        write("good");
        logging.look(true);
        Files.writeString(file, "good, changed");
        logging.look(false);
        assertEquals(1, given.size());
        logging.look(false);
        logging.look(false);
        assertEquals(2, given.size());
        assertEquals(Map.of(KEY, file.toString()), given.get(1));
        assertEquals(List.of(), logging.troubles());
    }

    @Test
    public void whatIsRefusedIsToldUntilItIsMendedAndChangesNothing() throws IOException {
        write("good");
        write("bad level");
        String told = "config/logback.xml: bad level (expected: good); what was in force before stays";
        assertEquals(List.of(new Trouble(PID, false, told)), logging.troubles());
        Files.delete(file);
        logging.look(true);
        assertEquals(
                List.of(new Trouble(
                        PID,
                        false,
                        "config/logback.xml: is missing (expected: the file); what was in force before stays")),
                logging.troubles());
        assertEquals(1, given.size());
        write("good");
        assertEquals(List.of(), logging.troubles());
        assertEquals("it says what is in force", 1, given.size());
        assertEquals("config/logback.xml: is as it should be again", log.get(log.size() - 1));
    }

    @Test
    public void atTheStartARefusedFileIsNotGiven() {
        assertEquals(
                List.of(new Trouble(PID, true, "config/logback.xml: is missing (expected: the file)")),
                logging.troubles());
        assertEquals(List.of(), given);
    }

    @Test
    public void whatIsOddIsToldAndTaken() throws IOException {
        write("odd colour");
        assertEquals(List.of(new Trouble(PID, false, "config/logback.xml: odd colour")), logging.troubles());
        assertEquals(1, given.size());
    }

    @Test
    public void aFaultOfTheJudgeIsToldToo() throws IOException {
        write("good");
        write("fault");
        assertEquals(
                "config/logback.xml: cannot be judged: java.lang.IllegalStateException: fault (expected: a judgement;"
                        + " whoever made its bundle should know); what was in force before stays",
                logging.troubles().get(0).text());
    }

    @Test
    public void readingAnewTakesItThoughNothingChanged() throws IOException {
        write("good");
        logging.again();
        assertEquals(2, given.size());
    }

    @Test
    public void anotherFileIsTakenWhenItIsNamedAndTheStandardOneWhereNoneIs() throws IOException {
        write("good");
        Path other = Files.writeString(config.resolve("other.xml"), "good");
        name(KEY + " = " + other);
        assertEquals(Map.of(KEY, other.toString()), given.get(1));
        name("# nothing");
        assertEquals(Map.of(KEY, file.toString()), given.get(2));
        write("good, changed");
        assertEquals(4, given.size());
    }

    @Test
    public void whatIsWrongWithTheFileThatNamesItIsToldAsOfEveryOther() throws IOException {
        write("good");
        name(KEY + " = ${config}/logback.xml\n" + PID + ".logback.config.fle = x");
        assertEquals(
                List.of("config/" + PID + ".cfg: " + PID + ".logback.config.fle: unknown key (expected: " + KEY
                        + "; did you mean that?); what was in force before stays"),
                reader.troubles().stream().map(Trouble::text).toList());
        name(KEY + " = ${confg}/logback.xml");
        name(PID + ".logReaderServiceSize = many");
        assertEquals(
                List.of("config/" + PID + ".cfg: " + PID + ".logReaderServiceSize: 'many' (expected: 1 to 1000000);"
                        + " what was in force before stays"),
                reader.troubles().stream().map(Trouble::text).toList());
        assertEquals(1, given.size());
    }

    @Test
    public void whatIsForOthersIsPassedOn() throws IOException {
        Files.writeString(config.resolve("com.example.lamp.cfg"), "a = b");
        reader.look(true);
        assertEquals(List.of(Map.of("a", "b")), given);
        Files.writeString(config.resolve("com.example.bulb-1.cfg"), "a = c");
        reader.look(true);
        Files.delete(config.resolve("com.example.bulb-1.cfg"));
        reader.look(true);
        assertEquals(List.of(), given);
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        logging.look(true);
    }

    private void name(String text) throws IOException {
        Files.writeString(config.resolve(PID + ".cfg"), text);
        reader.look(true);
    }
}
