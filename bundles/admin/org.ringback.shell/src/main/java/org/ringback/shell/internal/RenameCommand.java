package org.ringback.shell.internal;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Amount;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;

/** The command {@code rename}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=rename"})
public final class RenameCommand extends Command {
    private final Roles roles;
    private final Forwards forwards;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     * @param forwards has the ports that lead to equipment
     */
    @Activate
    public RenameCommand(@Reference Roles roles, @Reference Forwards forwards) {
        super("rename");
        this.roles = roles;
        this.forwards = forwards;
    }

    /**
     * Gives equipment another name here, or a person at a gateway.
     *
     * @param session has the streams of the command
     * @param at {@code acceptor} or {@code issuer}, if both run here
     * @param person whether the names are of a person
     * @param yes whether the person knows what the configuration says of the new name
     * @param before the present name
     * @param now the name from now on
     */
    @Example({"rename lamp-1 hall-lamp", "rename lamp-1 hall-lamp --yes", "rename --person anna anna-smith"})
    @Descriptor("call equipment otherwise here, or a person; nobody else is told, and calls go on (acceptor, issuer)")
    public void rename(
            CommandSession session,
            @Descriptor("ROLE: acceptor or issuer; needed only where both run")
                    @Parameter(
                            names = {"--at"},
                            absentValue = "")
                    String at,
            @Descriptor("at an acceptor: the names are of a person, in all grants")
                    @Parameter(
                            names = {"--person"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean person,
            @Descriptor(
                            "do it though NEW has settings here, which hold at once; without, the command tells them, asks at a"
                                    + " terminal, and else changes nothing")
                    @Parameter(
                            names = {"--yes"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean yes,
            @Descriptor("OLD: the present name") String before,
            @Descriptor("NEW: the name from now on") String now) {
        boolean acceptor = atAcceptor(at, person);
        EquipmentId name = Ids.name(now);
        Terminal terminal = Terminal.of(session);
        if (person) {
            EquipmentId who = Ids.person(before);
            int grants = roles.acts()
                    .on(
                            "rename",
                            "person " + who + " to " + name,
                            roles.acceptor().renamePerson(who, name));
            terminal.err()
                    .println(who + " is " + name + " here from now on, with " + Amount.of(grants, "grant")
                            + "; the server goes on to know the device by the name that it has there.");
            return;
        }
        EquipmentId equipment = Ids.equipment(before);
        NamedSettings settings = NamedSettings.of(roles.findConfiguration(), acceptor);
        if (!yes) {
            requireWord(equipment, name, acceptor, settings);
        }
        String what = equipment + " to " + name;
        if (acceptor) {
            roles.acts().on("rename", what, roles.acceptor().rename(equipment, name));
        } else {
            roles.acts().on("rename", what, roles.issuer().rename(equipment, name));
        }
        terminal.err()
                .println(equipment + " is " + name + " here from now on; nobody else is told, and calls go on."
                        + (acceptor ? warned(equipment, settings) : ports(equipment, name)));
        forwards.renamed(acceptor ? Role.ACCEPTOR : Role.ISSUER, equipment, name);
        settings.words(equipment, name).forEach(terminal.err()::println);
    }

    /** Refuses to act on settings of the new name unseen; what the role itself refuses is left to it. */
    private void requireWord(EquipmentId before, EquipmentId now, boolean acceptor, NamedSettings settings) {
        if (!settings.naming(now).isEmpty() && isHere(before, acceptor) && !isHere(now, acceptor)) {
            throw CommandFailure.unconfirmed(
                    "rename: the configuration has settings for " + now + ", and " + before
                            + " takes them over at once: " + settings.change(before, now),
                    "they may be of something else");
        }
    }

    private boolean isHere(EquipmentId name, boolean acceptor) {
        return acceptor
                ? roles.acceptor().equipment(name).isPresent()
                : roles.issuer().granted(name).isPresent();
    }

    /** A server is asked by the names that it gave, so it has none of its own beside them. */
    private boolean atAcceptor(String at, boolean person) {
        if (roles.findAcceptor().isEmpty()
                && roles.findIssuer().isEmpty()
                && roles.findServer().isPresent()) {
            throw CommandFailure.refused("rename: at a server an ID is part of what devices prove, so it cannot change"
                    + " (expected: at a gateway or an issuer, for the name there; for another ID: revoke the old one,"
                    + " enrol the new one, and give that string to join)");
        }
        return person || roles.atAcceptor(at);
    }

    /** Says which warnings name it by the old name, as a bundle's that answers for that, and so for nobody now. */
    private String warned(EquipmentId before, NamedSettings settings) {
        List<String> naming = new Shown.Wanted(true, before.value())
                .of(roles.acceptor().warnings().stream()
                        .filter(warning -> !settings.tells(warning, before))
                        .toList());
        return naming.isEmpty() ? "" : " Of the warnings these name " + before + ": " + String.join("; ", naming);
    }

    /** Has the ports of commands ring by the new name. */
    private String ports(EquipmentId before, EquipmentId now) {
        int led = forwards.renamed(before, now);
        return led == 0 ? "" : " " + Amount.of(led, "port leads", "ports lead") + " to it as before.";
    }
}
