package org.ringback.runtime;

import static org.junit.Assert.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.Test;
import picocli.CommandLine;

public final class SoakCommandTest {
    private static String refused(String... words) {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setErr(new PrintWriter(err, true));
        String[] all = new String[words.length + 2];
        all[0] = "soak";
        all[1] = "update";
        System.arraycopy(words, 0, all, 2, words.length);
        assertEquals(ExitCode.USAGE, line.execute(all));
        return err.toString().strip();
    }

    @Test
    public void anUnknownPlantIsRefusedWithThoseThatThereAre() {
        assertEquals("ringback: --plant: hmak (expected: one of hmac)", refused("--plant", "hmak"));
    }

    @Test
    public void numbersThatNoSoakHasAreRefusedWithThoseThatItMayHave() {
        assertEquals("ringback: --updates: 0 (expected: 1 to 10000)", refused("--updates", "0"));
        assertEquals("ringback: --rings: 51 (expected: 1 to 50)", refused("--rings", "51"));
        assertEquals("ringback: --conversations: 25 (expected: 0 to 24)", refused("--conversations", "25"));
        assertEquals("ringback: --seconds: 0 (expected: 1 to 86400)", refused("--seconds", "0"));
    }
}
