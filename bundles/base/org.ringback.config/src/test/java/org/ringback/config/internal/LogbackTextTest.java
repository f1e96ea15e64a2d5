package org.ringback.config.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** What Logback would take without a word is refused with its line; what it understands is not. */
public class LogbackTextTest {
    private static final String LEVELS = " (expected: one of TRACE, DEBUG, INFO, WARN, ERROR, OFF, ALL, INHERITED)";

    @Test
    public void aLevelThatIsNoneIsRefusedWhereverItStands() {
        assertRefused("line 2: level: 'INFOO'" + LEVELS, "\n<logger name='a' level='INFOO'/>");
        assertRefused("line 1: level: ''" + LEVELS, "<root level=''/>");
        assertRefused("line 2: level: 'LOUD'" + LEVELS, "<logger name='a'>\n<level value='LOUD'/></logger>");
        assertRefused(
                "line 2: level: 'WRAN'" + LEVELS,
                "<appender name='a' class='a.Known'><filter class='a.Known'>\n<level>WRAN</level></filter></appender>");
    }

    @Test
    public void whatIsMisspeltIsRefused() {
        assertRefused(
                "line 1: levle='INFO' (expected: one of additivity, level, name)", "<logger name='a' levle='INFO'/>");
        assertRefused("line 2: <rooot> (expected: <root>; did you mean that?)", "\n<rooot level='INFO'/>");
        assertRefused(
                "line 2: class: 'a.Unknown' (expected: a class that the log's bundle has)",
                "\n<appender name='a' class='a.Unknown'/>");
        assertRefused(
                "line 3: appender-ref: 'FLE' (expected: one of the appenders here: FILE)",
                "<appender name='FILE' class='a.Known'/>\n<root>\n<appender-ref ref='FLE'/></root>");
    }

    @Test
    public void whatIsNoConfigurationIsRefused() {
        assertEquals(
                "is empty (expected: <configuration>, as Logback has it)",
                refusal("").getMessage());
        assertEquals(
                "line 1: <foo> (expected: <configuration>)", refusal("<foo/>").getMessage());
        for (String broken : new String[] {"\0\0\0", "  ", "<configuration>\n<root>", "lifetime = 60"}) {
            String told = refusal(broken).getMessage();
            assertTrue(told, told.matches("(?s)line \\d+: .+ \\(expected: well-formed XML\\)"));
        }
        String told = refusal("<?xml version='1.0' encoding='UTF-99'?><configuration/>")
                .getMessage();
        assertTrue(told, told.endsWith("(expected: XML in the encoding that it names)"));
    }

    @Test
    public void whatLogbackUnderstandsIsLeftToIt() {
        check("<Root level='info'><Appender-Ref ref='FILE'/></Root><Appender name='FILE' class='a.Known'/>");
        check("<logger name='a' level='${level:-INFO}'/><logger name='b' level='NULL' additivity='false'/>");
        check("<include file='more.xml'/><root><appender-ref ref='ELSEWHERE'/></root>");
        check("<appender name='${n}' class='${c}'/><root><appender-ref ref='${n}'/><appender-ref ref='x'/></root>");
        check("<import class='a.Known'/><appender name='a' class='Known'><level>5</level></appender>");
        check("<property name='a' value='b'/><variable name='c' value='d'/><contextName>e</contextName>");
        check("<statusListener class='a.Known'/><shutdownHook/><define name='x' class='a.Known'/>");
    }

    private static void check(String inside) {
        LogbackText.check(
                ("<configuration>" + inside + "</configuration>").getBytes(StandardCharsets.UTF_8), "a.Known"::equals);
    }

    private static void assertRefused(String expected, String inside) {
        assertEquals(
                expected,
                assertThrows(IllegalArgumentException.class, () -> check(inside))
                        .getMessage());
    }

    private static RuntimeException refusal(String text) {
        return assertThrows(
                RuntimeException.class,
                () -> LogbackText.check(text.getBytes(StandardCharsets.UTF_8), "a.Known"::equals));
    }
}
