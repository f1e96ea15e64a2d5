package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code help}. Thread-safe. */
@Component(
        service = HelpCommand.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=help"})
public final class HelpCommand extends Command {
    private final List<Command> commands;

    /**
     * Tells of the commands of this bundle.
     *
     * @param others all but this one
     */
    @Activate
    public HelpCommand(@Reference List<Command> others) {
        super("help");
        commands = new ArrayList<>(others);
        commands.add(this);
    }

    /**
     * Lists the commands, or explains one.
     *
     * @param session whose streams are used
     * @param command which; none lists all
     */
    @Descriptor("list the commands, or explain one")
    public void help(CommandSession session, @Descriptor("COMMAND: the one to explain") String... command) {
        Terminal terminal = Terminal.of(session);
        if (command.length == 0) {
            HelpText.print(commands, terminal.out());
            return;
        }
        String wanted = command[0].startsWith("ringback:") ? command[0].substring("ringback:".length()) : command[0];
        Command found = commands.stream()
                .filter(one -> one.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage(
                        wanted + ": no such command (expected: one that 'help' lists; for Gogo's own: felix:help)"));
        HelpText.print(found, terminal.out());
    }
}
