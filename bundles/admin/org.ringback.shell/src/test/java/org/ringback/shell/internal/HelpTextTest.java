package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.Test;

/** The list of commands. */
public class HelpTextTest {
    private final Roles roles = new Roles(null, null, null, List.of());

    @Test
    public void aCommandOfSeveralFormsIsListedOnceWithAllTheirRoles() {
        String help =
                list(new ConfigCommand(roles), new HangUpCommand(roles, new Forwards()), new RevokeCommand(roles));
        List<String> lines = help.lines().toList();
        assertEquals(
                help,
                1,
                lines.stream().filter(line -> line.startsWith("config ")).count());
        assertTrue(help, help.contains("'config set' and 'config unset' change a key\n"));
        assertEquals(
                help,
                1,
                lines.stream()
                        .filter(line -> line.startsWith("hang-up  acceptor, issuer"))
                        .count());
        assertEquals(
                help,
                1,
                lines.stream()
                        .filter(line -> line.startsWith("revoke   server, acceptor"))
                        .count());
    }

    private static String list(Command... commands) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HelpText.print(List.of(commands), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
