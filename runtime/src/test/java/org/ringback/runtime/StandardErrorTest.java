package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.Test;

public final class StandardErrorTest {
    private static final String SENTENCE =
            "ringback: --home: nothing runs at /var/lib/ringback/server (expected: the home of a running program)";

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintStream err = StandardError.wrapping(terminal, 50);

    private String shown() {
        return terminal.toString(UTF_8);
    }

    @Test
    public void aLongLineGoesOnInTheNextOneFromAWholeWordOn() {
        err.println(SENTENCE);
        assertEquals(
                """
                ringback: --home: nothing runs at
                  /var/lib/ringback/server (expected: the home of
                  a running program)
                """,
                shown());
    }

    @Test
    public void itsEncodingIsItsOwnAndNotThatOfStandardOutput() {
        String before = System.setProperty("stderr.encoding", "ISO-8859-1");
        try {
            StandardError.wrapping(terminal, 50).println("zu früh");
            assertEquals("zu früh\n", terminal.toString(ISO_8859_1));
        } finally {
            if (before == null) {
                System.clearProperty("stderr.encoding");
            } else {
                System.setProperty("stderr.encoding", before);
            }
        }
    }

    @Test
    public void whatFitsStaysAsItIs() {
        String text = "  a  table   of two\n\n  lines \nend\n";
        err.print(text);
        assertEquals(text, shown());
    }

    @Test
    public void aLineThatComesInPiecesIsEndedAtTheSamePlace() {
        PrintStream pieces = new PrintStream(err, true, UTF_8) { // as a subclass prints a line in two writes
                    @Override
                    public void println(String line) {
                        super.println(line);
                    }
                };
        pieces.println(SENTENCE);
        String whole = shown();
        terminal.reset();
        for (String word : SENTENCE.split("(?<= )", -1)) {
            err.print(word);
            err.flush();
        }
        err.println();
        assertEquals(whole.replace("\n", " \n").strip(), shown().strip());
    }

    @Test
    public void aQuestionThatEndsNoLineIsSeenAtOnce() {
        err.print("Password: ");
        err.flush();
        assertEquals("Password: ", shown());
    }

    @Test
    public void aCharacterOfSeveralBytesIsOne() {
        String text = "\u00e4".repeat(24) + " " + "\u25cf".repeat(25) + "\n";
        err.print(text);
        assertEquals(text, shown());
    }

    @Test
    public void aWordThatIsLongerThanALineStaysWhole() {
        err.println("see " + "x".repeat(60) + " there");
        assertEquals("see\n  " + "x".repeat(60) + "\n  there\n", shown());
    }

    @Test
    public void aTerminalThatIsResizedHasItsNewWidth() {
        StandardError.resized(0);
        StandardError.resized(120);
        err.println(SENTENCE);
        assertEquals(SENTENCE + "\n", shown());
    }
}
