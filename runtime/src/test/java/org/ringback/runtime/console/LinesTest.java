package org.ringback.runtime.console;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.jline.reader.Parser.ParseContext;
import org.junit.Test;

public final class LinesTest {
    private static Typed typed(String line) {
        return new Lines().parse(line, line.length(), ParseContext.COMPLETE);
    }

    @Test
    public void wordsAreTakenApartAsGogoDoes() {
        assertEquals(List.of(List.of("grant", "lamp-1", "o'hara")), Lines.commands(" grant  lamp-1 'o\\'hara' "));
        assertEquals(List.of(List.of("a b", "c\"d")), Lines.commands("\"a b\" c\\\"d"));
        assertEquals(
                List.of(List.of("rings"), List.of("grep", "a|b"), List.of("status")),
                Lines.commands("rings|grep 'a|b'; status"));
        assertEquals(List.of(), Lines.commands(" ; "));
    }

    @Test
    public void theCommandAtTheCursorIsCompleted() {
        assertEquals(List.of("grep", "la"), typed("rings | grep la").words());
        assertEquals(List.of("rings", ""), typed("rings ").words());
        assertEquals(List.of(""), typed("rings |").words());
        assertEquals(
                List.of("sta"),
                new Lines().parse("sta lamp", 3, ParseContext.COMPLETE).words());
    }

    @Test
    public void aQuotedWordIsReplacedWithItsQuotes() {
        Typed open = typed("deploy 'my ke");
        assertEquals("my ke", open.word());
        assertEquals("'my ke".length(), open.rawWordCursor());
        assertEquals(
                "'my kettle.release'", open.escape("my kettle.release", true).toString());
        assertEquals("kettle.release", open.escape("kettle.release", true).toString());
    }

    @Test
    public void aLineThatHasASecretIsNotKept() {
        assertTrue(KeptHistory.hasSecret("join ringback-enrol-abc"));
        assertTrue(KeptHistory.hasSecret("status ringback-grant-abc"));
        assertTrue(KeptHistory.hasSecret("status; ringback:join abc"));
        assertTrue(KeptHistory.hasSecret("password lamp-1 opensesame"));
        assertTrue(KeptHistory.hasSecret("accept-grant --replace abc"));
        assertTrue(KeptHistory.hasSecret("grant lamp-1 " + "x".repeat(201)));
        assertFalse(KeptHistory.hasSecret("password lamp-1"));
        assertFalse(KeptHistory.hasSecret("join --replace"));
        assertFalse(KeptHistory.hasSecret("grant lamp-1 anna"));
        assertFalse(KeptHistory.hasSecret(""));
    }
}
