package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.ringback.kit.Program;

/** A person's {@code ring --pipe}, as ssh would hold it open. Used by one thread. */
final class Conversation implements AutoCloseable {
    private final Process process;

    Conversation(Path home, String equipment) throws IOException {
        process = new ProcessBuilder(
                        Program.ringback().toString(), "ring", "--home", home.toString(), "--pipe", equipment)
                .start();
    }

    /** Asks the thermostat for its page, and reads all of it. */
    void askForThePage() throws IOException {
        process.getOutputStream().write("GET / HTTP/1.1\r\nHost: lamp\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("</html>")) {
            int next = process.getInputStream().read();
            assertTrue(answer.toString(), next >= 0);
            answer.append((char) next);
        }
    }

    /** Waits until it has failed; {@return what it said} */
    String failure() throws IOException, InterruptedException {
        String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(told, 1, process.waitFor());
        return told;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
