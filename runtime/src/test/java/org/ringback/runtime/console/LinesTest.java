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
        assertEquals(List.of(List.of("grant", "lamp-1", "o'hara")), Lines.commands(" grant  lamp-1 'o'\\''hara' "));
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
        for (String secret : List.of(
                "join ringback-enrol-abc",
                "status ringback-grant-abc",
                "status; ringback:join abc",
                "password lamp-1 opensesame",
                "password opensesame",
                "password lamp-1",
                "accept-grant --replace abc",
                "echo opensesame | password lamp-1",
                "{password lamp-1 opensesame}",
                "password lamp-1\nopensesame",
                "join --at abc",
                "watch join abc",
                "grant lamp-1 " + "x".repeat(201))) {
            assertTrue(secret, KeptHistory.hasSecret(secret));
        }
        for (String plain : List.of(
                "join --replace",
                "join --at acceptor",
                "help password",
                "ring lamp-1 --system password",
                "ring lamp-1 -s password | grep password-not",
                "grant lamp-1 anna")) {
            assertFalse(plain, KeptHistory.hasSecret(plain));
        }
        assertFalse(KeptHistory.hasSecret(""));
    }
}
