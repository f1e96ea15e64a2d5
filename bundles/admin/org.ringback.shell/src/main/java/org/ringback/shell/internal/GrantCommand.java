package org.ringback.shell.internal;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;

/** The command {@code grant}. Thread-safe. */
@Component(
        service = Command.class,
        property = {"osgi.command.scope=ringback", "osgi.command.function=grant"})
public final class GrantCommand extends Command {
    private final Roles roles;

    /**
     * Makes the command.
     *
     * @param roles finds the roles of this process
     */
    @Activate
    public GrantCommand(@Reference Roles roles) {
        super("grant");
        this.roles = roles;
    }

    /**
     * Prints a grant string.
     *
     * @param session has the streams of the command
     * @param services names of the services that it gives, comma-separated
     * @param until when it ends
     * @param equipment which equipment
     * @param person a name for the person
     */
    @Example({"grant lamp-1 anna", "grant lamp-1 anna --services http,ssh --until 2026-12-31"})
    @Descriptor("permit a person to ring equipment: makes the grant string (acceptor)")
    public void grant(
            CommandSession session,
            @Descriptor("SERVICES: names that it gives and no others, comma-separated; default: all but those marked"
                            + " admin")
                    @Parameter(
                            names = {"--services"},
                            absentValue = Terms.ALL)
                    String services,
            @Descriptor("TIME: when it ends: a day, as 2026-12-31, at its end; 2026-12-31T18:00; or 8h, 3d from now;"
                            + " default: once it is taken back")
                    @Parameter(
                            names = {"--until"},
                            absentValue = Terms.NEVER)
                    String until,
            @Descriptor("EQUIPMENT: its name here") String equipment,
            @Descriptor("PERSON: a name for the person, in lower case, for example anna") String person) {
        EquipmentId id = new EquipmentId(equipment);
        EquipmentId who = Ids.person(person);
        GrantTerms terms = Terms.read(services, until, ZonedDateTime.now(ZoneId.systemDefault()));
        AcceptorControl acceptor = roles.acceptor();
        boolean limited = !terms.equals(GrantTerms.ALL);
        boolean first = StandingGrants.of(acceptor, id, who, "").none();
        String string =
                roles.acts().on("grant", id + " to " + who + Terms.clause(terms), acceptor.grant(id, who, terms));
        Terminal terminal = Terminal.of(session);
        if (!terminal.delivered(string)) {
            throw notDelivered(acceptor, id, who, first, limited);
        }
        terminal.err()
                .println("For " + person + " alone, within 24 hours: the first who uses it has it. At " + person
                        + "'s issuer: ringback shell --home DIR accept-grant   (the string on standard input)");
        Terms.sentence(terms).ifPresent(terminal.err()::println);
        unanswered(acceptor, id, terms).forEach(terminal.err()::println);
        if (StandingGrants.of(acceptor, id, who, "").anySuspended()) {
            terminal.err()
                    .println(person + " is suspended for " + equipment + ", by earlier grants: this one is good all the"
                            + " same. To keep " + person + " out: suspend " + equipment + " " + person + " again");
        }
        if (!first) {
            terminal.err()
                    .println("Grants that " + person + " had for " + equipment
                            + " stand beside it" + (limited ? " and give what they gave" : "")
                            + "; at one issuer one grant of it is kept, so name all that it is to give. 'revoke "
                            + equipment + " " + person
                            + "' ends all of them, this one too, and with --grant one of those that 'status --of "
                            + equipment + "' lists.");
        }
    }

    /** Takes the grant back, as nobody has its string, unless that would also end an older grant of the same person. */
    private CommandFailure notDelivered(
            AcceptorControl acceptor, EquipmentId equipment, EquipmentId person, boolean first, boolean limited) {
        String lost = "grant: the string for " + person + " was made, and nobody says that it arrived";
        String expected = " (expected: a standard output that takes it); next: grant " + equipment + " " + person
                + " again" + (limited ? ", with the same options" : "");
        if (!first) {
            return CommandFailure.refused(lost + "; it stands beside the other grants of " + person + ", and 'revoke "
                    + equipment + " " + person
                    + "' would take back all of them (with --grant one of those that 'status --of "
                    + equipment + "' lists)" + expected);
        }
        roles.acts().on("revoke", equipment + " from " + person, acceptor.revoke(equipment, person));
        return CommandFailure.refused(lost + "; it is taken back" + expected);
    }

    /** A note of each service that it names and nothing answers now: a bundle may come later, or the name is misspelt. */
    private static List<String> unanswered(AcceptorControl acceptor, EquipmentId equipment, GrantTerms terms) {
        if (!terms.onlyThese()) {
            return List.of();
        }
        List<String> answered = acceptor.equipment(equipment).stream()
                .flatMap(one -> one.services().stream())
                .map(ServiceStatus::name)
                .toList();
        return terms.services().stream()
                .filter(service -> !answered.contains(service))
                .map(service -> "Nothing answers " + service + " of " + equipment + " now (answered: "
                        + (answered.isEmpty() ? "nothing" : String.join(", ", answered))
                        + NearMiss.asked(service, answered) + "): the grant gives it once a bundle does, or forward = "
                        + equipment + "/" + service
                        + "=ADDRESS:PORT")
                .toList();
    }
}
