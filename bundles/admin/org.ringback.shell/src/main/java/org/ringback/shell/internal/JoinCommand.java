package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.GrantedEquipment;

/** The command {@code join}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=join"})
public final class JoinCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public JoinCommand(@Reference Roles roles) {
        super("join");
        this.roles = roles;
    }

    /**
     * Enrols with the string on standard input: a piece of equipment at a gateway, the person at an issuer.
     *
     * @param session has the streams of the command
     * @param at {@code acceptor} or {@code issuer}, if both run here
     * @param as at an acceptor, its name here; empty for the one that it has, else for its ID
     * @param replace whether to replace equipment of that name
     * @param rest must be empty: a string in a command line would be seen by others
     */
    @Example({"join", "join --as cottage-lamp"})
    @Descriptor("enrol with a server: a piece of equipment, or this issuer (acceptor, issuer)")
    public void join(
            CommandSession session,
            @Descriptor("ROLE: acceptor or issuer; needed only where both run")
                    @Parameter(
                            names = {"--at"},
                            absentValue = "")
                    String at,
            @Descriptor(
                            "NEW: at an acceptor: call the equipment so here, as where another server has one of the same ID")
                    @Parameter(
                            names = {"--as"},
                            absentValue = "")
                    String as,
            @Descriptor("at an acceptor: take the place of equipment of that name; its keys, password and grants go")
                    @Parameter(
                            names = {"--replace"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean replace,
            @Descriptor("< FILE: the server's enrolment string, on standard input") String... rest) {
        StandardInput.only("join", rest);
        boolean acceptor = roles.atAcceptor(at);
        Optional<EquipmentId> name = Ids.as(as);
        if (!acceptor && name.isPresent()) {
            throw CommandFailure.usage("--as: an issuer has no name of its own here (expected: only at an acceptor)");
        }
        Terminal terminal = Terminal.of(session);
        String string = terminal.pasted("an enrolment string");
        if (acceptor) {
            EquipmentId id = roles.acts()
                    .on("join", "acceptor", EquipmentId::value, roles.acceptor().join(string, replace, name));
            terminal.out().println(id);
            terminal.err().println(id + " is enrolled. Next: " + next(id));
        } else {
            List<EquipmentId> before = granted();
            EquipmentId id = roles.acts()
                    .on("join", "issuer", EquipmentId::value, roles.issuer().join(string));
            terminal.out().println(id);
            List<EquipmentId> gone = new ArrayList<>(before);
            gone.removeAll(granted());
            terminal.err().println("This issuer is enrolled as " + id + kept(gone));
        }
    }

    private List<EquipmentId> granted() {
        return Page.all(roles.issuer()::granted, GrantedEquipment::equipment).stream()
                .map(GrantedEquipment::equipment)
                .toList();
    }

    private static String kept(List<EquipmentId> gone) {
        if (gone.isEmpty()) {
            return "; what it was granted before stays. Next: accept-grant, with the string of the equipment's owner";
        }
        String all = gone.stream().map(EquipmentId::value).collect(Collectors.joining(", "));
        return " with a new key, as the server had revoked the old one: what was granted to that does not fit any more and"
                + " is gone (" + all + "). Next: ask the owner of each for a new grant; accept-grant takes it";
    }

    /** What to do next; if the same string was given again, a password may be set already. */
    private String next(EquipmentId id) {
        boolean set = roles.acceptor()
                .equipment(id)
                .filter(EquipmentStatus::passwordStored)
                .isPresent();
        return (set ? "" : "password " + id + "   (optional), then: ") + "grant " + id + " PERSON";
    }
}
