package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Function;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.shell.link.ShellClient;

/** The socket follows its configuration, and whoever looks for it is told where it is. */
public class SocketComponentTest {
    private final CommandProcessorImpl processor = new CommandProcessorImpl(null);
    private final UnderWay underWay = new UnderWay();
    private Path home;
    private SocketComponent component;

    @Before
    public void open() throws IOException {
        home = Files.createTempDirectory("rb"); // short: the path of a socket has at most 107 bytes
        component = new SocketComponent(
                processor::createSession, underWay, new ShellSchema(home), Map.of("socket", "run/own.sock"));
    }

    @After
    public void close() throws IOException {
        component.close();
        processor.stop();
        try (var files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    public void itSaysWhereItIsWheneverThatChangesAndNothingOnceItIsClosed() throws IOException {
        assertEquals("run/own.sock", told());
        component.modified(Map.of("socket", "run/next.sock"));
        assertEquals("run/next.sock", told());
        assertTrue(Files.exists(home.resolve("run/next.sock")));
        assertFalse(Files.exists(home.resolve("run/own.sock")));
        component.modified(Map.of("socket", ""));
        assertEquals("run/shell.sock", told());
        component.modified(Map.of("socket", "off"));
        assertEquals("off", told());
        assertFalse(Files.exists(home.resolve("run/shell.sock")));
        component.close();
        assertFalse(Files.exists(home.resolve("run/shell.at")));
    }

    @Test
    public void aCommandThatMovesTheSocketGoesOnToItsEnd() throws IOException {
        Function move = (session, words) -> {
            component.modified(Map.of("socket", "run/next.sock"));
            return "moved";
        };
        processor.addCommand("ringback", move, "move");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(0, ShellClient.run(home.resolve("run/own.sock"), "move", InputStream.nullInputStream(), out, err));
        assertEquals("moved\n", out.toString(UTF_8));
        assertFalse(Files.exists(home.resolve("run/own.sock")));
    }

    @Test
    public void whatIsRefusedChangesNothing() throws IOException {
        component.modified(Map.of("socket", "x".repeat(120)));
        assertEquals("run/own.sock", told());
        assertEquals("told by whoever reads the configuration", List.of(), component.warnings());
        ShellServer another = ShellServer.open(processor::createSession, underWay, home.resolve("run/another.sock"));
        component.modified(Map.of("socket", "run/another.sock"));
        another.close();
        assertEquals("run/own.sock", told());
        assertTrue(Files.exists(home.resolve("run/own.sock")));
        String warning = component.warnings().get(0);
        assertTrue(warning, warning.endsWith("; what was in force before stays"));
        component.modified(Map.of("socket", "run/own.sock"));
        assertEquals(List.of(), component.warnings());
    }

    private String told() throws IOException {
        return Files.readString(home.resolve("run/shell.at")).strip();
    }
}
