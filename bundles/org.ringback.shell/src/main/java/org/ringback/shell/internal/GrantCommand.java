package org.ringback.shell.internal;

import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;

/** The command {@code grant}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=grant"})
public final class GrantCommand extends Command {
    private final Roles roles;

    /**
     * Uses the roles that run here.
     *
     * @param roles come and go
     */
    @Activate
    public GrantCommand(@Reference Roles roles) {
        super("grant");
        this.roles = roles;
    }

    /**
     * Prints a grant string.
     *
     * @param session whose streams are used
     * @param equipment which equipment
     * @param person a name for the person
     */
    @Descriptor("permit a person to ring equipment: makes the grant string (acceptor)")
    public void grant(
            CommandSession session,
            @Descriptor("EQUIPMENT: the equipment ID") String equipment,
            @Descriptor("PERSON: a name for the person, for example anna") String person) {
        String string = Waiting.on(roles.acceptor().grant(new EquipmentId(equipment), new EquipmentId(person)));
        Terminal terminal = Terminal.of(session);
        terminal.out().println(string);
        terminal.err()
                .println("For " + person + " alone, within 24 hours: the first who uses it has it. At " + person
                        + "'s issuer: ringback shell --home DIR accept-grant   (the string on standard input)");
    }
}
