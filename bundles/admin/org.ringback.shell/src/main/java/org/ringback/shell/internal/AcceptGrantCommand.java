package org.ringback.shell.internal;

import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.control.GrantedEquipment;

/** The command {@code accept-grant}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=accept-grant"})
public final class AcceptGrantCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public AcceptGrantCommand(@Reference Roles roles) {
        super("accept-grant");
        this.roles = roles;
    }

    /**
     * Takes the grant string on standard input.
     *
     * @param session has the streams of the command
     * @param as its name here; empty for the one that it has, else for its ID
     * @param replace whether to replace a grant of other equipment of that name
     * @param rest must be empty: a string in a command line would be seen by others
     */
    @Example({"accept-grant", "accept-grant --as cottage-lamp"})
    @Descriptor("take a grant: the string that the equipment's owner gave you (issuer)")
    public void acceptGrant(
            CommandSession session,
            @Descriptor("NEW: call the equipment so here, as where another server has one of the same ID")
                    @Parameter(
                            names = {"--as"},
                            absentValue = "")
                    String as,
            @Descriptor("take the place of a grant of other equipment of that name")
                    @Parameter(
                            names = {"--replace"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean replace,
            @Descriptor("< FILE: the grant string, on standard input") String... rest) {
        StandardInput.only("accept-grant", rest);
        Optional<EquipmentId> name = Ids.as(as);
        Terminal terminal = Terminal.of(session);
        GrantedEquipment granted = roles.acts()
                .on(
                        "accept-grant",
                        "issuer",
                        done -> done.equipment().value(),
                        roles.issuer().acceptGrant(terminal.pasted("a grant string"), replace, name));
        terminal.out().println(granted.equipment());
        boolean password = granted.systems().stream().anyMatch(RingSystem::needsPassword) && !granted.passwordStored();
        terminal.err()
                .println("The grant for " + granted.equipment() + " is kept: you are " + granted.self()
                        + " there, systems "
                        + granted.systems().stream()
                                .map(RingSystem::label)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ", services " + Terms.services(granted.terms())
                        + granted.terms()
                                .until()
                                .map(end -> ", until " + Times.minute(end))
                                .orElse("")
                        + ". Next: "
                        + (password ? "password " + granted.equipment() + ", then: " : "")
                        + "ring " + granted.equipment()
                        + "   (whether its owner still permits it, the first ring tells)");
    }
}
