package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;

/** The command {@code join}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=join"})
public final class JoinCommand extends Command {
    private final Roles roles;

    /**
     * Uses the roles that run here.
     *
     * @param roles come and go
     */
    @Activate
    public JoinCommand(@Reference Roles roles) {
        super("join");
        this.roles = roles;
    }

    /**
     * Enrols a piece of equipment with the string on standard input.
     *
     * @param session whose streams are used
     * @param rest must be empty: a string in a command line would be seen by others
     */
    @Descriptor("enrol a piece of equipment with a server (acceptor)")
    public void join(
            CommandSession session,
            @Descriptor("< FILE: the server's enrolment string, on standard input") String... rest) {
        StandardInput.only("join", rest);
        Terminal terminal = Terminal.of(session);
        EquipmentId id = Waiting.on(roles.acceptor().join(terminal.pasted("an enrolment string")));
        terminal.out().println(id);
        terminal.err()
                .println(id + " is enrolled. Next: password " + id + "   (optional), then: grant " + id + " PERSON");
    }
}
