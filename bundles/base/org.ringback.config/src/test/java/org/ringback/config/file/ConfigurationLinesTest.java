package org.ringback.config.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.Test;

/** One key is changed, and everything else in the file stays, byte for byte. */
public class ConfigurationLinesTest {
    @Test
    public void theLineOfTheKeyIsReplacedWhereItStands() {
        assertEquals(
                "# how long\n# lifetime = 5\nlifetime = 60\n\n  refresh: 7\n",
                ConfigurationLines.with(
                        "# how long\n# lifetime = 5\n  lifetime=180\n\n  refresh: 7\n", "lifetime", "60"));
    }

    @Test
    public void aKeyThatStandsNowhereIsAddedAtTheEnd() {
        assertEquals("# all\nlifetime = 60\n", ConfigurationLines.with("# all\n", "lifetime", "60"));
        assertEquals("# all\nlifetime = 60\n", ConfigurationLines.with("# all", "lifetime", "60"));
        assertEquals("# lifetime = 5\nlifetime = 60\n", ConfigurationLines.with("# lifetime = 5\n", "lifetime", "60"));
    }

    @Test
    public void theDefaultIsTheKeyWithNothingBehindIt() {
        assertEquals(
                "a = 1\nlifetime =\nb = 2\n", ConfigurationLines.with("a = 1\nlifetime = 9\nb = 2\n", "lifetime", ""));
        assertEquals("a = 1\n", ConfigurationLines.with("a = 1\n", "lifetime", ""));
    }

    @Test
    public void aValueOverSeveralLinesIsReplacedAsOne() {
        assertEquals(
                "# a comment ends no line \\\nlisten = x\nb = 2\n",
                ConfigurationLines.with(
                        "# a comment ends no line \\\nlisten = 127.0.0.1:1,\\\n  # no comment \\\n  [::1]:1\nb = 2\n",
                        "listen",
                        "x"));
    }

    @Test
    public void ofAKeyThatStandsTwiceTheLastOneCountsAndIsLeft() {
        assertEquals("b = 2\na = 9\nc = 4\n", ConfigurationLines.with("a = 1\nb = 2\na = 3\nc = 4\n", "a", "9"));
    }

    @Test
    public void theEndsOfLinesAndTheMarkAtTheBeginningStay() {
        assertEquals("\uFEFFa = 9\r\nb = 2", ConfigurationLines.with("\uFEFFa = 1\r\nb = 2", "a", "9"));
        assertEquals("a = 1\r\nb = 9", ConfigurationLines.with("a = 1\r\nb = 2", "b", "9"));
        assertEquals("a = 1\r\nb = 2\r\nc = 9\r\n", ConfigurationLines.with("a = 1\r\nb = 2", "c", "9"));
    }

    @Test
    public void aKeyThatOnlyBeginsSoIsAnotherOne() {
        assertEquals(
                "ringspot = 1\nrings-per-equipment = 2\nrings = 9\n",
                ConfigurationLines.with("ringspot = 1\nrings-per-equipment = 2\n", "rings", "9"));
    }

    @Test
    public void whateverIsWrittenIsReadAgain() {
        for (String value : List.of(
                "x",
                "C:\\new\\table\\",
                "= y",
                ": z",
                "# no comment",
                "a=b; c=d",
                "Zürich ☎",
                "${ringback.home}/x",
                "\\u0041")) {
            String text = ConfigurationLines.with("a = 1\nb = 2\n", "a", value);
            assertEquals(
                    text,
                    Map.of("a", value, "b", "2"),
                    ConfigurationText.parse(text.getBytes(UTF_8)).values());
        }
    }
}
