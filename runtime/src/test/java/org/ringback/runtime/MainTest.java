package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.Test;
import picocli.CommandLine;

public final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(words);
    }

    @Test
    public void helpAndVersionAreCommandsToo() {
        assertEquals(0, run("help"));
        assertTrue(out.toString(), out.toString().startsWith("Usage: ringback "));
        out.getBuffer().setLength(0);
        assertEquals(0, run("help", "store", "check"));
        assertTrue(out.toString(), out.toString().startsWith("Usage: ringback store check "));
        out.getBuffer().setLength(0);
        assertEquals(0, run("version"));
        assertTrue(out.toString(), out.toString().startsWith("ringback "));
        assertEquals("", err.toString());
    }

    @Test
    public void aCommandOfARunningProgramIsToldWhereItBelongs() {
        assertEquals(ExitCode.USAGE, run("enroll", "lamp-1"));
        assertTrue(
                err.toString(), err.toString().startsWith("ringback: enroll: no such command (expected: one of demo"));
        assertTrue(err.toString(), err.toString().contains("ringback shell --home DIR enroll"));
        assertEquals(ExitCode.USAGE, run("help", "enroll"));
    }

    @Test
    public void aWordThatBeginsWithAnAtIsAWord() {
        assertEquals(ExitCode.USAGE, run("@/dev/null"));
        assertTrue(err.toString(), err.toString().startsWith("ringback: @/dev/null: no such command"));
    }

    @Test
    public void aTerminalIsToldFromAFileAndAPipe() {
        assertTrue(Terminals.isOne("/dev/pts/3"));
        assertTrue(Terminals.isOne("/dev/tty1"));
        assertFalse(Terminals.isOne("/dev/null"));
        assertFalse(Terminals.isOne("pipe:[4711]"));
        assertFalse(Terminals.isOne("socket:[4711]"));
    }
}
