package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The command {@code warnings}: what needs a person. A console's prompt counts its lines. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=warnings"})
public final class WarningsCommand extends Command {
    private final Roles roles;
    private final Reasons reasons;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param reasons tells why a role does not run
     */
    @Activate
    public WarningsCommand(@Reference Roles roles, @Reference Reasons reasons) {
        super("warnings");
        this.roles = roles;
        this.reasons = reasons;
    }

    /** What needs a person, in words. */
    static List<String> all(Roles roles, Reasons reasons) {
        List<String> all = new ArrayList<>(LocalRole.absent(roles, reasons));
        all.addAll(roles.warnings());
        return all;
    }

    /** What of that is told to whoever does not look: all but what is so since the program was built. */
    static List<String> news(Roles roles, Reasons reasons) {
        List<String> all = all(roles, reasons);
        all.removeAll(roles.warningsOfTheBuild());
        return all;
    }

    /**
     * Prints what needs a person.
     *
     * @param session has the streams of the command
     * @param json whether to print JSON
     */
    @Descriptor("what needs a person, a line each; nothing if all is well")
    @Fields({"warnings[]: what needs a person, and what to do"})
    @Example("warnings")
    public void warnings(CommandSession session, @AsJson boolean json) {
        List<String> all = all(roles, reasons);
        Terminal terminal = Terminal.of(session);
        if (json) {
            terminal.out().println(Json.write(Json.list("warnings", all)));
            return;
        }
        all.forEach(terminal.out()::println);
        if (all.isEmpty()) {
            terminal.err().println("Nothing needs anybody.");
        }
    }
}
