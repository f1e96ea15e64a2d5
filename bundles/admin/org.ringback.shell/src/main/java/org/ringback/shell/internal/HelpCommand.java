package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
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
    private static final String OURS = "ringback:";

    private final List<Command> commands;

    /**
     * Makes the command.
     *
     * @param others all other commands of this bundle
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
     * @param session has the streams of the command
     * @param command the command to explain; none lists all
     * @throws Exception if the container's own help fails
     */
    @Example({"help", "help ring"})
    @Descriptor("list the commands, or explain one")
    public void help(CommandSession session, @Descriptor("COMMAND: the one to explain") String... command)
            throws Exception {
        Terminal terminal = Terminal.of(session);
        SortedMap<String, String> names = ContainerSessions.names(session);
        if (command.length == 0) {
            HelpText.print(commands, terminal.out());
            HelpText.printOthers(new TreeSet<>(names.values()), terminal.out());
            return;
        }
        String wanted = command[0].startsWith(OURS) ? command[0].substring(OURS.length()) : command[0];
        Optional<Command> found =
                commands.stream().filter(one -> one.name().equals(wanted)).findFirst();
        if (found.isPresent()) {
            HelpText.print(found.get(), terminal.out());
            return;
        }
        if (!(session.get(wanted) instanceof ContainerCommand other)) {
            throw CommandFailure.usage(Failures.unknown(wanted, names.keySet()));
        }
        terminal.out().println(other.help(session));
    }
}
