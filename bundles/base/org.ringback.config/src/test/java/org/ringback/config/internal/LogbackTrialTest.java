package org.ringback.config.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** With the very Logback that is in the log's bundle, and the file as it is shipped. */
public class LogbackTrialTest {
    private static final String LOG = "ringback.log";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LogbackTrial trial = new LogbackTrial(() -> Optional.of(LogbackTrialTest.class.getClassLoader()));
    private String shipped;

    @Before
    public void read() throws IOException {
        System.setProperty(LOG, folder.getRoot().toString());
        shipped = Files.readString(Path.of("../../../config/logback.xml"));
    }

    @After
    public void forget() {
        System.clearProperty(LOG);
    }

    @Test
    public void theShippedFileIsTakenAndItsLogIsNotWrittenTo() throws IOException {
        Path log = folder.getRoot().toPath().resolve("ringback.log");
        Files.writeString(log, "a line\n");
        assertEquals(List.of(), judge(shipped));
        assertEquals("a line\n", Files.readString(log));
    }

    @Test
    public void whatLogbackCannotDoIsRefusedInItsWords() throws IOException {
        assertRefused("conversion word [mssg]", shipped.replace("%msg", "%mssg"));
        assertRefused("with value [5MX]", shipped.replace("5MB", "5MX"));
        assertRefused(
                ": class: 'ch.qos.logback.core.rolling.RollingFleAppender'",
                shipped.replace("RollingFileAppender\"", "RollingFleAppender\""));
        assertRefused(
                "Failed to create parent directories for [/proc/none/x.log]",
                shipped.replace("${ringback.log}/ringback.log", "/proc/none/x.log"));
        assertRefused("ClassNotFoundException", shipped.replace("<encoder", "<encoder class=\"NoSuchEncoder\""));
    }

    @Test
    public void whatLogbackWarnsOfIsTold() throws IOException {
        assertEquals(
                List.of("the log's bundle says: Ignoring unknown property [maxFleSize] in"
                        + " [ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy]"),
                judge(shipped.replace("maxFileSize", "maxFleSize")));
    }

    @Test
    public void whereThereIsNoLogbackTheTextAloneIsJudged() throws IOException {
        LogbackTrial without = new LogbackTrial(Optional::empty);
        assertEquals(List.of(), judge(without, shipped.replace("%msg", "%mssg")));
        assertThrows(IllegalArgumentException.class, () -> judge(without, shipped.replace("\"INFO\"", "\"INFOO\"")));
    }

    private void assertRefused(String words, String text) {
        String told =
                assertThrows(IllegalArgumentException.class, () -> judge(text)).getMessage();
        assertTrue(told, told.contains(words));
        assertTrue(told, told.endsWith(")"));
        assertTrue(told, told.contains("(expected: "));
        assertFalse(told, told.contains("null"));
    }

    private List<String> judge(String text) throws IOException {
        return judge(trial, text);
    }

    private List<String> judge(LogbackTrial by, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return by.judge(Files.write(folder.newFile().toPath(), bytes), bytes);
    }
}
